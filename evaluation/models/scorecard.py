"""Editions of Appendix A (T/CSSG 001.5), and which requirement a standard fulfils.

The text of the law is data with an edition: once published, the database refuses every change to it.
"""

from functools import lru_cache

from django.conf import settings
from django.db import models

from evaluation.scoring import Scorecard
from gridgov.organizations.querysets import within
from standards.models import Standard


class ScorecardEditionQuerySet(models.QuerySet):
    def newest(self):
        """The edition published last, without its text; None before one is loaded."""
        return self.defer("definition").exclude(published_at=None).first()

    def published(self, code: str):
        """The edition of this number, without its text; None where there is none."""
        return self.defer("definition").exclude(published_at=None).filter(code=code).first()


class ScorecardEdition(models.Model):
    """One edition as its fixture gives it. `definition` is the whole document, `sha256` that of its canonical form."""

    code = models.CharField("标准编号", max_length=60, unique=True)
    title = models.CharField("名称", max_length=120)
    definition = models.JSONField("内容")
    sha256 = models.CharField("SHA-256", max_length=64)
    published_at = models.DateTimeField("发布时间", null=True, blank=True)

    objects = ScorecardEditionQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name = verbose_name_plural = "评价细则"

    def __str__(self):
        return self.code

    @property
    def scorecard(self) -> Scorecard:
        """The edition as the pure core reads it; built once per process and per content."""
        return scorecard_of(self.pk, self.sha256)


@lru_cache(maxsize=8)
def scorecard_of(pk: int, sha256: str) -> Scorecard:
    """Cache safe in many processes: the key holds the digest of the content."""
    return Scorecard.from_dict(ScorecardEdition.objects.values_list("definition", flat=True).get(pk=pk))


class FulfilmentQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(within(user.scope, "standard__organization__path"))


class Fulfilment(models.Model):
    """The office ticked: this standard fulfils this requirement of this edition. Many to many (tree §6.2)."""

    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="fulfilments")
    edition = models.ForeignKey(ScorecardEdition, on_delete=models.PROTECT, related_name="fulfilments")
    requirement = models.CharField("评价要求", max_length=12)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    added_at = models.DateTimeField("挂接时间", auto_now_add=True)

    objects = FulfilmentQuerySet.as_manager()

    class Meta:
        ordering = ["standard_id", "pk"]
        verbose_name = verbose_name_plural = "挂接的评价要求"
        constraints = [
            models.UniqueConstraint(
                name="evaluation_fulfilment_unique",
                fields=["standard", "edition", "requirement"],
                violation_error_message="这条要求已经挂接。",
            )
        ]
        indexes = [models.Index(fields=["edition", "requirement"], name="evaluation_fulfilment_req")]

    def __str__(self):
        return f"{self.standard} → {self.requirement}"
