"""Sheets: facts people found, as operations; the current judgement is their projection."""

from django.conf import settings
from django.db import models

from gridgov.records.media import PICTURES
from gridgov.records.models import AppendOnly, Attachment
from gridgov.records.querysets import RemovableQuerySet
from standards.models import Standard

from .evaluation import Evaluation
from .panel import Participant


class Sheet(models.Model):
    """One sheet of an evaluation: the official one, or the private 底稿 of one member of a panel.

    Only the official sheet is totalled, locked and printed. A private one is invisible to everybody else until its
    member has submitted it, and to those who have not submitted their own. `serial` counts its operations.
    """

    class State(models.TextChoices):
        OPEN = "open", "评分中"
        SUBMITTED = "submitted", "已提交"
        LOCKED = "locked", "已锁定"

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="sheets")
    participant = models.OneToOneField(
        Participant, on_delete=models.PROTECT, null=True, blank=True, related_name="sheet"
    )
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    serial = models.PositiveIntegerField(default=0, editable=False)
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)

    class Meta:
        ordering = ["evaluation_id", "pk"]
        verbose_name = verbose_name_plural = "评分表"
        constraints = [
            models.UniqueConstraint(
                name="evaluation_sheet_one_official",
                fields=["evaluation"],
                condition=models.Q(participant=None),
                violation_error_message="一次评价只有一张正式评分表。",
            ),
            models.CheckConstraint(
                name="evaluation_sheet_submitted_at",
                condition=~models.Q(state="submitted") | models.Q(submitted_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.participant.user}的底稿" if self.participant_id else str(self.evaluation)

    @property
    def is_private(self) -> bool:
        return self.participant_id is not None

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class Operation(AppendOnly):
    """One change of one judgement or item decision, as a client made it.

    `uuid` is made by the client: sent twice, it is answered twice and kept once. `base` is the version the client
    had seen, `version` = base + 1 what this made. `value` is the judgement of the exchange format, {} for cleared;
    `serial` numbers the operations of the sheet without gaps, so that others can ask what is new.
    """

    uuid = models.UUIDField(unique=True)
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="operations")
    serial = models.PositiveIntegerField()
    target = models.CharField("要求或项目", max_length=12)
    base = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    value = models.JSONField("判定")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    author_name = models.CharField("人员", max_length=60)
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["sheet_id", "serial"]
        verbose_name = verbose_name_plural = "判定的改动"
        constraints = [
            models.UniqueConstraint(name="evaluation_operation_serial_unique", fields=["sheet", "serial"]),
            models.UniqueConstraint(
                name="evaluation_operation_version_unique", fields=["sheet", "target", "version"]
            ),
            models.CheckConstraint(
                name="evaluation_operation_follows_its_base", condition=models.Q(version=models.F("base") + 1)
            ),
        ]

    def __str__(self):
        return f"{self.target} 第 {self.version} 次"


class Judgement(models.Model):
    """What is found for one requirement, or decided for one item, now."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="judgements")
    target = models.CharField("要求或项目", max_length=12)
    value = models.JSONField("判定")
    version = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    author_name = models.CharField("人员", max_length=60)
    updated_at = models.DateTimeField("时间")

    class Meta:
        ordering = ["sheet_id", "target"]
        verbose_name = verbose_name_plural = "判定"
        constraints = [
            models.UniqueConstraint(name="evaluation_judgement_unique", fields=["sheet", "target"]),
        ]

    def __str__(self):
        return f"{self.target} {self.value}"


class Evidence(models.Model):
    """What a judgement rests on: a file, or a standard of the registry. Removing keeps the row."""

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="evidence")
    target = models.CharField("要求或项目", max_length=12)
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    standard = models.ForeignKey(
        Standard, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    uuid = models.UUIDField(
        null=True, blank=True, unique=True, help_text="由平板生成；同一张照片传两次，只留一份"
    )
    caption = models.CharField("说明", max_length=200, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField("时间", auto_now_add=True)
    removed_at = models.DateTimeField("移除时间", null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RemovableQuerySet.as_manager()

    class Meta:
        ordering = ["sheet_id", "target", "pk"]
        verbose_name = verbose_name_plural = "证据"
        constraints = [
            models.CheckConstraint(
                name="evaluation_evidence_one_thing",
                condition=models.Q(attachment=None, standard__isnull=False)
                | models.Q(attachment__isnull=False, standard=None),
                violation_error_message="一条证据是一个文件，或登记簿中的一个标准。",
            ),
            models.UniqueConstraint(
                name="evaluation_evidence_standard_unique",
                fields=["sheet", "target", "standard"],
                condition=models.Q(removed_at=None, standard__isnull=False),
                violation_error_message="这个标准已列为证据。",
            ),
        ]

    def __str__(self):
        return str(self.standard or self.attachment)

    @property
    def is_picture(self) -> bool:
        """Whether a page can show it as a picture."""
        return self.attachment_id is not None and self.attachment.media_type in PICTURES
