"""体系版本: tree, 明细表 and 统计表 as they stood when the 发布令 was signed (T/CSSG 001.2 9.1–9.4, A1-7)."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from gridgov.organizations.models import Organization
from gridgov.records.models import Attachment

from ..querysets import SystemVersionQuerySet

Q = models.Q


class SystemVersion(models.Model):
    """编制 → 审议 → 发布. `snapshot` is canonical JSON, frozen by the 发布令 and named by its SHA-256.

    Whether it is the one 运行 on a date follows from `effective_on` and the next version's.
    """

    class State(models.TextChoices):
        DRAFTING = "drafting", "编制"
        DELIBERATED = "deliberated", "审议通过"
        ISSUED = "issued", "已发布"

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="system_versions")
    name = models.CharField("版本", max_length=40, help_text="如 2026 年版")
    state = models.CharField("状态", max_length=12, choices=State, default=State.DRAFTING)
    explanation = models.JSONField("体系表编制说明", default=dict, blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="编制人"
    )
    drafted_on = models.DateField("编制日期")
    deliberated_on = models.DateField("审议日期", null=True, blank=True)
    deliberation = models.TextField("审议情况", blank=True)
    decree_number = models.CharField("发布令文号", max_length=80, blank=True)
    signer = models.CharField("签发人", max_length=60, blank=True)
    issued_on = models.DateField("发布日期", null=True, blank=True)
    effective_on = models.DateField("运行起始日期", null=True, blank=True)
    decree = models.ForeignKey(
        Attachment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="签发的发布令",
    )
    snapshot = models.TextField("快照", blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)

    objects = SystemVersionQuerySet.as_manager()

    class Meta:
        ordering = ["organization_id", "-issued_on", "-pk"]
        verbose_name = verbose_name_plural = "体系版本"
        constraints = [
            models.UniqueConstraint(
                name="standards_systemversion_name_unique",
                fields=["organization", "name"],
                violation_error_message="本组织已有同名的体系版本。",
            ),
            models.UniqueConstraint(
                name="standards_systemversion_one_open",
                fields=["organization"],
                condition=~Q(state="issued"),
                violation_error_message="已有一个体系版本正在编制，请先发布它。",
            ),
            models.CheckConstraint(
                name="standards_systemversion_issued_complete",
                condition=~Q(state="issued")
                | ~Q(snapshot="")
                & ~Q(decree_number="")
                & ~Q(signer="")
                & Q(issued_on__isnull=False, effective_on__isnull=False),
                violation_error_message="发布体系版本要有发布令文号、签发人、发布日期和运行起始日期。",
            ),
            models.CheckConstraint(
                name="standards_systemversion_dates_in_order",
                condition=Q(issued_on=None)
                | Q(effective_on=None)
                | Q(issued_on__lte=models.F("effective_on")),
                violation_error_message="运行起始日期不能早于发布日期。",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("standards:version", args=[self.pk])

    @property
    def is_issued(self) -> bool:
        return self.state == self.State.ISSUED
