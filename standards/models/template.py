"""Word templates of an office: each document has a built-in one, and an office may put its own in its place."""

from django.conf import settings
from django.db import models

from gridgov.organizations.models import Organization
from gridgov.organizations.querysets import OwnedQuerySet
from gridgov.records.models import Attachment


class DocumentTemplate(models.Model):
    """A template of an organisation for one kind of document (`standards.documents`); retired, not deleted."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="document_templates"
    )
    kind = models.CharField("文件种类", max_length=30)
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, related_name="+", verbose_name="模板文件"
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)
    retired_at = models.DateTimeField("停用时间", null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["organization_id", "kind", "-pk"]
        verbose_name = verbose_name_plural = "文件模板"
        constraints = [
            models.UniqueConstraint(
                name="standards_documenttemplate_one_in_use",
                fields=["organization", "kind"],
                condition=models.Q(retired_at=None),
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.attachment}"
