"""Forms of 复审, 修改, 修订, another class, and former numbers."""

from django import forms
from django.utils import timezone

from gridgov.organizations.models import Department
from gridgov.records.media import ACCEPT, WORDS

from ..models import Node, PeriodicReview, RevisionRequest, Standard, StandardDocument
from ..services.upkeep.standing import concerned_departments, drafting_departments
from .paper import PaperForm
from .standards import NodeField

Conclusion, Trigger = PeriodicReview.Conclusion, RevisionRequest.Trigger
CONCLUSIONS = {
    Conclusion.CONFIRM: "确认：内容不作修改，仍能适应当前需要（10.7 a）",
    Conclusion.AMEND: "修改：内容作少量修改、补充，由起草部门提出修改申请（10.7 b）",
    Conclusion.REVISE: "修订：主要规定需要大量修改，列为修订项目（10.7 c）",
    Conclusion.WITHDRAW: "废止：已不适应当前需要，或为新的标准所取代（10.7 d）",
}
BY_WHICH = "如 按安网治标发〔2026〕3号统一改号"


def words(label: str, rows: int = 3, **options) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


class UpkeepForm(PaperForm, forms.Form):
    """Base: days that are mostly today begin so."""

    today: tuple[str, ...] = ()
    pairs: dict[str, str] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.today:
            self.fields[name].initial = timezone.localdate
        for field in self.fields.values():
            if isinstance(field, forms.FileField):
                field.widget.attrs["accept"] = ACCEPT
        self.prepare()


class StartReviewForm(UpkeepForm):
    started_on = forms.DateField(label="复审开始日期")
    reviewers = forms.CharField(
        label="复审人员",
        max_length=200,
        required=False,
        help_text="几个人之间用顿号隔开；可以在填写意见时再补",
    )
    today = ("started_on",)


class ReviewOpinionForm(UpkeepForm):
    reviewers = forms.CharField(label="复审人员", max_length=200, help_text="几个人之间用顿号隔开")
    opinion = words(
        "复审意见", 5, help_text="针对标准的内容、指标水平：是否仍然适用，哪里不适用（第2部分 10.7）"
    )
    file = forms.FileField(label="复审记录", required=False, help_text=f"签字的复审记录，{WORDS}")


class ConcludeForm(UpkeepForm):
    """The conclusions that are this user's to decide; day and notice of a withdrawal only where it is."""

    conclusion = forms.ChoiceField(label="复审结论", widget=forms.RadioSelect)
    concluded_on = forms.DateField(label="结论日期", help_text="确认后，从这一天起三年内再复审")
    reason = words(
        "结论理由", 3, max_length=200, required=False, help_text="修订和废止必须写明；修订的理由写入立项理由"
    )
    on = forms.DateField(label="废止日期", required=False, help_text="结论为废止时填写；不填为结论日期")
    notice = forms.FileField(label="废止通知", required=False, help_text=f"结论为废止时上传，{WORDS}")
    today = ("concluded_on",)
    pairs = {"on": "notice"}

    def __init__(self, *args, standard: Standard, conclusions: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(value, CONCLUSIONS[Conclusion(value)]) for value in conclusions]
        self.fields["conclusion"].choices = choices
        self.fields["conclusion"].error_messages["required"] = "请选择复审结论。"
        kind = StandardDocument.Kind.WITHDRAWAL
        if Conclusion.WITHDRAW not in conclusions:
            del self.fields["on"]
        if Conclusion.WITHDRAW not in conclusions or standard.documents.kept().filter(kind=kind).exists():
            del self.fields["notice"]
        self.prepare()


