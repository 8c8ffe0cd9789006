"""The registry: own standards, adopted external ones, guidance documents and laws (T/CSSG 001.2 9.3, 9.4)."""

from datetime import date

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from gridgov.organizations.models import Department, Organization

from ..grams import GramsField
from ..numbering import SORT_TEXT_WIDTH
from ..querysets import StandardQuerySet, year_before
from .node import Node

Q = models.Q


class Status(models.TextChoices):
    """What a standard is on a date. Derived from dates, never stored (architecture, decision 1)."""

    IDENTIFIED = "identified", "待采用"
    DRAFT = "draft", "制定中"
    UPCOMING = "upcoming", "即将实施"
    IN_FORCE = "in_force", "现行"
    REPLACED = "replaced", "被代替"
    WITHDRAWN = "withdrawn", "废止"
    ABANDONED = "abandoned", "终止"


# Stages before publication have one status, but for these two.
UNPUBLISHED = {"identified": Status.IDENTIFIED, "abandoned": Status.ABANDONED}


class Standard(models.Model):
    """One edition of a standard, or one guidance document or law, in the registry of one organisation.

    An own standard has no number until it is published; its number, class and year are then fixed for good.
    `number_key` is the ASCII identity, `number_sort` orders as text, `number_search` is what search reads,
    `search_grams` what finds the rows to read (`standards.grams`).
    """

    class Origin(models.TextChoices):
        OWN = "own", "自制"
        ADOPTED = "adopted", "采用"
        GUIDANCE = "guidance", "指导性文件"

    class Rank(models.TextChoices):
        """标准级别; the columns of the 统计表."""

        NATIONAL = "national", "国家标准"
        INDUSTRY = "industry", "行业标准"
        LOCAL = "local", "地方标准"
        GROUP = "group", "团体标准"
        OWN = "own", "组织标准"
        LAW = "law", "法律法规"
        OTHER = "other", "其他"

    class Obligation(models.TextChoices):
        MANDATORY = "mandatory", "强制性"
        RECOMMENDED = "recommended", "推荐性"
        GUIDING = "guiding", "指导性"

    class Stage(models.TextChoices):
        """What a person decided (T/CSSG 001.2 10.2–10.5); the calendar's part is `Status`.

        Standards of others are 识别 until their 采用审核, then 已发布; they too may still be 起草 where they come from.
        """

        IDENTIFIED = "identified", "识别"
        PLANNED = "planned", "计划"
        DRAFTING = "drafting", "起草"
        REVIEWING = "reviewing", "审查"
        SUBMITTED = "submitted", "报批"
        APPROVED = "approved", "已批准"
        PUBLISHED = "published", "已发布"
        ABANDONED = "abandoned", "终止"

    Status = Status

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="standards")
    origin = models.CharField("制定方式", max_length=10, choices=Origin)
    stage = models.CharField("阶段", max_length=10, choices=Stage, default=Stage.DRAFTING)
    node = models.ForeignKey(
        Node, on_delete=models.PROTECT, related_name="standards", verbose_name="体系分类"
    )
    title = models.CharField("标准名称", max_length=200)
    title_english = models.CharField("英文名称", max_length=300, blank=True)
    title_initials = models.CharField(max_length=200, editable=False, blank=True)

    number = models.CharField("标准编号", max_length=80, blank=True)
    number_raw = models.CharField("原写编号", max_length=120, blank=True, editable=False)
    number_key = models.CharField(max_length=120, editable=False, blank=True)
    number_family = models.CharField(max_length=120, editable=False, blank=True)
    number_sort = models.CharField(max_length=SORT_TEXT_WIDTH, editable=False, blank=True)
    number_search = models.CharField(max_length=240, editable=False, blank=True)
    search_grams = GramsField(of=("title", "number_search", "title_initials"), editable=False, blank=True)
    class_code = models.CharField("编号中的分类号", max_length=5, blank=True, editable=False)
    sequence = models.PositiveSmallIntegerField("顺序号", null=True, blank=True, editable=False)
    part = models.PositiveSmallIntegerField("部分", null=True, blank=True)
    second_number = models.CharField("第二标准号", max_length=80, blank=True)

    rank = models.CharField("标准级别", max_length=10, choices=Rank)
    obligation = models.CharField("标准性质", max_length=12, choices=Obligation, blank=True)
    intended_rank = models.CharField("宜定级别", max_length=10, choices=Rank, blank=True)
    issuer = models.CharField("发布机构", max_length=100, blank=True)
    adoption = models.CharField("采用关系", max_length=100, blank=True)
    ics = models.CharField("ICS 分类号", max_length=30, blank=True)
    ccs = models.CharField("CCS 分类号", max_length=30, blank=True)

    drafting_department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="drafted",
        verbose_name="起草部门",
    )
    drafters = models.CharField("起草人", max_length=200, blank=True, help_text="几个人之间用顿号隔开")
    departments = models.ManyToManyField(
        Department, related_name="implemented", verbose_name="实施部门", blank=True
    )
    plan_reason = models.TextField("立项理由", blank=True)
    planned_on = models.DateField("计划批准日期", null=True, blank=True)
    due_on = models.DateField("计划完成日期", null=True, blank=True)
    drafting_from = models.DateField("起草开始日期", null=True, blank=True)
    finalized_on = models.DateField("定稿日期", null=True, blank=True)
    abandoned_on = models.DateField("终止日期", null=True, blank=True)
    abandonment_reason = models.CharField("终止理由", max_length=200, blank=True)
    revision_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="revisions",
        verbose_name="修订的标准",
    )

    approver = models.CharField("批准人", max_length=60, blank=True)
    approval_number = models.CharField(
        "批准文书号", max_length=80, blank=True, help_text="如 安网治发〔2025〕12号"
    )

    approved_on = models.DateField("批准日期", null=True, blank=True)
    issued_on = models.DateField("发布日期", null=True, blank=True)
    effective_on = models.DateField("实施日期", null=True, blank=True)
    confirmed_on = models.DateField("复审确认日期", null=True, blank=True)
    applicability = models.TextField("适用性审核意见", blank=True)
    adopted_on = models.DateField("采用日期", null=True, blank=True)
    checked_on = models.DateField("查新日期", null=True, blank=True)
    replaced_on = models.DateField("被代替日期", null=True, blank=True)
    withdrawn_on = models.DateField("废止日期", null=True, blank=True)
    withdrawal_reason = models.CharField("废止理由", max_length=200, blank=True)

    replaces = models.ManyToManyField(
        "self", symmetrical=False, related_name="replaced_by", blank=True, verbose_name="代替的标准"
    )
    replaced_numbers = models.CharField("被代替标准号", max_length=200, blank=True)
    remark = models.TextField("备注", blank=True)
    imported_by = models.ForeignKey(
        "ImportBatch",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="created",
        verbose_name="导入批次",
    )
    created_at = models.DateTimeField("登记时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)

    objects = StandardQuerySet.as_manager()
    history = HistoricalRecords(
        m2m_fields=[departments, replaces],
        excluded_fields=["title_initials", "number_sort", "number_search", "search_grams", "imported_by"],
    )

    class Meta:
        ordering = ["node__order", "number_sort", "pk"]
        verbose_name = verbose_name_plural = "标准"
        indexes = [
            models.Index(fields=["organization", "number_sort", "id"], name="standards_standard_list"),
            models.Index(fields=["organization", "effective_on"], name="standards_standard_effective"),
            models.Index(fields=["organization", "number_family"], name="standards_standard_family"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="standards_standard_number_unique",
                fields=["organization", "number_key"],
                condition=~Q(number_key=""),
                violation_error_message="本组织的登记簿中已有这个标准编号。",
            ),
            # A draft or law has no number to tell a second click on the button from a second standard.
            models.UniqueConstraint(
                name="standards_standard_unnumbered_title_unique",
                fields=["organization", "node", "title"],
                condition=Q(number_key="", withdrawn_on=None, replaced_on=None, abandoned_on=None),
                violation_error_message="同一分类下已有同名、未编号的一条。",
            ),
            models.UniqueConstraint(
                name="standards_standard_one_current_edition",
                fields=["organization", "number_family"],
                condition=Q(origin="own", stage="published", replaced_on=None, withdrawn_on=None),
                violation_error_message="同一标准已有一个没有被代替或废止的版本，不能同时有两个现行版本。",
            ),
            models.CheckConstraint(
                name="standards_standard_published_complete",
                condition=~Q(origin="own", stage="published")
                | (
                    ~Q(number_key="")
                    & Q(approved_on__isnull=False, issued_on__isnull=False, effective_on__isnull=False)
                ),
                violation_error_message="已发布的自制标准应有编号、批准日期、发布日期和实施日期。",
            ),
            models.CheckConstraint(
                name="standards_standard_draft_unnumbered",
                condition=~Q(origin="own") | Q(stage="published") | Q(number_key=""),
                violation_error_message="自制标准在发布时编号，发布前不能有编号（第2部分 10.5）。",
            ),
            models.CheckConstraint(
                name="standards_standard_dates_in_order",
                condition=(
                    (Q(approved_on=None) | Q(issued_on=None) | Q(approved_on__lte=models.F("issued_on")))
                    & (Q(issued_on=None) | Q(effective_on=None) | Q(issued_on__lte=models.F("effective_on")))
                ),
                violation_error_message="日期应依次为：批准日期 ≤ 发布日期 ≤ 实施日期。",
            ),
            models.CheckConstraint(
                name="standards_standard_ends_after_issue",
                condition=(
                    (Q(withdrawn_on=None) | Q(issued_on=None) | Q(withdrawn_on__gte=models.F("issued_on")))
                    & (Q(replaced_on=None) | Q(issued_on=None) | Q(replaced_on__gte=models.F("issued_on")))
                ),
                violation_error_message="废止日期、被代替日期不能早于发布日期。",
            ),
            models.CheckConstraint(
                name="standards_standard_abandonment_complete",
                condition=(
                    Q(stage="abandoned", abandoned_on__isnull=False) & ~Q(abandonment_reason="")
                    | ~Q(stage="abandoned") & Q(abandoned_on=None)
                ),
                violation_error_message="终止的标准要有终止日期和理由。",
            ),
            models.CheckConstraint(
                name="standards_standard_withdrawal_has_reason",
                condition=Q(withdrawn_on=None) | ~Q(withdrawal_reason="") | ~Q(origin="own"),
                violation_error_message="废止标准要写明理由。",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}".strip()

    def get_absolute_url(self):
        return reverse("standards:standard", args=[self.pk])

    def status(self, on: date) -> Status:
        """What the standard is on a date; the Python twin of `StandardQuerySet.with_status(on=…)`."""
        if self.stage != self.Stage.PUBLISHED:
            return UNPUBLISHED.get(self.stage, Status.DRAFT)
        if self.withdrawn_on and self.withdrawn_on <= on:
            return Status.WITHDRAWN
        if self.replaced_on and self.replaced_on <= on:
            return Status.REPLACED
        if self.effective_on and self.effective_on > on:
            return Status.UPCOMING
        return Status.IN_FORCE

    @property
    def is_published(self) -> bool:
        return self.stage == self.Stage.PUBLISHED

    @property
    def is_own(self) -> bool:
        return self.origin == self.Origin.OWN

    @property
    def has_other_class(self) -> bool:
        """编号与分类不一致: it moved to another class and keeps its number until the next revision."""
        return self.is_own and bool(self.class_code) and self.class_code != self.node.class_code

    def check_overdue(self, on: date) -> str:
        """In words that an adopted standard in force was not looked up for twelve months; "" when it was.

        The same rule as `StandardQuerySet.due_for_check`.
        """
        if self.origin != self.Origin.ADOPTED or self.status(on) != Status.IN_FORCE:
            return ""
        if self.checked_on is None:
            return "未查新"
        return "查新超过 12 个月" if self.checked_on < year_before(on) else ""

    @property
    def review_due_on(self) -> date | None:
        """Three years after the effective date or the last confirmation; own standards only (10.7)."""
        if not self.is_published:
            return None
        start = max(filter(None, [self.effective_on, self.confirmed_on]), default=None)
        if start is None or self.origin != self.Origin.OWN or self.withdrawn_on or self.replaced_on:
            return None
        leap_day = (start.month, start.day) == (2, 29)
        return start.replace(year=start.year + 3, day=28 if leap_day else start.day)
