"""Plans of the standardization work (T/CSSG 001.2 §12; A1-5 asks for a 规划 and two kinds more)."""

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from gridgov.organizations.models import Department
from gridgov.records.querysets import RemovableQuerySet
from standards.models import Node, Standard

from .base import Kept, Record

Q = models.Q
YEARS = [
    MinValueValidator(2000, "年度应在 2000 至 2100 之间。"),
    MaxValueValidator(2100, "年度应在 2000 至 2100 之间。"),
]


class Plan(Record):
    """One plan of a year, or a 规划 of several. What it holds is fixed while it is approved (§12)."""

    KIND = "plans"

    class Type(models.TextChoices):
        """§12 a–e, then what A1-5-1 and A1-5-3 ask besides."""

        DRAFTING = "drafting", "制修订标准计划"
        IMPROVEMENT = "improvement", "改进标准体系计划"
        IMPLEMENTATION = "implementation", "实施标准计划"
        INSPECTION = "inspection", "监督检查计划"
        TRAINING = "training", "人员培训计划"
        STRATEGY = "strategy", "标准化工作规划"
        RESEARCH = "research", "科研项目计划"
        ADOPTION = "adoption", "采标计划"

    class State(models.TextChoices):
        DRAFT = "draft", "编制"
        APPROVED = "approved", "批准"
        RUNNING = "running", "执行"
        DONE = "done", "完成"
        ADJUSTING = "adjusting", "调整"

    # Whoever adjusts a plan changes what was approved; the approval stands until there is another.
    APPROVED = (State.APPROVED, State.RUNNING, State.ADJUSTING, State.DONE)

    type = models.CharField("计划种类", max_length=16, choices=Type)
    year = models.PositiveSmallIntegerField("年度", validators=YEARS)
    until_year = models.PositiveSmallIntegerField(
        "至年度", null=True, blank=True, validators=YEARS, help_text="跨年度的规划才填，如 2026 至 2028"
    )
    title = models.CharField("计划名称", max_length=100)
    basis = models.TextField("编制依据和目标", blank=True)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="编制部门",
    )
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="批准人",
    )
    approved_on = models.DateField("批准日期", null=True, blank=True)
    started_on = models.DateField("开始执行日期", null=True, blank=True)
    finished_on = models.DateField("完成日期", null=True, blank=True)
    summary = models.TextField("完成情况", blank=True)

    class Meta:
        ordering = ["-year", "type", "-pk"]
        verbose_name = verbose_name_plural = "计划"
        indexes = [models.Index(fields=["organization", "-year"], name="activities_plan_list")]
        constraints = [
            models.UniqueConstraint(
                name="activities_plan_title_unique",
                fields=["organization", "year", "type", "title"],
                condition=Q(removed_at=None),
                violation_error_message="这一年度已有同种类、同名的计划。",
            ),
            models.CheckConstraint(
                name="activities_plan_years_in_order",
                condition=Q(until_year=None) | Q(until_year__gte=models.F("year")),
                violation_error_message="“至年度”不能早于年度。",
            ),
            models.CheckConstraint(
                name="activities_plan_approval_complete",
                condition=Q(state__in=["draft", "adjusting"])
                | Q(approved_on__isnull=False, approved_by__isnull=False),
                violation_error_message="批准的计划要有批准人和批准日期。",
            ),
            models.CheckConstraint(
                name="activities_plan_done_complete",
                condition=~Q(state="done") | Q(finished_on__isnull=False),
                violation_error_message="完成的计划要有完成日期。",
            ),
        ]

    def __str__(self):
        return self.title if str(self.year) in self.title else f"{self.years} 年度{self.title}"

    @property
    def years(self) -> str:
        return f"{self.year}–{self.until_year}" if self.until_year else str(self.year)

    @property
    def is_open(self) -> bool:
        """Whether its items may be written: while it is compiled or adjusted."""
        return self.state in (self.State.DRAFT, self.State.ADJUSTING)

    @property
    def is_under_way(self) -> bool:
        """Approved and not finished: its items are being done."""
        return self.state in (self.State.APPROVED, self.State.RUNNING)


class PlanItem(Kept):
    """One line of a plan: what, who, by when; then what became of it."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="items", editable=False)
    what = models.CharField("计划内容", max_length=200)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="责任部门",
    )
    owner = models.CharField("责任人", max_length=60, blank=True)
    due_on = models.DateField("完成期限")
    reason = models.CharField("理由或要求", max_length=300, blank=True)
    node = models.ForeignKey(
        Node, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="体系分类"
    )
    standard = models.ForeignKey(
        Standard,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plan_items",
        verbose_name="标准",
    )
    times = models.PositiveSmallIntegerField(
        "计划次数", default=1, validators=[MinValueValidator(1, "计划次数至少为 1。")]
    )
    people = models.PositiveIntegerField(
        "计划人次", null=True, blank=True, help_text="培训计划填写，用来计算完成率"
    )
    done_on = models.DateField("完成日期", null=True, blank=True)
    result = models.CharField("完成情况", max_length=300, blank=True)
    adjusted_reason = models.CharField("调整说明", max_length=300, blank=True)
    dropped_on = models.DateField("取消日期", null=True, blank=True)

    objects = RemovableQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = verbose_name_plural = "计划条目"
        constraints = [
            models.UniqueConstraint(
                name="activities_planitem_what_unique",
                fields=["plan", "what", "due_on"],
                condition=Q(removed_at=None),
                violation_error_message="这份计划中已有同样内容、同一期限的条目。",
            ),
            models.CheckConstraint(
                name="activities_planitem_drop_has_reason",
                condition=Q(dropped_on=None) | ~Q(adjusted_reason=""),
                violation_error_message="取消条目要写调整说明。",
            ),
            models.CheckConstraint(
                name="activities_planitem_times_positive",
                condition=Q(times__gte=1),
                violation_error_message="计划次数至少为 1。",
            ),
            models.CheckConstraint(
                name="activities_planitem_one_end",
                condition=Q(done_on=None) | Q(dropped_on=None),
                violation_error_message="条目要么完成，要么取消，不能两者都填。",
            ),
        ]

    def __str__(self):
        return self.what

    def progress(self, on: date) -> str:
        """已完成, 已取消, 逾期 or 未完成 on a date."""
        if self.dropped_on:
            return "已取消"
        if self.done_on and self.done_on <= on:
            return "已完成"
        return "逾期" if self.due_on < on else "未完成"
