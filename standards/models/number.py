"""The counter a number comes from (T/CSSG 001.2 10.5, 10.6.4): given once, in the publishing transaction."""

from django.db import models

from gridgov.organizations.models import Organization


class NumberCounter(models.Model):
    """The highest sequence ever given or taken over in one class of one organisation. It never falls."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="number_counters")
    class_code = models.CharField("体系分类代号", max_length=5)
    last = models.PositiveIntegerField("已用到")

    class Meta:
        ordering = ["organization_id", "class_code"]
        verbose_name = verbose_name_plural = "编号计数"
        constraints = [
            models.UniqueConstraint(
                name="standards_numbercounter_unique", fields=["organization", "class_code"]
            ),
        ]

    def __str__(self):
        return f"{self.class_code}•{self.last}"
