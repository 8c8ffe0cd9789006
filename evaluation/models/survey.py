"""What the panel measures on site: satisfaction (T/CSSG 001.5 7.5, A7-1) and efficiency (A7-2); evaluation §3.5."""

from django.conf import settings
from django.db import models

from .evaluation import Evaluation

Q = models.Q


class Survey(models.Model):
    """A 满意度调查 (7.5): the panel's own, or figures the organisation gave. Answers are kept without identity."""

    class Source(models.TextChoices):
        PANEL = "panel", "评估组调查"
        ORGANIZATION = "organization", "被评单位提供"

    class Method(models.TextChoices):
        STREET = "street", "随机拦访"
        PHONE = "phone", "电话"
        RATING = "rating", "好差评"
        MESSAGE = "message", "短信"
        OTHER = "other", "其他"

    class Formula(models.TextChoices):
        SHARE = "share", "（很满意＋满意）÷有效问卷"
        MEAN = "mean", "平均得分÷满分"

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="surveys")
    source = models.CharField("来源", max_length=12, choices=Source, default=Source.PANEL)
    method = models.CharField("调查方法", max_length=8, choices=Method)
    place = models.CharField("调查地点", max_length=100, blank=True)
    began_on = models.DateField("开始日期")
    ended_on = models.DateField("结束日期")
    issued = models.PositiveIntegerField("发出问卷")
    formula = models.CharField("算法", max_length=6, choices=Formula, default=Formula.SHARE)
    very_satisfied = models.PositiveIntegerField("很满意")
    satisfied = models.PositiveIntegerField("满意")
    fair = models.PositiveIntegerField("一般", default=0)
    dissatisfied = models.PositiveIntegerField("不满意", default=0)
    very_dissatisfied = models.PositiveIntegerField("很不满意", default=0)
    note = models.TextField("说明", blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("登记时间", auto_now=True)

    class Meta:
        ordering = ["evaluation_id", "source", "pk"]
        verbose_name = verbose_name_plural = "满意度调查"
        constraints = [
            models.CheckConstraint(
                name="evaluation_survey_dates_in_order",
                condition=Q(ended_on__gte=models.F("began_on")),
                violation_error_message="结束日期不能早于开始日期。",
            ),
            models.CheckConstraint(
                name="evaluation_survey_valid_within_issued",
                condition=Q(
                    issued__gte=models.F("very_satisfied")
                    + models.F("satisfied")
                    + models.F("fair")
                    + models.F("dissatisfied")
                    + models.F("very_dissatisfied")
                ),
                violation_error_message="有效问卷不能多于发出的问卷。",
            ),
        ]

    def __str__(self):
        return f"{self.get_source_display()} {self.began_on}"

    @property
    def valid(self) -> int:
        """有效问卷."""
        return self.very_satisfied + self.satisfied + self.fair + self.dissatisfied + self.very_dissatisfied


class Turnaround(models.Model):
    """How long one 事项 took before standardization and takes now (A7-2-1)."""

    class Basis(models.TextChoices):
        STATUTORY = "statutory", "法定时限"
        PROMISED = "promised", "承诺时限"
        ACTUAL = "actual", "实际时长"

    class Unit(models.TextChoices):
        DAY = "day", "工作日"
        HOUR = "hour", "小时"
        MINUTE = "minute", "分钟"

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="turnarounds")
    matter = models.CharField("事项", max_length=100)
    basis = models.CharField("时长口径", max_length=10, choices=Basis)
    unit = models.CharField("单位", max_length=6, choices=Unit, default=Unit.DAY)
    before = models.DecimalField("标准化前时长", max_digits=10, decimal_places=2)
    now = models.DecimalField("现时长", max_digits=10, decimal_places=2)
    volume = models.PositiveIntegerField("办件量", null=True, blank=True, help_text="都填的，按办件量加权")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("登记时间", auto_now=True)

    class Meta:
        ordering = ["evaluation_id", "pk"]
        verbose_name = verbose_name_plural = "服务效率对比"
        constraints = [
            models.UniqueConstraint(
                name="evaluation_turnaround_unique",
                fields=["evaluation", "matter"],
                violation_error_message="对比表中已有这个事项。",
            ),
            models.CheckConstraint(
                name="evaluation_turnaround_positive",
                condition=Q(before__gt=0, now__gte=0),
                violation_error_message="标准化前时长应大于 0，现时长不小于 0。",
            ),
        ]

    def __str__(self):
        return self.matter
