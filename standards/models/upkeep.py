"""The upkeep of what is published: 复审, 修改, 修订, former numbers (T/CSSG 001.2 10.3, 10.7)."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from gridgov.organizations.models import Department, Organization
from gridgov.organizations.querysets import OwnedQuerySet
from gridgov.records.models import Attachment

from .standard import Standard

Q = models.Q


class PeriodicReview(models.Model):
    """One 复审 of an own standard in force (10.7). Open until its conclusion is decided."""

    class Conclusion(models.TextChoices):
        CONFIRM = "confirm", "确认"
        AMEND = "amend", "修改"
        REVISE = "revise", "修订"
        WITHDRAW = "withdraw", "废止"

    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="reviews")
    started_on = models.DateField("复审开始日期")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="发起人"
    )
    reviewers = models.CharField("复审人员", max_length=200, blank=True)
    opinion = models.TextField("复审意见", blank=True)
    conclusion = models.CharField("复审结论", max_length=10, choices=Conclusion, blank=True)
    reason = models.TextField("结论理由", blank=True)
    concluded_on = models.DateField("结论日期", null=True, blank=True)
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="作出结论的人",
    )

    class Meta:
        ordering = ["standard_id", "pk"]
        verbose_name = verbose_name_plural = "复审"
        constraints = [
            models.UniqueConstraint(
                name="standards_periodicreview_one_open",
                fields=["standard"],
                condition=Q(conclusion=""),
                violation_error_message="这条标准正在复审，请先作出结论。",
            ),
            models.CheckConstraint(
                name="standards_periodicreview_concluded_complete",
                condition=Q(conclusion="", concluded_on=None)
                | ~Q(conclusion="") & ~Q(opinion="") & Q(concluded_on__isnull=False),
                violation_error_message="复审结论要有复审意见和日期。",
            ),
        ]

    def __str__(self):
        return f"{self.started_on} 的复审"

    def get_absolute_url(self):
        return reverse("standards:review", args=[self.standard_id, self.pk])

    @property
    def is_open(self) -> bool:
        return self.conclusion == ""


class Amendment(models.Model):
    """A 修改单: applied for by a department, confirmed by the office; number and year of the standard stay (10.7 b).

    Its number n is given at the confirmation: 第n号修改单.
    """

    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="amendments")
    review = models.ForeignKey(
        PeriodicReview, on_delete=models.PROTECT, null=True, blank=True, related_name="amendments"
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name="申请部门"
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="申请人"
    )
    requested_on = models.DateField("申请日期")
    reason = models.TextField("修改理由")
    content = models.TextField("修改内容", help_text="逐条写明：条款、原文、改为")
    number = models.PositiveSmallIntegerField("修改单号", null=True, blank=True)
    confirmed_on = models.DateField("修改日期", null=True, blank=True)
    effective_on = models.DateField("实施日期", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="确认人",
    )
    declined_on = models.DateField("不予确认日期", null=True, blank=True)
    decline_reason = models.CharField("不予确认理由", max_length=200, blank=True)
    attachment = models.ForeignKey(
        Attachment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="修改单文件",
    )

    class Meta:
        ordering = ["standard_id", "number", "pk"]
        verbose_name = verbose_name_plural = "修改单"
        constraints = [
            models.UniqueConstraint(
                name="standards_amendment_number_unique",
                fields=["standard", "number"],
                condition=Q(number__isnull=False),
            ),
            models.CheckConstraint(
                name="standards_amendment_numbered_when_confirmed",
                condition=Q(number=None, confirmed_on=None)
                | Q(number__isnull=False, confirmed_on__isnull=False, declined_on=None),
            ),
        ]

    def __str__(self):
        return f"第{self.number}号修改单" if self.number else "修改申请"

    def get_absolute_url(self):
        return reverse("standards:amendment", args=[self.standard_id, self.pk])

    @property
    def is_waiting(self) -> bool:
        """Neither confirmed nor declined yet."""
        return self.number is None and self.declined_on is None


class RevisionRequest(models.Model):
    """A 修订申请 to the office (10.3.2); accepted it becomes a standard in 计划 that revises the old one."""

    class Trigger(models.TextChoices):
        UNFIT = "unfit", "与实际管理模式不适宜（10.3.1.1）"
        CITED = "cited", "使用的上级标准已修订（10.3.1.2）"
        REVIEW = "review", "复审结论为修订（10.7 c）"

    class Decision(models.TextChoices):
        ACCEPTED = "accepted", "同意立项"
        DECLINED = "declined", "不予立项"

    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="revision_requests")
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name="申请部门"
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="申请人"
    )
    requested_on = models.DateField("申请日期")
    trigger = models.CharField("修订时机", max_length=10, choices=Trigger)
    reason = models.TextField("修订理由")
    decision = models.CharField("办理结果", max_length=10, choices=Decision, blank=True)
    answer = models.TextField("办理说明", blank=True)
    decided_on = models.DateField("办理日期", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="办理人",
    )
    successor = models.ForeignKey(
        Standard,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="修订项目",
    )

    class Meta:
        ordering = ["standard_id", "pk"]
        verbose_name = verbose_name_plural = "修订申请"
        constraints = [
            models.UniqueConstraint(
                name="standards_revisionrequest_one_open",
                fields=["standard"],
                condition=Q(decision=""),
                violation_error_message="这条标准已有一份修订申请等待办理。",
            )
        ]

    def __str__(self):
        return f"{self.requested_on} 的修订申请"

    def get_absolute_url(self):
        return reverse("standards:revision", args=[self.standard_id, self.pk])


class NumberAlias(models.Model):
    """A number a standard had before, or has elsewhere: after a renumbering it is found under both."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="aliases")
    number = models.CharField("曾用编号", max_length=80)
    number_key = models.CharField(max_length=120, editable=False)
    number_search = models.CharField(max_length=240, editable=False)
    until = models.DateField("改号日期", null=True, blank=True)
    reason = models.CharField("说明", max_length=200, blank=True)
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["standard_id", "pk"]
        verbose_name = verbose_name_plural = "曾用编号"
        constraints = [
            models.UniqueConstraint(
                name="standards_numberalias_unique",
                fields=["organization", "number_key"],
                violation_error_message="这个曾用编号已经登记过。",
            )
        ]

    def __str__(self):
        return self.number
