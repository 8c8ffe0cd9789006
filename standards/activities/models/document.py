"""Files of a record. One table: a row belongs to exactly one record, and the database knows to which."""

from django.conf import settings
from django.db import models

from gridgov.records.models import Attachment
from gridgov.records.querysets import RemovableQuerySet

from .implementation import ImplementationMeasure
from .inspection import Finding, Inspection
from .material import Material
from .people import Duty, Person
from .plan import Plan
from .training import TrainingSession

Q = models.Q
OWNERS = ("plan", "session", "measure", "inspection", "finding", "material", "person", "duty")


def owner_of(model):
    return models.ForeignKey(
        model, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="documents"
    )


def exactly_one(names: tuple[str, ...]) -> Q:
    """One of the columns is set, the others are not."""
    condition = Q()
    for name in names:
        condition |= Q(**{f"{each}__isnull": each != name for each in names})
    return condition


class ActivityDocument(models.Model):
    """A file of one record and what it is. Taking it away keeps the row, the bytes and who did it."""

    class Kind(models.TextChoices):
        PLAN = "plan", "计划文本"
        APPROVAL = "approval", "批准文件"
        SUMMARY = "summary", "总结"
        SIGN_IN = "sign_in", "签到表"
        HANDOUT = "handout", "教材课件"
        PAPER = "paper", "试卷和成绩"
        PHOTO = "photo", "照片"
        RECORD = "record", "原始记录"
        RESULT = "result", "检查结果文件"
        PROBLEM = "problem", "问题证据"
        EVIDENCE = "evidence", "整改证据"
        VERIFICATION = "verification", "验证记录"
        TEXT = "text", "资料文本"
        CERTIFICATE = "certificate", "资格证书"
        DUTY = "duty", "职责文件"
        OTHER = "other", "其他"

    plan = owner_of(Plan)
    session = owner_of(TrainingSession)
    measure = owner_of(ImplementationMeasure)
    inspection = owner_of(Inspection)
    finding = owner_of(Finding)
    material = owner_of(Material)
    person = owner_of(Person)
    duty = owner_of(Duty)
    kind = models.CharField("种类", max_length=12, choices=Kind)
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="activity_documents")
    removed_at = models.DateTimeField("移除时间", null=True, blank=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    objects = RemovableQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "pk"]
        verbose_name = verbose_name_plural = "工作记录的附件"
        constraints = [
            models.CheckConstraint(name="activities_document_one_owner", condition=exactly_one(OWNERS)),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.attachment}"
