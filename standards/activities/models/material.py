"""标准化信息资料 (T/CSSG 001.2 §13; A1-6): where they come from, whether they hold, who got them."""

from django.db import models

from gridgov.organizations.models import Department
from standards.models import Standard

from ..querysets import LendingQuerySet
from .base import Kept, Record

Q = models.Q


class Material(Record):
    """One item of the 标准化信息库 (13.2.1)."""

    KIND = "materials"

    class Type(models.TextChoices):
        """13.1.1–13.1.4."""

        LAW = "law", "法律法规规章和规范性文件"
        STANDARD = "standard", "有效标准文本"
        PERIODICAL = "periodical", "期刊、出版物和网络信息"
        OTHER = "other", "其他资料"

    class Channel(models.TextChoices):
        """A1-6-1: 上网、订阅报刊杂志、定期外购, and what offices use besides."""

        INTERNET = "internet", "上网"
        SUBSCRIPTION = "subscription", "订阅报刊杂志"
        PURCHASE = "purchase", "外购"
        EXCHANGE = "exchange", "交流"
        SUPERIOR = "superior", "上级下发"
        OWN = "own", "自编"
        OTHER = "other", "其他"

    class State(models.TextChoices):
        VALID = "valid", "有效"
        INVALID = "invalid", "失效"

    type = models.CharField("资料类别", max_length=12, choices=Type)
    title = models.CharField("资料名称", max_length=200)
    number = models.CharField("文号或编号", max_length=80, blank=True)
    issuer = models.CharField("编制或发布单位", max_length=100, blank=True)
    channel = models.CharField("获取渠道", max_length=12, choices=Channel)
    obtained_on = models.DateField("获取日期")
    standard = models.ForeignKey(
        Standard,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="materials",
        verbose_name="对应的标准",
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="保管部门",
    )
    place = models.CharField("存放位置", max_length=100, blank=True)
    link = models.URLField("网址", max_length=300, blank=True)
    copies = models.PositiveSmallIntegerField("份数", default=1)
    state = models.CharField("状态", max_length=8, choices=State, default=State.VALID)
    updated_on = models.DateField("最近更新日期", null=True, blank=True)
    invalid_on = models.DateField("失效日期", null=True, blank=True)
    advice = models.TextField("分析和建议", blank=True, help_text="13.2.2：结合组织实际，提出标准化措施建议")

    class Meta:
        ordering = ["type", "-obtained_on", "-pk"]
        verbose_name = verbose_name_plural = "信息资料"
        indexes = [models.Index(fields=["organization", "type"], name="activities_material_list")]
        constraints = [
            models.UniqueConstraint(
                name="activities_material_unique",
                fields=["organization", "title", "number"],
                condition=Q(removed_at=None),
                violation_error_message="信息库中已有同名、同编号的资料。",
            ),
            models.CheckConstraint(
                name="activities_material_state_dated",
                condition=Q(state="invalid", invalid_on__isnull=False) | Q(state="valid", invalid_on=None),
                violation_error_message="失效的资料要填失效日期，有效的资料不填。",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}".strip()


class Lending(Kept):
    """To whom the material was given, and when it came back (A1-6-2 及时提供的记录)."""

    class Type(models.TextChoices):
        LEND = "lend", "借阅"
        HAND_OUT = "hand_out", "分发"
        SEND = "send", "发送电子文本"

    material = models.ForeignKey(Material, on_delete=models.PROTECT, related_name="lendings", editable=False)
    kind = models.CharField("提供方式", max_length=8, choices=Type, default=Type.LEND)
    recipient = models.CharField("提供给", max_length=60)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="部门",
    )
    lent_on = models.DateField("提供日期")
    due_on = models.DateField("应还日期", null=True, blank=True)
    returned_on = models.DateField("归还日期", null=True, blank=True)
    purpose = models.CharField("用途", max_length=100, blank=True)

    objects = LendingQuerySet.as_manager()

    class Meta:
        ordering = ["-lent_on", "-pk"]
        verbose_name = verbose_name_plural = "提供记录"
        constraints = [
            models.CheckConstraint(
                name="activities_lending_dates_in_order",
                condition=(Q(returned_on=None) | Q(returned_on__gte=models.F("lent_on")))
                & (Q(due_on=None) | Q(due_on__gte=models.F("lent_on"))),
                violation_error_message="应还日期、归还日期不能早于提供日期。",
            ),
            models.CheckConstraint(
                name="activities_lending_only_lent_returns",
                condition=Q(kind="lend") | Q(due_on=None, returned_on=None),
                violation_error_message="只有借阅要填应还日期和归还日期。",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.recipient}"
