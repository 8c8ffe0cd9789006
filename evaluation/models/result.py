"""The result: one canonical JSON, frozen at the lock (architecture: result as a document)."""

from django.conf import settings
from django.db import models

from gridgov.records.models import AppendOnly

from .evaluation import Evaluation


class Result(AppendOnly):
    """What was locked. `document` is canonical JSON text; everything printed is read from it alone."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="results")
    version = models.PositiveSmallIntegerField("版次")
    number = models.CharField("报告编号", max_length=40, unique=True)
    document = models.TextField("内容")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    total = models.PositiveSmallIntegerField("总分")
    verdict = models.CharField("结论", max_length=3)
    locked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    locked_at = models.DateTimeField("锁定时间")

    class Meta:
        ordering = ["evaluation_id", "-version"]
        verbose_name = verbose_name_plural = "评价结果"
        constraints = [
            models.UniqueConstraint(
                name="evaluation_result_version_unique", fields=["evaluation", "version"]
            ),
            models.CheckConstraint(
                name="evaluation_result_verdict_fits_total",
                condition=models.Q(total__gte=300, verdict="合格")
                | models.Q(total__lt=300, verdict="不合格"),
            ),
            models.CheckConstraint(
                name="evaluation_result_total_within_500", condition=models.Q(total__gte=0, total__lte=500)
            ),
        ]

    def __str__(self):
        return self.number
