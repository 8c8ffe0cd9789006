"""标准实施: the measures by which a department puts a standard into practice, and what was done (11.2; A6-2, A6-3)."""

from django.db import models

from gridgov.organizations.models import Department
from gridgov.records.querysets import RemovableQuerySet
from standards.models import Standard

from .base import Kept, Record
from .plan import PlanItem

Q = models.Q


class ImplementationMeasure(Record):
    """One measure of a department for one or more standards (11.2.2)."""

    KIND = "implementation"

    title = models.CharField("措施名称", max_length=100)
    standards = models.ManyToManyField(
        Standard, related_name="implementation_measures", verbose_name="实施的标准"
    )
    plan_item = models.ForeignKey(
        PlanItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name="计划条目",
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="实施部门",
    )
    owner = models.CharField("责任人", max_length=60, blank=True)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True, blank=True)
    content = models.TextField("实施措施")
    conditions = models.TextField(
        "必要条件", blank=True, help_text="人员、场所、设备、经费等是否具备（附录A A6-2-2）"
    )

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = verbose_name_plural = "实施措施"
        indexes = [models.Index(fields=["organization", "-starts_on"], name="activities_measure_list")]
        constraints = [
            models.UniqueConstraint(
                name="activities_implementationmeasure_unique",
                fields=["organization", "title", "starts_on"],
                condition=Q(removed_at=None),
                violation_error_message="这一天已登记过同名的实施措施。",
            ),
            models.CheckConstraint(
                name="activities_implementationmeasure_dates_in_order",
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                violation_error_message="结束日期不能早于开始日期。",
            ),
        ]

    def __str__(self):
        return self.title


class ImplementationRecord(Kept):
    """What was done on a day to keep the standard (11.2.3; A6-3-1)."""

    measure = models.ForeignKey(
        ImplementationMeasure, on_delete=models.PROTECT, related_name="records", editable=False
    )
    done_on = models.DateField("日期")
    content = models.TextField("实施情况")
    recorder = models.CharField("记录人", max_length=60, blank=True)
    trouble = models.TextField("存在的问题", blank=True, help_text="需要整改的，请另在“问题整改”中登记")

    objects = RemovableQuerySet.as_manager()

    class Meta:
        ordering = ["-done_on", "-pk"]
        verbose_name = verbose_name_plural = "实施记录"

    def __str__(self):
        return f"{self.done_on} 实施记录"
