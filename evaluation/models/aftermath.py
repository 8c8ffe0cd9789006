"""After the result: 通报, 问题清单 and 整改通知, 申诉与投诉 (T/CSSG 001.5 7.7; evaluation §3.3 整改)."""

from django.conf import settings
from django.db import models

from gridgov.records.models import AppendOnly
from standards.activities.models import Finding

from .evaluation import Evaluation
from .result import Result

Q = models.Q


class Notice(AppendOnly):
    """评估情况通报 (7.7) of one locked result. Before it the evaluated organisation sees nothing of the result."""

    result = models.OneToOneField(Result, on_delete=models.PROTECT, related_name="notice")
    notified_on = models.DateField("通报日期")
    way = models.CharField("通报方式", max_length=60, help_text="如“末次会议宣布，书面送达”")
    recipient = models.CharField("接收人", max_length=60)
    notified_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        ordering = ["result_id"]
        verbose_name = verbose_name_plural = "评估情况通报"

    def __str__(self):
        return f"{self.result} {self.notified_on} 通报"


class Problem(models.Model):
    """One line of the 问题清单 of a result. The evaluated organisation mends it as a `Finding` of its own loop;
    the organiser verifies what it reports, sends it back, or takes it to the level above.
    """

    class State(models.TextChoices):
        LISTED = "listed", "已列出"
        NOTIFIED = "notified", "已通知整改"
        REPORTED = "reported", "已报整改结果"
        RETURNED = "returned", "退回整改"
        CLOSED = "closed", "已销号"

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="problems")
    number = models.PositiveSmallIntegerField("序号")
    target = models.CharField("要求或项目", max_length=12)
    description = models.TextField("问题")
    advice = models.TextField("整改要求", blank=True)
    owner = models.CharField("责任单位或责任人", max_length=100, blank=True)
    due_on = models.DateField("整改期限", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.LISTED, editable=False)
    finding = models.OneToOneField(
        Finding, on_delete=models.PROTECT, null=True, blank=True, related_name="problem", editable=False
    )
    notified_on = models.DateField("通知日期", null=True, blank=True, editable=False)
    reported_on = models.DateField("报送日期", null=True, blank=True, editable=False)
    report = models.TextField("整改结果", blank=True, editable=False)
    verification = models.TextField("验证意见", blank=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    verified_on = models.DateField("验证日期", null=True, blank=True, editable=False)
    returns = models.PositiveSmallIntegerField("退回次数", default=0, editable=False)
    escalated_on = models.DateField("上报日期", null=True, blank=True, editable=False)
    escalation_reason = models.TextField("上报理由", blank=True, editable=False)

    class Meta:
        ordering = ["result_id", "number"]
        verbose_name = verbose_name_plural = "问题清单"
        constraints = [
            models.UniqueConstraint(name="evaluation_problem_number_unique", fields=["result", "number"]),
            models.CheckConstraint(
                name="evaluation_problem_notice_complete",
                condition=Q(state="listed")
                | Q(due_on__isnull=False, notified_on__isnull=False) & ~Q(owner=""),
                violation_error_message="通知整改的问题要有责任单位和整改期限。",
            ),
            models.CheckConstraint(
                name="evaluation_problem_closing_complete",
                condition=~Q(state="closed")
                | Q(verified_by__isnull=False, verified_on__isnull=False) & ~Q(verification=""),
                violation_error_message="销号要有验证人、验证日期和验证意见。",
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.target} {self.description[:30]}"


class Complaint(models.Model):
    """申诉、投诉 about an evaluation, and how it was handled."""

    class Kind(models.TextChoices):
        APPEAL = "appeal", "申诉"
        COMPLAINT = "complaint", "投诉"

    class Outcome(models.TextChoices):
        UPHELD = "upheld", "维持"
        REPEAT = "repeat", "复评"
        REOPEN = "reopen", "重开"
        OTHER = "other", "其他处理"

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="complaints")
    kind = models.CharField("类别", max_length=10, choices=Kind)
    complainant = models.CharField("提出人", max_length=100)
    received_on = models.DateField("收到日期")
    content = models.TextField("内容")
    handling = models.TextField("处理经过", blank=True)
    outcome = models.CharField("处理结果", max_length=8, choices=Outcome, blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        ordering = ["evaluation_id", "received_on", "pk"]
        verbose_name = verbose_name_plural = "申诉与投诉"
        constraints = [
            models.CheckConstraint(
                name="evaluation_complaint_answer_complete",
                condition=Q(outcome="", answered_on=None)
                | ~Q(outcome="") & Q(answered_on__isnull=False) & ~Q(handling=""),
                violation_error_message="办结的，处理经过、处理结果和答复日期都要写。",
            )
        ]

    def __str__(self):
        return f"{self.received_on} {self.get_kind_display()}"
