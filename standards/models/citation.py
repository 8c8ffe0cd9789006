"""Citations between standards, what follows when the cited one changes, and 查新 (T/CSSG 001.2 10.3.1.2)."""

from django.conf import settings
from django.db import models

from gridgov.organizations.models import Organization
from gridgov.organizations.querysets import OwnedQuerySet
from gridgov.records.models import Attachment

from .standard import Standard

Q = models.Q


class Citation(models.Model):
    """A standard cites another by its number, dated or undated (GB/T 1.1: 注日期引用, 不注日期引用).

    The cited one need not be in the registry; it is found there by `number_key` (dated) or `number_family`.
    """

    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="citations")
    number = models.CharField("引用标准编号", max_length=80)
    number_key = models.CharField(max_length=120, editable=False)
    number_family = models.CharField(max_length=120, editable=False, db_index=True)
    is_dated = models.BooleanField("注日期引用", editable=False)
    title = models.CharField("引用标准名称", max_length=200, blank=True)
    clause = models.CharField("引用处", max_length=80, blank=True, help_text="如 第2章、5.2.1")

    class Meta:
        ordering = ["standard_id", "number_key"]
        verbose_name = verbose_name_plural = "引用"
        constraints = [
            models.UniqueConstraint(
                name="standards_citation_unique",
                fields=["standard", "number_key"],
                violation_error_message="这个引用已经登记。",
            )
        ]

    def __str__(self):
        return f"{self.number} {self.title}".strip()


class SuitabilityReview(models.Model):
    """The answer to a 适宜性评审: does an own standard still fit now that what it cites has changed (10.3.1.2).

    That it is due follows from citations and dates (`querysets`); only the conclusion is stored.
    """

    class Conclusion(models.TextChoices):
        FITS = "fits", "仍适宜，不作修改"
        AMEND = "amend", "需要修改"
        REVISE = "revise", "需要修订"

    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="suitability_reviews")
    cited_key = models.CharField("变化的引用标准", max_length=120)
    cause = models.CharField("变化", max_length=200)
    changed_on = models.DateField("变化日期")
    conclusion = models.CharField("评审结论", max_length=10, choices=Conclusion)
    opinion = models.TextField("评审意见")
    concluded_on = models.DateField("评审日期")
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="评审人"
    )

    class Meta:
        ordering = ["standard_id", "pk"]
        verbose_name = verbose_name_plural = "适宜性评审"
        constraints = [
            models.UniqueConstraint(
                name="standards_suitabilityreview_unique",
                fields=["standard", "cited_key", "changed_on"],
                violation_error_message="这一变化已经评审过。",
            )
        ]

    def __str__(self):
        return f"{self.cause}：{self.get_conclusion_display()}"


class StatusCheck(models.Model):
    """One run of 查新: a list of numbers with their states from some source, compared with the registry."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="status_checks")
    source = models.CharField("来源", max_length=200, help_text="如 国家标准全文公开系统")
    checked_on = models.DateField("查新日期")
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="名单"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="查新人"
    )
    made_at = models.DateTimeField("提交时间", auto_now_add=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-checked_on", "-pk"]
        verbose_name = verbose_name_plural = "查新"

    def __str__(self):
        return f"{self.checked_on} 查新"


class StatusFinding(models.Model):
    """One line of a 查新 list: what the source says of a number, and what the registry had.

    `standard` is the row of the registry it is about; None when the number is only cited, or unknown.
    """

    class Verdict(models.TextChoices):
        SAME = "same", "无变化"
        CHANGED = "changed", "有变化"
        NEWER = "newer", "有新版本"
        UNKNOWN = "unknown", "登记簿中没有"

    # The source says that something happened to the standard.
    CHANGES = (Verdict.CHANGED, Verdict.NEWER)

    check_run = models.ForeignKey(StatusCheck, on_delete=models.PROTECT, related_name="findings")
    place = models.PositiveIntegerField("行号")
    number = models.CharField("标准编号", max_length=80)
    number_key = models.CharField(max_length=120)
    number_family = models.CharField(max_length=120)
    state = models.CharField("来源状态", max_length=40)
    replaced_by = models.CharField("代替它的标准", max_length=200, blank=True)
    ended_on = models.DateField("失效日期", null=True, blank=True)
    standard = models.ForeignKey(
        Standard, on_delete=models.PROTECT, null=True, blank=True, related_name="status_findings"
    )
    verdict = models.CharField("比较", max_length=10, choices=Verdict)
    citing = models.PositiveIntegerField("引用它的自制标准数", default=0)
    applied_on = models.DateField("处理日期", null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="处理人",
    )

    class Meta:
        ordering = ["check_run_id", "place"]
        verbose_name = verbose_name_plural = "查新结果"

    def __str__(self):
        return f"{self.number} {self.state}"
