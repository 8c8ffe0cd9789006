"""Forms of the 问题清单: one problem, and the steps on its way."""

from django import forms

from standards.forms.paper import PaperForm

from ..models import Problem


class ProblemForm(PaperForm, forms.ModelForm):
    pairs = {"owner": "due_on"}

    class Meta:
        model = Problem
        fields = ["target", "description", "advice", "owner", "due_on"]
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "advice": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "target": "附录A 的编号，如 A3-4-1",
            "owner": "通知整改前必填",
            "due_on": "通知整改前必填",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.prepare()

    def _post_clean(self):
        """The service checks and saves; validating here too would tell every fault twice."""


def problem_step_form(step) -> type[forms.ModelForm]:
    """The form of a step: the fields it asks for, and its reason."""
    labels = {"due_on": "新的整改期限"}
    fields = {
        name: Problem._meta.get_field(name).formfield(label=labels.get(name), required=True)
        if name in labels
        else Problem._meta.get_field(name).formfield(required=True)
        for name in step.asks
    }
    if step.reason:
        fields["reason"] = forms.CharField(
            label=step.reason, max_length=200, widget=forms.Textarea(attrs={"rows": 2})
        )
    return type("ProblemStepForm", (StepBase,), fields)


class StepBase(PaperForm, forms.Form):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.prepare()
