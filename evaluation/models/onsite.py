"""The seven steps on site and who signed in (T/CSSG 001.5 §7)."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from gridgov.records.models import AppendOnly

from .evaluation import Evaluation

Q = models.Q


class OnSiteStep(models.Model):
    """One of the seven steps of the procedure, 7.1–7.7, as it was held."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField("步骤")
    began_at = models.DateTimeField("开始时间", null=True, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    place = models.CharField("地点", max_length=100, blank=True)
    chair = models.CharField("主持人", max_length=40, blank=True)
    record = models.TextField("记录", blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField("登记时间", auto_now=True)

    class Meta:
        ordering = ["evaluation_id", "number"]
        verbose_name = verbose_name_plural = "现场步骤"
        constraints = [
            models.UniqueConstraint(name="evaluation_onsitestep_unique", fields=["evaluation", "number"]),
            models.CheckConstraint(
                name="evaluation_onsitestep_one_of_seven", condition=Q(number__gte=1, number__lte=7)
            ),
            models.CheckConstraint(
                name="evaluation_onsitestep_times_in_order",
                condition=Q(ended_at=None) | Q(began_at__isnull=False, ended_at__gte=models.F("began_at")),
                violation_error_message="结束时间不能早于开始时间。",
            ),
        ]

    def __str__(self):
        return f"7.{self.number}"

    def get_absolute_url(self):
        return reverse("evaluation:step", args=[self.evaluation_id, self.number])


class Attendance(AppendOnly):
    """One line of the 签到表 of a step. `drawing` is the signature as an SVG path; empty when signed on paper."""

    step = models.ForeignKey(OnSiteStep, on_delete=models.PROTECT, related_name="attendances")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField("姓名", max_length=40)
    employer = models.CharField("单位", max_length=100, blank=True)
    title = models.CharField("职务", max_length=60, blank=True)
    drawing = models.TextField("手写签名", blank=True)
    signed_at = models.DateTimeField("签到时间", auto_now_add=True)

    class Meta:
        ordering = ["step_id", "pk"]
        verbose_name = verbose_name_plural = "签到"
        constraints = [
            models.UniqueConstraint(
                name="evaluation_attendance_unique",
                fields=["step", "name", "employer"],
                violation_error_message="此人已签到。",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return self.step.get_absolute_url()
