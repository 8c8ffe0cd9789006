"""The result: one canonical JSON, frozen at the lock, and who signed it (architecture: result as a document)."""

from django.conf import settings
from django.db import models

from gridgov.organizations.querysets import within
from gridgov.records.models import AppendOnly

from .evaluation import Evaluation, taken_part_in
from .panel import Participant

Q = models.Q


class ResultQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Results the user may see. That of a panel: its members, who sees the organiser; after the 通报, everybody
        who sees the evaluated organisation.
        """
        panels = ~Q(evaluation__kind="self")
        told = Q(notice__isnull=False) & within(user.scope, "evaluation__organization__path")
        return self.filter(
            Q(evaluation__in=taken_part_in(user))
            | ~panels & within(user.scope, "evaluation__organization__path")
            | panels & (within(user.scope, "evaluation__organizer__path") | told)
        )


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

    objects = ResultQuerySet.as_manager()

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


class Signature(AppendOnly):
    """A member of the panel signed one result under the own account. It holds for exactly `sha256`.

    `drawing` is the written signature as an SVG path in a box of 400 × 160. When the evaluation is reopened the
    signature stays where it is, on a result that is no longer the newest: it is void, and shown so.
    """

    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="signatures")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="signatures")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("姓名", max_length=40)
    sha256 = models.CharField("所签内容的 SHA-256", max_length=64)
    drawing = models.TextField("手写签名")
    signed_at = models.DateTimeField("签字时间", auto_now_add=True)

    class Meta:
        ordering = ["result_id", "pk"]
        verbose_name = verbose_name_plural = "签字"
        constraints = [
            models.UniqueConstraint(
                name="evaluation_signature_unique",
                fields=["result", "participant"],
                violation_error_message="您已在这一版结果上签字。",
            )
        ]

    def __str__(self):
        return f"{self.name} {self.signed_at:%Y-%m-%d}"
