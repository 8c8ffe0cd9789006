"""Applying to the level above for an evaluation (T/CSSG 001.5 6.1–6.3; 逐级向上一层网格化治理组织提出)."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from gridgov.organizations.models import Organization
from gridgov.organizations.querysets import within
from gridgov.records.models import Attachment
from gridgov.records.querysets import RemovableQuerySet

from .evaluation import taken_part_in
from .result import Result

Q = models.Q


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Applications of the organisations the user sees, and those the panel of which the user is evaluates.

        A draft is seen by its own organisation alone.
        """
        sent = ~Q(state="draft") & within(user.scope, "organization__path")
        own = Q(organization__in={key for key, _ in user.held_roles})
        return self.filter(sent | own | Q(evaluation__in=taken_part_in(user)))


class Application(models.Model):
    """评估申请. Draft → submitted → accepted, or returned with reasons and submitted again."""

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        SUBMITTED = "submitted", "待受理"
        RETURNED = "returned", "已退回"
        ACCEPTED = "accepted", "已受理"

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="applications", verbose_name="申请单位"
    )
    addressee = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="received_applications",
        verbose_name="受理单位",
        help_text="上一级网格化治理组织",
    )
    result = models.ForeignKey(
        Result,
        on_delete=models.PROTECT,
        related_name="applications",
        verbose_name="自我评价",
        help_text="已锁定的自我评价（第5部分 6.1）",
    )
    state = models.CharField("状态", max_length=10, choices=State, default=State.DRAFT, editable=False)
    operated_from = models.DateField("体系运行起始日", help_text="满 6 个月方可申请（第5部分 6.2）")
    pilot_ends_on = models.DateField("试点期满日", null=True, blank=True, help_text="不是试点的不填")
    incidents = models.CharField(
        "重大事故、通报批评、处分、媒体曝光",
        max_length=6,
        choices=[("none", "没有发生过"), ("some", "发生过")],
        help_text="试运行期间（第5部分 6.3）",
    )
    incident_note = models.TextField("情况说明", blank=True)
    work_report = models.TextField("工作汇报", blank=True, help_text="首次会议上听取（第5部分 7.2）")
    contact = models.CharField("联系人", max_length=40)
    phone = models.CharField("联系电话", max_length=20)

    submitted_at = models.DateTimeField("申请时间", null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="申请人",
    )
    decided_at = models.DateTimeField("受理意见时间", null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="经办人",
    )
    opinion = models.TextField("受理意见", blank=True, editable=False)
    created_at = models.DateTimeField("登记时间", auto_now_add=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "评估申请"
        constraints = [
            models.UniqueConstraint(
                name="evaluation_application_one_open",
                fields=["organization"],
                condition=~Q(state="accepted"),
                violation_error_message="已有一份没有办完的评估申请，请打开它继续。",
            ),
            models.CheckConstraint(
                name="evaluation_application_incidents_explained",
                condition=~Q(incidents="some") | ~Q(incident_note=""),
                violation_error_message="发生过的，请写明情况。",
            ),
            models.CheckConstraint(
                name="evaluation_application_return_explained",
                condition=~Q(state="returned") | ~Q(opinion=""),
                violation_error_message="退回申请要写明理由。",
            ),
            models.CheckConstraint(
                name="evaluation_application_goes_up",
                condition=~Q(organization=models.F("addressee")),
                violation_error_message="评估向上一级申请，不能向本组织申请。",
            ),
        ]

    def __str__(self):
        return f"{self.organization}评估申请"

    def get_absolute_url(self):
        return reverse("evaluation:application", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        return self.state in (self.State.DRAFT, self.State.RETURNED)


class ApplicationDocument(models.Model):
    """One document of an application (evaluation §3.3, 申请). Removing keeps the row."""

    class Kind(models.TextChoices):
        FORM = "form", "评估申请表"
        SELF_REPORT = "self_report", "自我评价报告"
        DECREE = "decree", "标准体系发布令"
        NOTES = "notes", "体系表编制说明"
        CHART = "chart", "标准体系结构图"
        LIST = "list", "标准明细表"
        STATISTICS = "statistics", "标准统计表"
        TEXTS = "texts", "标准文本"
        OPERATION = "operation", "运行满半年的证明"
        DECLARATION = "declaration", "无事故、通报、曝光的声明"
        EVIDENCE = "evidence", "佐证材料目录"
        OTHER = "other", "其他"

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField("材料", max_length=12, choices=Kind)
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField("时间", auto_now_add=True)
    removed_at = models.DateTimeField("移除时间", null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RemovableQuerySet.as_manager()

    class Meta:
        ordering = ["application_id", "pk"]
        verbose_name = verbose_name_plural = "申请材料"

    def __str__(self):
        return f"{self.get_kind_display()} {self.attachment}"
