"""监督检查 (11.3) and the closed loop of what was found (11.3.2, 11.4)."""

from datetime import date

from django.conf import settings
from django.db import models

from gridgov.organizations.models import Department
from standards.models import Standard

from ..querysets import GIVEN_OUT, FindingQuerySet
from .base import Record
from .plan import PlanItem

Q = models.Q


class Inspection(Record):
    """One check of how standards are kept; its result must be a document (11.3.3)."""

    KIND = "inspections"

    title = models.CharField("检查名称", max_length=100)
    plan_item = models.ForeignKey(
        PlanItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="inspections",
        verbose_name="计划条目",
    )
    checked_on = models.DateField("检查日期")
    scope = models.CharField("检查范围", max_length=200)
    departments = models.ManyToManyField(Department, blank=True, related_name="+", verbose_name="受检部门")
    inspectors = models.CharField("检查人员", max_length=100, help_text="几个人之间用顿号隔开")
    standards = models.ManyToManyField(
        Standard, blank=True, related_name="inspections", verbose_name="检查的标准"
    )
    content = models.TextField("检查记录", blank=True)
    conclusion = models.TextField("检查结论", blank=True)

    class Meta:
        ordering = ["-checked_on", "-pk"]
        verbose_name = verbose_name_plural = "监督检查"
        indexes = [models.Index(fields=["organization", "-checked_on"], name="activities_inspection_list")]
        constraints = [
            models.UniqueConstraint(
                name="activities_inspection_unique",
                fields=["organization", "title", "checked_on"],
                condition=Q(removed_at=None),
                violation_error_message="这一天已登记过同名的检查。",
            )
        ]

    def __str__(self):
        return f"{self.checked_on} {self.title}"


class Finding(Record):
    """One problem on its way 登记 → 派发 → 整改 → 反馈 → 验证 → 关闭. Closed, it is fixed by the database.

    `year` and `sequence` make its number, given once in the order of entry.
    """

    KIND = "findings"

    class Source(models.TextChoices):
        INSPECTION = "inspection", "监督检查"
        SELF_EVALUATION = "self_evaluation", "自我评价"
        EXTERNAL = "external", "外部评价"
        IMPLEMENTATION = "implementation", "实施中发现"
        OTHER = "other", "其他"

    class State(models.TextChoices):
        REGISTERED = "registered", "登记"
        ASSIGNED = "assigned", "派发"
        RECTIFYING = "rectifying", "整改"
        REPORTED = "reported", "反馈"
        VERIFIED = "verified", "验证"
        CLOSED = "closed", "关闭"

    year = models.PositiveSmallIntegerField("编号年度", editable=False)
    sequence = models.PositiveIntegerField("顺序号", editable=False)
    source = models.CharField("来源", max_length=16, choices=Source)
    inspection = models.ForeignKey(
        Inspection,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name="所属检查",
    )
    found_on = models.DateField("发现日期")
    found_by = models.CharField("发现人", max_length=60, blank=True)
    description = models.TextField("问题描述")
    standard = models.ForeignKey(
        Standard,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name="涉及的标准",
    )
    clause = models.CharField("条款", max_length=40, blank=True, help_text="如 5.2.3，或附录A的 A6-3-1")
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="责任部门",
    )
    owner = models.CharField("责任人", max_length=60, blank=True)
    due_on = models.DateField("整改期限", null=True, blank=True)

    state = models.CharField("状态", max_length=10, choices=State, default=State.REGISTERED, editable=False)
    assigned_on = models.DateField("派发日期", null=True, blank=True, editable=False)
    cause = models.TextField("原因分析", blank=True)
    measures = models.TextField("整改措施", blank=True)
    rectified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="整改人",
    )
    rectified_on = models.DateField("整改完成日期", null=True, blank=True)
    report = models.TextField("整改结果", blank=True)
    reported_on = models.DateField("反馈日期", null=True, blank=True, editable=False)
    verification = models.TextField("验证意见", blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="验证人",
    )
    verified_on = models.DateField("验证日期", null=True, blank=True, editable=False)
    closed_on = models.DateField("关闭日期", null=True, blank=True, editable=False)
    returns = models.PositiveSmallIntegerField("退回次数", default=0, editable=False)
    escalated_on = models.DateField("上报日期", null=True, blank=True, editable=False)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-sequence"]
        verbose_name = verbose_name_plural = "问题"
        indexes = [models.Index(fields=["organization", "state"], name="activities_finding_state")]
        constraints = [
            models.UniqueConstraint(
                name="activities_finding_number_unique",
                fields=["organization", "year", "sequence"],
                violation_error_message="这个问题编号已经用过。",
            ),
            models.CheckConstraint(
                name="activities_finding_assignment_complete",
                condition=Q(state="registered")
                | Q(department__isnull=False, due_on__isnull=False, assigned_on__isnull=False),
                violation_error_message="派发的问题要有责任部门和整改期限。",
            ),
            models.CheckConstraint(
                name="activities_finding_report_complete",
                condition=Q(state__in=["registered", "assigned", "rectifying"])
                | Q(rectified_on__isnull=False, reported_on__isnull=False) & ~Q(report=""),
                violation_error_message="反馈的问题要有整改结果和整改完成日期。",
            ),
            models.CheckConstraint(
                name="activities_finding_verification_complete",
                condition=~Q(state__in=["verified", "closed"])
                | Q(verified_on__isnull=False, verified_by__isnull=False) & ~Q(verification=""),
                violation_error_message="验证过的问题要有验证人、验证日期和验证意见。",
            ),
            models.CheckConstraint(
                name="activities_finding_closing_complete",
                condition=Q(state="closed", closed_on__isnull=False) | ~Q(state="closed") & Q(closed_on=None),
                violation_error_message="关闭的问题要有关闭日期。",
            ),
            models.CheckConstraint(
                name="activities_finding_verified_by_another",
                condition=Q(verified_by=None)
                | Q(rectified_by=None)
                | ~Q(verified_by=models.F("rectified_by")),
                violation_error_message="整改的人不能验证自己的整改。",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.description[:30]}"

    @property
    def number(self) -> str:
        return f"WT-{self.year}-{self.sequence:03}"

    @property
    def is_escalated(self) -> bool:
        """Told to the 管理者代表, and not closed yet."""
        return self.escalated_on is not None and self.state != self.State.CLOSED

    def is_late(self, on: date) -> bool:
        """Given out, not yet reported back, and past its day; `overdue` finds them."""
        return self.state in GIVEN_OUT and self.due_on is not None and self.due_on < on
