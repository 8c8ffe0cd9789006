"""Forms of the 评估方案, samples and the steps on site: shape and choices; the rules are those of the services."""

from crispy_forms.layout import Field
from django import forms

from gridgov.drawing import DrawingField
from gridgov.widgets import NativeMoment, NativeTime
from standards.forms.paper import PaperForm

from ..models import Attendance, Evaluation, EvaluationPlan, OnSiteStep, ScheduleSlot, Site
from ..visits.checklists import OFFERED, Checklist, within
from ..visits.populations import FREE, POPULATIONS, population_of

BAD_TIME = "时间应如 09:30，请改正。"
BAD_MOMENT = "时间应如 2026-11-20 09:30，请改正。"


class PlanningForm(PaperForm):
    """Mixin: the layout of paper forms, with native fields for times."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.TimeField):
                field.widget, field.error_messages["invalid"] = NativeTime(), BAD_TIME
            elif isinstance(field, forms.DateTimeField):
                field.widget, field.error_messages["invalid"] = NativeMoment(), BAD_MOMENT
        self.prepare()


class PlanForm(PlanningForm, forms.ModelForm):
    pairs = {"starts_on": "ends_on"}

    class Meta:
        model = EvaluationPlan
        fields = ["starts_on", "ends_on", "place", "sampling", "survey", "remarks"]
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in ("sampling", "survey", "remarks")}


class SlotForm(PlanningForm, forms.ModelForm):
    """One line of the schedule; its day is one of the visit."""

    pairs = {"begins": "ends"}

    class Meta:
        model = ScheduleSlot
        fields = ["on", "begins", "ends", "what", "who"]

    def __init__(self, *args, plan: EvaluationPlan, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].widget.attrs |= {"min": plan.starts_on.isoformat(), "max": plan.ends_on.isoformat()}
        self.fields["on"].help_text = f"{plan.starts_on} 至 {plan.ends_on}"
        self.initial.setdefault("on", plan.starts_on)


class SiteForm(PlanningForm, forms.ModelForm):
    class Meta:
        model = Site
        fields = ["name", "address", "reason"]


class VisitForm(PlanningForm, forms.ModelForm):
    class Meta:
        model = Site
        fields = ["visited_on", "record"]
        widgets = {"record": forms.Textarea(attrs={"rows": 8})}


class WithdrawApprovalForm(PlanningForm, forms.Form):
    reason = forms.CharField(label="撤回的理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class StepForm(PlanningForm, forms.ModelForm):
    """When, where and under whom a step was held, and its record."""

    pairs = {"began_at": "ended_at", "place": "chair"}

    class Meta:
        model = OnSiteStep
        fields = ["began_at", "ended_at", "place", "chair", "record"]
        widgets = {"record": forms.Textarea(attrs={"rows": 10})}

    def __init__(self, *args, hint: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["record"].help_text = hint


class AttendanceForm(PlanningForm, forms.ModelForm):
    """Signing in; without a drawing one signs on paper."""

    pairs = {"employer": "title"}
    drawing = DrawingField(required=False, help_text="用手指、触控笔或鼠标在框内签名；签在纸上的留空")

    class Meta:
        model = Attendance
        fields = ["name", "employer", "title", "drawing"]

    def rows(self) -> list:
        return [*super().rows()[:-1], Field("drawing", template=DrawingField.template)]


class SampleForm(PlanningForm, forms.Form):
    """What to draw from, and how many; the seed is not asked for. A check list says what to draw for it, and of which
    sub-system the standards are.
    """

    pairs = {"subject": "size"}
    source = forms.ChoiceField(label="总体")
    pasted = forms.CharField(
        label="自行粘贴的总体",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="总体选“自行粘贴”时填写，一行一个，如工单编号",
    )
    subject = forms.CharField(
        label="抽样对象", max_length=100, required=False, help_text="不填的，用总体的名称；自行粘贴的必填"
    )
    size = forms.IntegerField(
        label="抽取数", min_value=1, error_messages={"invalid": "抽取数应为整数，请改正。"}
    )

    def __init__(self, *args, evaluation: Evaluation, checklist: Checklist, **kwargs):
        self.evaluation, self.checklist = evaluation, checklist
        super().__init__(*args, **kwargs)
        sizes = {each.key: len(self.population_of(each.key)) for each in POPULATIONS}
        self.labels = {each.key: self.label_of(each) for each in POPULATIONS if sizes[each.key]}
        choices = [(key, f"{label}（{sizes[key]} 个）") for key, label in self.labels.items()]
        self.fields["source"].choices = [*choices, (FREE, "自行粘贴")]
        self.offer(sizes)

    def offer(self, sizes: dict[str, int]) -> None:
        """Fill in what the check list draws from, where there is any of it."""
        offered = self.checklist.population
        if offered and sizes[offered.key]:
            size = min(OFFERED, sizes[offered.key])
            self.initial |= {"source": offered.key, "subject": self.labels[offered.key], "size": size}

    def label_of(self, population) -> str:
        return population.label + (within(self.checklist.subsystem) if population.is_filed else "")

    def population_of(self, key: str, pasted: str = "") -> list[str]:
        return population_of(self.evaluation, key, pasted, self.checklist.subsystem)

    def clean(self) -> dict:
        data = super().clean()
        source = data.get("source", "")
        data["subject"] = data.get("subject") or self.labels.get(source, "")
        if source and not data["subject"]:
            self.add_error("subject", "自行粘贴总体的，请写明抽的是什么。")
        if source:
            data["population"] = self.population_of(source, data.get("pasted", ""))
            if not data["population"]:
                self.add_error("pasted", "总体是空的，请一行一个粘贴总体。")
        return data

    @property
    def drawing(self) -> dict:
        """What the service wants to know."""
        names = ("subject", "population", "size")
        return {name: self.cleaned_data[name] for name in names} | {"target": self.checklist.target}
