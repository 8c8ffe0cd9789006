"""Forms after the result: opening a 复评, complaints and their answer."""

from django import forms
from django.utils import timezone

from standards.forms.paper import PaperForm

from ..models import Complaint


class RepeatForm(PaperForm, forms.Form):
    """The day of the 复评 and the items it judges anew; those that lost points are proposed."""

    as_of = forms.DateField(label="评价日期", help_text="标准是否现行，按这一天算")
    affected = forms.MultipleChoiceField(
        label="重新评价的项目",
        widget=forms.CheckboxSelectMultiple,
        help_text="其余项目沿用原评价的判定，不再评",
        error_messages={"invalid_choice": "所选的项目不在评价细则中，请重新选择。"},
    )

    def __init__(self, *args, card, proposed, **kwargs):
        super().__init__(*args, **kwargs)
        lost = set(proposed)
        self.fields["affected"].choices = [
            (item.code, f"{item.code} {item.title}{'（有扣分）' if item.code in lost else ''}")
            for item in card.items
        ]
        self.fields["affected"].initial = list(proposed)
        self.fields["as_of"].initial = timezone.localdate()
        self.prepare()
        self.fields["affected"].error_messages["required"] = "请选择要重新评价的项目。"


class ComplaintForm(PaperForm, forms.ModelForm):
    pairs = {"kind": "received_on"}

    class Meta:
        model = Complaint
        fields = ["kind", "received_on", "complainant", "content"]
        widgets = {"content": forms.Textarea(attrs={"rows": 5})}
        help_texts = {"complainant": "单位或个人"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["received_on"].initial = timezone.localdate()
        self.prepare()


class AnswerForm(PaperForm, forms.ModelForm):
    pairs = {"outcome": "answered_on"}

    class Meta:
        model = Complaint
        fields = ["handling", "outcome", "answered_on"]
        widgets = {"handling": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True
        self.fields["answered_on"].initial = timezone.localdate()
        self.prepare()

    def _post_clean(self):
        """The service checks and saves; validating here too would tell every fault twice."""
