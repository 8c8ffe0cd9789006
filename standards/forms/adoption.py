"""Forms of the 采用审核 of a standard of others."""

from django import forms
from django.utils import timezone

from ..models import Standard
from .paper import PaperForm
from .standards import StandardForm


class AdoptForm(StandardForm):
    """适用性, place and departments of what is adopted."""

    class Meta(StandardForm.Meta):
        fields = ["node", "applicability", "departments", "adopted_on"]
        labels = {"applicability": "适用性意见"}
        help_texts = {
            "applicability": "哪些章条适用于本组织、哪些不适用，如“第5章、第6章适用于本组织的网格巡查”",
            "adopted_on": "决定采用的日期，不能晚于今天",
        }
        widgets = StandardForm.Meta.widgets | {"applicability": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("applicability", "adopted_on"):
            self.fields[name].required = self.fields[name].widget.is_required = True
        self.initial["adopted_on"] = timezone.localdate()


class DeclineForm(PaperForm, forms.Form):
    """Why a standard is not adopted; of a mandatory one the reason is demanded (11.1.1)."""

    reason = forms.CharField(
        label="不采用的理由", max_length=150, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    on = forms.DateField(label="决定日期")

    def __init__(self, *args, standard: Standard, **kwargs):
        super().__init__(*args, **kwargs)
        mandatory = standard.obligation == Standard.Obligation.MANDATORY
        self.fields["reason"].required = self.fields["reason"].widget.is_required = mandatory
        self.fields["on"].initial = timezone.localdate
        self.prepare()
        self.fields["on"].error_messages["required"] = "请填写决定日期。"
