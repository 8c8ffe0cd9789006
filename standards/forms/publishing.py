"""The form that takes what is adopted out of the system."""

from django import forms
from django.utils import timezone

from .paper import PaperForm


class WithdrawForm(PaperForm, forms.Form):
    on = forms.DateField(label="废止日期", help_text="编号同时废止，不再使用")
    reason = forms.CharField(label="废止理由", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate
        self.prepare()
