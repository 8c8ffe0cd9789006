"""Lists that came in: what was uploaded, how its columns were read, what became of each row."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from gridgov.organizations.models import Organization
from gridgov.organizations.querysets import OwnedQuerySet
from gridgov.records.models import Attachment


class ImportBatch(models.Model):
    """One list: checked, then confirmed as a whole or left; a confirmed one can be undone as a whole.

    `rows` holds one object per row as `standards.importing` wrote it: what was read, the verdict, what to write.
    While a batch is 正在撤销, within one transaction, the database lets the standards it created be deleted.
    """

    class State(models.TextChoices):
        CHECKED = "checked", "已预检"
        CONFIRMED = "confirmed", "已导入"
        UNDOING = "undoing", "正在撤销"
        UNDONE = "undone", "已撤销"

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="imports")
    name = models.CharField("文件", max_length=200)
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="原文件"
    )
    state = models.CharField("状态", max_length=10, choices=State, default=State.CHECKED)
    mapping = models.JSONField("列的对应", default=dict)
    rows = models.JSONField("各行", default=list)
    counts = models.JSONField("各类行数", default=dict)
    reason = models.CharField("更正理由", max_length=200, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="导入人"
    )
    made_at = models.DateTimeField("上传时间", auto_now_add=True)
    confirmed_at = models.DateTimeField("导入时间", null=True, blank=True)
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = verbose_name_plural = "导入"

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("standards:import", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Checked, and neither confirmed nor undone yet."""
        return self.state == self.State.CHECKED

    @property
    def is_confirmed(self) -> bool:
        """Imported, so that it can be undone."""
        return self.state == self.State.CONFIRMED


class ColumnMapping(models.Model):
    """How an organisation reads lists of one shape, remembered by their headings."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    headings = models.CharField("表头", max_length=64, help_text="表头各列文字的 SHA-256")
    mapping = models.JSONField("列的对应", default=dict)
    used_at = models.DateTimeField("最近使用", auto_now=True)

    class Meta:
        ordering = ["organization_id", "-used_at"]
        verbose_name = verbose_name_plural = "记住的列对应"
        constraints = [
            models.UniqueConstraint(
                name="standards_columnmapping_unique", fields=["organization", "headings"]
            )
        ]

    def __str__(self):
        return self.headings[:8]
