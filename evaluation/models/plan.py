"""评估方案: when, where, how sampled and asked (T/CSSG 001.5 5.3, 7.4, 7.5; evaluation §3.3)."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from gridgov.records.models import AppendOnly

from .evaluation import Evaluation

Q = models.Q


class EvaluationPlan(models.Model):
    """评估方案 of one evaluation: when, where, how sampled and asked. Approved by the organiser before the visit."""

    evaluation = models.OneToOneField(Evaluation, on_delete=models.PROTECT, related_name="plan")
    starts_on = models.DateField("现场评估开始")
    ends_on = models.DateField("现场评估结束")
    place = models.CharField("集中地点", max_length=100, blank=True)
    sampling = models.TextField("抽样办法", blank=True, help_text="抽什么、抽多少、怎样抽")
    survey = models.TextField("满意度调查方案", blank=True, help_text="对象、方法、份数、地点（第5部分 7.5）")
    remarks = models.TextField("其他安排", blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="批准人",
    )
    approved_at = models.DateTimeField("批准时间", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "评估方案"
        constraints = [
            models.CheckConstraint(
                name="evaluation_evaluationplan_dates_in_order",
                condition=Q(ends_on__gte=models.F("starts_on")),
                violation_error_message="现场评估的结束日期不能早于开始日期。",
            )
        ]

    def __str__(self):
        return f"{self.evaluation}评估方案"

    def get_absolute_url(self):
        return reverse("evaluation:plan", args=[self.evaluation_id])

    @property
    def is_approved(self) -> bool:
        return self.approved_at is not None


class ScheduleSlot(models.Model):
    """One line of the 日程."""

    plan = models.ForeignKey(EvaluationPlan, on_delete=models.PROTECT, related_name="slots")
    on = models.DateField("日期")
    begins = models.TimeField("开始")
    ends = models.TimeField("结束")
    what = models.CharField("内容", max_length=200)
    who = models.CharField("参加人员", max_length=200, blank=True)

    class Meta:
        ordering = ["plan_id", "on", "begins", "pk"]
        verbose_name = verbose_name_plural = "日程"
        constraints = [
            models.CheckConstraint(
                name="evaluation_scheduleslot_times_in_order",
                condition=Q(ends__gt=models.F("begins")),
                violation_error_message="结束时间要晚于开始时间。",
            )
        ]

    def __str__(self):
        return f"{self.on} {self.begins:%H:%M}–{self.ends:%H:%M} {self.what}"

    def get_absolute_url(self):
        return self.plan.get_absolute_url()


class Site(models.Model):
    """One 现场点位 to be visited (7.4), and what was seen there."""

    plan = models.ForeignKey(EvaluationPlan, on_delete=models.PROTECT, related_name="sites")
    name = models.CharField("点位", max_length=100)
    address = models.CharField("地址", max_length=200, blank=True)
    reason = models.CharField("选点理由", max_length=200, blank=True, help_text="随机抽取的写“随机抽取”")
    visited_on = models.DateField("检查日期", null=True, blank=True)
    record = models.TextField("检查记录", blank=True)

    class Meta:
        ordering = ["plan_id", "pk"]
        verbose_name = verbose_name_plural = "现场点位"
        constraints = [
            models.UniqueConstraint(
                name="evaluation_site_unique",
                fields=["plan", "name"],
                violation_error_message="方案中已有这个点位。",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return self.plan.get_absolute_url()


class Sample(AppendOnly):
    """A random sample: drawn once from a given list with a recorded seed, so that anybody can draw it again.

    `population` is the list in the order it was drawn from, `drawn` the positions chosen, counted from 0. `target` is
    the requirement people look at it for, "" where it was drawn for none.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="samples")
    target = models.CharField("评价要求", max_length=12, blank=True)
    subject = models.CharField("抽样对象", max_length=100, help_text="如“现行自制标准文本”")
    population = models.JSONField("总体")
    seed = models.CharField("随机种子", max_length=32)
    drawn = models.JSONField("抽中")
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField("抽样时间", auto_now_add=True)

    class Meta:
        ordering = ["evaluation_id", "pk"]
        verbose_name = verbose_name_plural = "抽样"

    def __str__(self):
        return f"{self.subject}：{len(self.drawn)}/{len(self.population)}"

    def get_absolute_url(self):
        return reverse("evaluation:sample", args=[self.evaluation_id, self.pk])
