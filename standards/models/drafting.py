"""The making of an own standard: what was collected, who was asked, what they said (T/CSSG 001.2 10.2, 10.4)."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from gridgov.records.models import Attachment

from .standard import Standard

Q = models.Q


class CollectedInformation(models.Model):
    """One record of the 信息收集 before drafting (10.2.1 a–d)."""

    class Aspect(models.TextChoices):
        SITUATION = "a", "a）内外部现状、统计资料、相关数据和发展方向"
        LATEST = "b", "b）有关所制定标准的最新资料"
        EXPECTATIONS = "c", "c）各相关方的要求和期望"
        STANDARDS = "d", "d）国内外有关标准"

    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="information")
    aspect = models.CharField("方面", max_length=1, choices=Aspect)
    content = models.TextField("内容")
    source = models.CharField("来源", max_length=200, blank=True)
    collected_on = models.DateField("收集日期")
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="附件"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="记录人"
    )
    recorded_at = models.DateTimeField("记录时间", auto_now_add=True)

    class Meta:
        ordering = ["standard_id", "aspect", "pk"]
        verbose_name = verbose_name_plural = "信息收集记录"

    def __str__(self):
        return f"{self.get_aspect_display()}：{self.content[:40]}"


class ReviewRound(models.Model):
    """One round of the 审查, by meeting or by circulation (10.4). Open until it is 退回 or passed on to 报批."""

    class Method(models.TextChoices):
        MEETING = "meeting", "会审"
        CIRCULATION = "circulation", "传阅"

    class Outcome(models.TextChoices):
        RETURNED = "returned", "退回修改"
        PASSED = "passed", "通过审查"
        ABANDONED = "abandoned", "终止"

    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField("轮次")
    submitted_on = models.DateField("送审日期")
    method = models.CharField("审查方式", max_length=12, choices=Method, blank=True)
    due_on = models.DateField("返回期限", null=True, blank=True)
    held_on = models.DateField("会审日期", null=True, blank=True)
    place = models.CharField("会审地点", max_length=100, blank=True)
    chair = models.CharField("主持人", max_length=60, blank=True)
    minutes = models.TextField("会议纪要", blank=True)
    outcome = models.CharField("结论", max_length=10, choices=Outcome, blank=True)
    closed_on = models.DateField("结束日期", null=True, blank=True)
    summary = models.TextField("审查结论说明", blank=True)

    class Meta:
        ordering = ["standard_id", "number"]
        verbose_name = verbose_name_plural = "审查轮次"
        constraints = [
            models.UniqueConstraint(
                name="standards_reviewround_number_unique", fields=["standard", "number"]
            ),
            models.UniqueConstraint(
                name="standards_reviewround_one_open",
                fields=["standard"],
                condition=Q(outcome=""),
                violation_error_message="这条标准已有一轮审查没有结束。",
            ),
            models.CheckConstraint(
                name="standards_reviewround_closed_complete",
                condition=Q(outcome="", closed_on=None) | ~Q(outcome="") & Q(closed_on__isnull=False),
            ),
        ]

    def __str__(self):
        return f"第 {self.number} 轮审查"

    def get_absolute_url(self):
        return reverse("standards:review-round", args=[self.standard_id, self.number])

    @property
    def is_open(self) -> bool:
        return self.outcome == ""


class OpinionForm(models.Model):
    """The 审定意见表 of one reviewer in one round: the check list of 10.4 a–d, a conclusion, a signature.

    Signed it is not changed any more; the database refuses it too.
    """

    class Answer(models.TextChoices):
        YES = "yes", "符合"
        NO = "no", "不符合"
        NONE = "none", "不涉及"

    class Conclusion(models.TextChoices):
        AGREE = "agree", "同意"
        AFTER_CHANGES = "after_changes", "修改后同意"
        DISAGREE = "disagree", "不同意"

    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="forms")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="opinion_forms",
        verbose_name="审查人员",
    )
    sent_on = models.DateField("发出日期")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="发出人"
    )
    purpose = models.CharField("a）是否符合或达到预定的目的和要求", max_length=4, choices=Answer, blank=True)
    lawful = models.CharField(
        "b）是否与法律、法规、强制性标准要求一致", max_length=4, choices=Answer, blank=True
    )
    coordinated = models.CharField(
        "c）与有关国际标准和国外先进标准是否协调", max_length=4, choices=Answer, blank=True
    )
    formatted = models.CharField("d）内容和格式是否符合规定", max_length=4, choices=Answer, blank=True)
    remark = models.TextField("总的意见", blank=True)
    conclusion = models.CharField("结论", max_length=14, choices=Conclusion, blank=True)
    signed_at = models.DateTimeField("签署时间", null=True, blank=True)
    recalled_at = models.DateTimeField("收回时间", null=True, blank=True)
    recall_reason = models.CharField("收回理由", max_length=200, blank=True)

    class Meta:
        ordering = ["round_id", "pk"]
        verbose_name = verbose_name_plural = "审定意见表"
        constraints = [
            models.UniqueConstraint(
                name="standards_opinionform_reviewer_unique",
                fields=["round", "reviewer"],
                condition=Q(recalled_at=None),
                violation_error_message="这一轮已向该审查人员发出意见表。",
            ),
            models.CheckConstraint(
                name="standards_opinionform_signed_complete",
                condition=Q(signed_at=None)
                | ~Q(conclusion="") & ~Q(purpose="") & ~Q(lawful="") & ~Q(coordinated="") & ~Q(formatted=""),
                violation_error_message="签署前应逐项回答 a）至 d）并选择结论（第2部分 10.4）。",
            ),
        ]

    def __str__(self):
        return f"{self.reviewer}的审定意见表"

    def get_absolute_url(self):
        return reverse("standards:opinion-form", args=[self.pk])

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None


class Opinion(models.Model):
    """One opinion on one clause, and what became of it (意见汇总处理表)."""

    class Handling(models.TextChoices):
        ACCEPTED = "accepted", "采纳"
        PARTLY = "partly", "部分采纳"
        REJECTED = "rejected", "不采纳"

    form = models.ForeignKey(OpinionForm, on_delete=models.PROTECT, related_name="opinions")
    clause = models.CharField("条款", max_length=40, help_text="如 5.2.1；对全文的意见填“全文”")
    text = models.TextField("意见")
    proposal = models.TextField("建议修改为", blank=True)
    handling = models.CharField("处理", max_length=10, choices=Handling, blank=True)
    response = models.TextField("处理说明", blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="处理人",
    )
    handled_on = models.DateField("处理日期", null=True, blank=True)

    class Meta:
        ordering = ["form_id", "pk"]
        verbose_name = verbose_name_plural = "审定意见"
        constraints = [
            models.CheckConstraint(
                name="standards_opinion_refusal_has_response",
                condition=~Q(handling__in=["partly", "rejected"]) | ~Q(response=""),
                violation_error_message="部分采纳、不采纳要写明处理说明。",
            )
        ]

    def __str__(self):
        return f"{self.clause}：{self.text[:40]}"
