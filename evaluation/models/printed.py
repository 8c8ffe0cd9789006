"""The SHA-256 of every report that was handed out: what else carries our data need not be our paper."""

from django.conf import settings
from django.db import models

from gridgov.records.models import AppendOnly

from .result import Result


class Printed(AppendOnly):
    """One file of a result's report, as its bytes were first given to somebody."""

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="printed")
    sha256 = models.CharField("文件的 SHA-256", max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("首次发出时间", auto_now_add=True)

    class Meta:
        ordering = ["result_id", "pk"]
        verbose_name = verbose_name_plural = "发出的报告"
        constraints = [models.UniqueConstraint(name="evaluation_printed_unique", fields=["result", "sha256"])]

    def __str__(self):
        return f"{self.sha256[:8]} {self.at:%Y-%m-%d}"
