"""Sending a 底稿 back, and handing in a filled score table."""

from django import forms

from standards.forms.paper import PaperForm
from standards.importing.reading import ACCEPT


class ReturnForm(PaperForm, forms.Form):
    """Why the sheet goes back to its member."""

    reason = forms.CharField(
        label="退回理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="成员会看到这段话",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.prepare()


class ScoreTableForm(PaperForm, forms.Form):
    """A filled score table."""

    file = forms.FileField(
        label="填好的评分表",
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
        help_text="先下载评分表，在“判定”一列选择；空着的不改动",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.prepare()
