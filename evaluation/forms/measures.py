"""Forms of surveys and of times before and after."""

from django import forms

from standards.forms.paper import PaperForm

from ..models import Evaluation, Survey, Turnaround


class MeasureForm(PaperForm, forms.ModelForm):
    """Checked by the service, which tells every fault once."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.prepare()
        for field in self.fields.values():
            verb = "选择" if hasattr(field, "choices") else "填写"
            field.error_messages["required"] = f"请{verb}{field.label}。"
            if isinstance(field, forms.IntegerField):
                field.error_messages["min_value"] = f"{field.label}不能小于 0。"

    def _post_clean(self):
        """Validating here too would tell every fault twice."""


class SurveyForm(MeasureForm):
    """One survey, in the order of the 汇总表. A self-evaluation is not asked whose survey it was."""

    pairs = {
        "source": "formula",
        "method": "place",
        "began_on": "ended_on",
        "very_satisfied": "satisfied",
        "fair": "dissatisfied",
    }

    class Meta:
        model = Survey
        fields = ["source", "formula", "method", "place", "began_on", "ended_on", "issued"]
        fields += ["very_satisfied", "satisfied", "fair", "dissatisfied", "very_dissatisfied", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "source": "评估组自己的调查用于判定，被评单位提供的只作对照",
            "place": "随机拦访的必填",
            "issued": "下面五项相加是有效问卷，不能多于发出的问卷",
            "note": "抽样办法、没有收回的原因等",
        }

    def __init__(self, *args, evaluation: Evaluation, **kwargs):
        super().__init__(*args, **kwargs)
        if not evaluation.is_by_panel:
            del self.fields["source"]
            self.prepare()


class TurnaroundForm(MeasureForm):
    """One 事项 of the comparison table."""

    pairs = {"basis": "unit", "before": "now"}

    class Meta:
        model = Turnaround
        fields = ["matter", "basis", "unit", "before", "now", "volume"]
        help_texts = {
            "basis": "各事项用同一种口径",
            "volume": "各事项都填的，按办件量加权；有一项不填，就按简单平均",
        }