class ApplicationForm(UpkeepForm):
    """Base of what a department asks of the office; `departments` are those that may."""

    department = forms.ModelChoiceField(Department.objects.none(), label="申请部门")
    requested_on = forms.DateField(
        label="申请日期", required=False, help_text="补登纸质申请时填写；不填为今天"
    )
    reason = words("理由", 3)
    today = ("requested_on",)
    pairs = {"department": "requested_on"}

    def __init__(self, *args, departments, user, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        field.queryset = departments
        known = list(departments[:2])
        field.initial = user.department_id if len(known) > 1 or not known else known[0].pk


class AmendmentForm(ApplicationForm):
    content = words(
        "修改内容", 8, help_text="逐条写明：条款、原文、改为，如：5.2 “每周一次”改为“每周两次”；一条一行"
    )

    def __init__(self, *args, standard: Standard, **kwargs):
        super().__init__(*args, departments=drafting_departments(standard), **kwargs)
        self.fields["reason"].label = "修改理由"


class RevisionForm(ApplicationForm):
    trigger = forms.ChoiceField(
        label="修订时机",
        widget=forms.RadioSelect,
        choices=[(value, value.label) for value in Trigger if value != Trigger.REVIEW],
    )
    field_order = ["department", "requested_on", "trigger", "reason"]

    def __init__(self, *args, standard: Standard, **kwargs):
        super().__init__(*args, departments=concerned_departments(standard), **kwargs)
        self.fields["reason"].label = "修订理由"
        self.fields["reason"].help_text = "哪些规定不适宜，准备怎么改"
        self.fields["trigger"].error_messages["required"] = "请选择修订时机。"


class ConfirmAmendmentForm(UpkeepForm):
    confirmed_on = forms.DateField(label="修改日期")
    effective_on = forms.DateField(label="修改单实施日期", help_text="修改内容从这一天起执行")
    file = forms.FileField(
        label="修改单文件", required=False, help_text=f"盖章的修改单，{WORDS}；可以以后再上传"
    )
    today = ("confirmed_on", "effective_on")
    pairs = {"confirmed_on": "effective_on"}


class DeclineAmendmentForm(UpkeepForm):
    reason = words("不予确认的理由", 3, max_length=200)


class AcceptRevisionForm(UpkeepForm):
    due_on = forms.DateField(label="计划完成日期", required=False)
    answer = words("办理说明", 2, required=False)


class DeclineRevisionForm(UpkeepForm):
    answer = words("不予立项的理由", 3)


class MoveForm(UpkeepForm):
    node = NodeField(queryset=Node.objects.none(), label="新的体系分类")
    reason = words("调整理由", 2, max_length=200)

    def __init__(self, *args, standard: Standard, **kwargs):
        super().__init__(*args, **kwargs)
        tree = Node.objects.for_organization(standard.organization).leaves().exclude(class_code="")
        self.fields["node"].queryset = tree.exclude(pk=standard.node_id)


class ReplacesForm(UpkeepForm):
    replaces = words(
        "代替的标准",
        2,
        required=False,
        help_text="标准编号，几个之间用分号隔开；合并时填几个旧标准，拆分时在每个新标准中都填这个旧标准。不填为不代替别的标准",
    )


class AliasForm(UpkeepForm):
    number = forms.CharField(label="曾用编号", max_length=80, help_text="写法不限，系统会统一")
    until = forms.DateField(label="改号日期", required=False, help_text="从这一天起改用现在的编号")
    reason = forms.CharField(label="说明", max_length=200, required=False, help_text=BY_WHICH)
    pairs = {"number": "until"}


class AliasTableForm(UpkeepForm):
    table = words(
        "新旧编号对照表",
        12,
        help_text="每行一条：旧编号 → 新编号。从 Excel 复制旧、新两列直接粘贴也可以；新编号应是登记簿中现在的编号",
    )
    until = forms.DateField(
        label="改号日期", required=False, help_text="这张表上的标准都从这一天起改用新编号"
    )
    reason = forms.CharField(label="说明", max_length=200, required=False, help_text=BY_WHICH)
    pairs = {"until": "reason"}


class RemoveAliasForm(UpkeepForm):
    reason = words("删除理由", 2, max_length=200, help_text="只用于登记错了的曾用编号；删除留有记录")
