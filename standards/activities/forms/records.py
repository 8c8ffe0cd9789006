"""Base of the forms of records, and the forms that all of them share."""

from django import forms
from django.db.models import Q

from gridgov.organizations.models import Department
from gridgov.records.media import ACCEPT, WORDS
from standards.forms.paper import PaperForm

from ..models import ActivityDocument, Plan, PlanItem
from ..permissions import is_office
from .fields import StandardsField


class RecordForm(PaperForm, forms.ModelForm):
    """A record as its paper form has it; choices are those of the organisation and of the person who writes."""

    # Kinds of plans whose items the field `plan_item` offers; empty: all.
    plans: tuple[str, ...] = ()
    pairs: dict[str, str] = {}

    def __init__(self, *args, organization, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.organization, self.user = organization, user
        for name, field in self.fields.items():
            if isinstance(field, StandardsField):
                field.organization = organization
            elif name in ("department", "departments"):
                field.queryset = self.departments()
            elif name == "plan_item":
                field.queryset = self.plan_items()
                field.label_from_instance = lambda item: f"{item.plan.year} {item.plan.title}：{item.what}"
        self.limit()
        self.prepare()

    def prepare(self) -> None:
        """Say what is missing in the words of this very form."""
        super().prepare()
        for field in self.fields.values():
            verb = "选择" if hasattr(field, "choices") else "填写"
            field.error_messages["required"] = f"请{verb}{field.label}。"

    def departments(self):
        """Those in use and the one named already; who is not of the office writes for the own department."""
        named = getattr(self.instance, "department_id", None)
        rows = Department.objects.of(self.organization).filter(Q(is_active=True) | Q(pk=named))
        if self.user and not is_office(self.user, self.organization):
            self.fields["department"].required = True
            rows = rows.filter(pk=self.user.department_id)
        return rows

    def plan_items(self):
        """Lines of the organisation's plans of the fitting kinds that are under way, and the one named already."""
        rows = PlanItem.objects.kept().filter(plan__organization=self.organization, plan__removed_at=None)
        if self.plans:
            rows = rows.filter(plan__type__in=self.plans)
        usable = Q(plan__state__in=Plan.APPROVED, dropped_on=None)
        rows = rows.filter(usable | Q(pk=self.instance.plan_item_id))
        return rows.select_related("plan").order_by("-plan__year", "due_on")

    def limit(self) -> None:
        """What a form of one kind limits besides."""

    def _post_clean(self):
        """The service checks and saves; validating here too would tell every fault twice."""


class ReasonForm(PaperForm, forms.Form):
    reason = forms.CharField(label="理由", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.prepare()


class RemoveForm(ReasonForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "移除理由"
        self.fields["reason"].help_text = "记录会保留，只是不再列出和统计"


class DocumentForm(PaperForm, forms.Form):
    kind = forms.ChoiceField(label="种类")
    file = forms.FileField(label="文件", help_text=WORDS)

    def __init__(self, *args, papers, **kwargs):
        super().__init__(*args, **kwargs)
        words = dict(ActivityDocument.Kind.choices)
        self.fields["kind"].choices = [("", "请选择"), *((paper, words[paper]) for paper in papers)]
        self.fields["file"].widget.attrs["accept"] = ACCEPT
        self.prepare()


def step_form(kind, step) -> type[forms.ModelForm]:
    """The form of a step: the fields it asks for, and its reason."""
    meta = type("Meta", (), {"model": kind.model, "fields": list(step.asks)})
    body = {"Meta": meta, "step": step}
    if step.reason:
        body["reason"] = forms.CharField(
            label=step.reason, max_length=200, widget=forms.Textarea(attrs={"rows": 2})
        )
    return type("StepForm", (StepBase,), body)


class StepBase(RecordForm):
    """What a step demands is required on its form."""

    def limit(self) -> None:
        for name in self.step.demands:
            self.fields[name].required = True
            if isinstance(self.fields[name].widget, forms.Textarea):
                self.fields[name].widget.attrs["rows"] = 4
