"""Forms of the life cycle: the plan, what was collected, and one form per step of the table."""

from crispy_forms.layout import Div, Field
from django import forms
from django.db.models import Q
from django.utils import timezone

from gridgov.records.media import ACCEPT, WORDS

from ..lifecycle import STEPS, what_is_missing
from ..models import CollectedInformation, Standard, StandardDocument
from .paper import PaperForm
from .standards import StandardForm

Kind = StandardDocument.Kind
LINES = {"widget": forms.Textarea(attrs={"rows": 2})}
DAY = "不填为今天"
HINTS = {Kind.OPINIONS: "也可先在标准页面的“文件”中生成意见汇总处理表，选“存为附件”，这里就不用再传"}


class PlanForm(StandardForm):
    """An entry of the 制修订计划 (12 a)."""

    pairs = StandardForm.pairs | {"due_on": "revision_of"}

    class Meta(StandardForm.Meta):
        fields = [
            *("node", "title", "title_english", "plan_reason", "drafting_department", "drafters"),
            *("due_on", "revision_of", "departments", "adoption", "intended_rank", "ics", "ccs", "remark"),
        ]
        widgets = StandardForm.Meta.widgets | {"plan_reason": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "plan_reason": "为什么要制定：上级要求、管理需要、第3部分的哪一项还空缺",
            "revision_of": "修订沿用原编号，只换年代号；不是修订的不选",
        }

    def __init__(self, *args, organization, **kwargs):
        super().__init__(*args, organization=organization, **kwargs)
        own = Standard.objects.of(organization).published().filter(origin=Standard.Origin.OWN)
        self.fields["revision_of"].queryset = own.standing().in_order()
        for name in ("plan_reason", "drafting_department", "due_on"):
            self.fields[name].required = True
            self.fields[name].widget.is_required = True

    def limit_nodes(self, tree):
        return tree.exclude(class_code="")


class InformationForm(PaperForm, forms.ModelForm):
    """One record of the 信息收集 (10.2.1)."""

    file = forms.FileField(label="附件", required=False, help_text=WORDS)

    class Meta:
        model = CollectedInformation
        fields = ["aspect", "content", "source", "collected_on"]
        widgets = {"content": forms.Textarea(attrs={"rows": 5})}
        help_texts = {"source": "从哪里、向谁收集，如 走访八个社区、国家标准全文公开系统"}

    pairs = {"source": "collected_on"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["collected_on"].initial = timezone.localdate
        self.fields["file"].widget.attrs["accept"] = ACCEPT
        self.prepare()

    def _post_clean(self):
        """The service checks and saves."""


class StepForm(PaperForm, forms.Form):
    """Base of the forms of the steps: what the step wants to know, and files it demands that are not there yet."""

    def __init__(self, *args, standard: Standard, step: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.standard = standard
        self.kinds = [missing.kind for missing in what_is_missing(standard, step) if missing.kind]
        fields = {f"{kind}_file": file_field(kind) for kind in self.kinds}
        self.fields = fields | self.fields
        self.limit()
        self.prepare()
        for kind in self.kinds:
            words = f"请上传{Kind(kind).label}：没有{Kind(kind).label}不能{STEPS[step].label}。"
            self.fields[f"{kind}_file"].error_messages["required"] = words

    def limit(self) -> None:
        """What depends on the standard."""

    @property
    def facts(self) -> dict:
        """What `take_step` is told."""
        return {name: self.cleaned_data[name] for name in self.declared_fields}

    @property
    def documents(self) -> dict:
        """Kind → the uploaded file, of those that were missing."""
        return {kind: self.cleaned_data[f"{kind}_file"] for kind in self.kinds}


def file_field(kind: str) -> forms.FileField:
    field = forms.FileField(label=Kind(kind).label, help_text=HINTS.get(kind, WORDS))
    field.widget.attrs["accept"] = ACCEPT
    return field


class DayForm(StepForm):
    on = forms.DateField(label="日期", required=False, help_text=DAY)


class ReasonForm(StepForm):
    reason = forms.CharField(label="理由", max_length=200, help_text="写入历史，不可更改", **LINES)


class DatedReasonForm(ReasonForm):
    on = forms.DateField(label="日期", required=False, help_text=DAY)


class FinalForm(StepForm):
    on = forms.DateField(label="定稿日期", required=False, help_text=DAY)
    summary = forms.CharField(label="审查结论说明", required=False, **LINES)


class TakeUpForm(StepForm):
    plan_reason = forms.CharField(label="立项理由", **LINES)
    due_on = forms.DateField(label="计划完成日期")


class ApprovalForm(StepForm):
    approver = forms.CharField(label="批准人", max_length=60, help_text="在批准文书上签字的人；不能是起草人")
    approval_number = forms.CharField(
        label="批准文书号", max_length=80, required=False, help_text="如 安网治发〔2025〕12号"
    )
    approved_on = forms.DateField(label="批准日期", help_text="编号中的年代号取自这里")


class IssueForm(StepForm):
    issued_on = forms.DateField(label="发布日期")
    effective_on = forms.DateField(label="实施日期", help_text="被代替的标准自这一天起失效")


class EntryForm(ApprovalForm):
    """补录: what the paper says."""

    issued_on = forms.DateField(label="发布日期")
    effective_on = forms.DateField(label="实施日期")
    taken_over = forms.CharField(
        label="已有编号", max_length=80, help_text="纸质文件上的编号，写法不限，系统会统一"
    )
    revises = forms.ModelChoiceField(
        Standard.objects.none(),
        label="修订的标准",
        required=False,
        empty_label="不是修订",
        help_text="登记簿中被它代替的旧版本，自新版实施日期起被代替",
    )

    def limit(self) -> None:
        self.fields["revises"].queryset = revisable(self.standard)

    def rows(self) -> list:
        """Dates in one row, as on the paper form."""
        files = [Field(f"{kind}_file") for kind in self.kinds]
        dates = [
            Div(Field(name), css_class="col-md-4") for name in ("approved_on", "issued_on", "effective_on")
        ]
        people = [Div(Field(name), css_class="col-md-6") for name in ("approver", "approval_number")]
        numbers = [Div(Field(name), css_class="col-md-6") for name in ("taken_over", "revises")]
        return [*files, *(Div(*pair, css_class="row") for pair in (numbers, people, dates))]


def revisable(standard: Standard):
    """Editions of the same class that still stand, among which a revision names its old one."""
    code = standard.node.class_code
    same_class = Q(class_code=code) | Q(node__class_code=code)
    own = Standard.objects.of(standard.organization).published().filter(origin=Standard.Origin.OWN)
    return own.filter(same_class).standing().in_order()


FORMS = {
    "approve_plan": DayForm,
    "plan": TakeUpForm,
    "start": DayForm,
    "submit": DayForm,
    "finalize": FinalForm,
    "return": DatedReasonForm,
    "approve": ApprovalForm,
    "decline": ReasonForm,
    "revoke": ReasonForm,
    "publish": IssueForm,
    "enter_published": EntryForm,
    "abandon": DatedReasonForm,
}
