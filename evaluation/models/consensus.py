"""合议: how the panel came to what stands on its official sheet (evaluation §3.2)."""

from django.db import models

from gridgov.records.models import AppendOnly

from .sheet import Operation


class Ruling(AppendOnly):
    """Why one operation of the official sheet was made. The newest ruling of a target is the one that stands.

    `positions` are the members' judgements it was made upon: [{"participant", "name", "value"}, …]; the reason stands
    in the operation's value. No averaging: the value is always one that the scorecard prints.
    """

    class Way(models.TextChoices):
        AGREED = "agreed", "意见一致"
        DECIDED = "decided", "组长裁定"
        LEVEL = "level", "按组织层级不适用"
        KEPT = "kept", "沿用原评价"

    operation = models.OneToOneField(Operation, on_delete=models.PROTECT, related_name="ruling")
    way = models.CharField("方式", max_length=8, choices=Way)
    positions = models.JSONField("各人判定", default=list)
    minority = models.TextField("少数意见", blank=True)

    class Meta:
        ordering = ["operation_id"]
        verbose_name = verbose_name_plural = "合议裁定"

    def __str__(self):
        return f"{self.operation.target} {self.get_way_display()}"
