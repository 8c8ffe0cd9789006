"""Files of a standard: its text, the papers of its making and of its upkeep (T/CSSG 001.2 9.3.2, §14)."""

from django.conf import settings
from django.db import models

from gridgov.records.models import Attachment
from gridgov.records.querysets import RemovableQuerySet

from .drafting import ReviewRound
from .standard import Standard

Q = models.Q


class StandardDocument(models.Model):
    """A file of a standard and what it is. Taking it away keeps the row, the bytes and who did it."""

    class Kind(models.TextChoices):
        DRAFT = "draft", "标准草案"
        EXPLANATION = "explanation", "编制说明"
        MINUTES = "minutes", "会议纪要"
        SIGN_IN = "sign_in", "签到表"
        OPINIONS = "opinions", "意见汇总处理表"
        TEXT = "text", "标准文本"
        APPROVAL = "approval", "批准文书"
        NOTICE = "notice", "发布文"
        REQUEST = "request", "修改或修订申请"
        AMENDMENT = "amendment", "修改单"
        REVIEW = "review", "复审记录"
        WITHDRAWAL = "withdrawal", "废止通知"
        OTHER = "other", "其他"

    # Either proves that a standard was approved (A1-8-3).
    OF_APPROVAL = (Kind.APPROVAL, Kind.NOTICE)

    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="documents")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="standard_documents")
    kind = models.CharField("种类", max_length=12, choices=Kind)
    round = models.ForeignKey(
        ReviewRound,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name="审查轮次",
    )
    removed_at = models.DateTimeField("移除时间", null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = RemovableQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "pk"]
        verbose_name = verbose_name_plural = "标准的附件"
        constraints = [
            models.UniqueConstraint(
                name="standards_standarddocument_unique",
                fields=["standard", "kind", "attachment"],
                condition=Q(removed_at=None),
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.attachment}"
