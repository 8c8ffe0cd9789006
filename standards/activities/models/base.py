"""What every record of the office has: who entered it, and that it stays when it is taken away (T/CSSG 001.2 §14)."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from gridgov.organizations.models import Organization

from ..querysets import RecordQuerySet


class Kept(models.Model):
    """A row that is never deleted: entered by mistake, it is taken away with a reason and stays on file."""

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="登记人",
    )
    created_at = models.DateTimeField("登记时间", auto_now_add=True)
    removed_at = models.DateTimeField("移除时间", null=True, blank=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="移除人",
    )

    class Meta:
        abstract = True


class Record(Kept):
    """One record of an organisation, with a page of its own. `KIND` is its place in `activities.kinds`."""

    KIND = ""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="组织"
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def get_absolute_url(self):
        return reverse("activities:record", args=[self.KIND, self.pk])
