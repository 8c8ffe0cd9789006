"""Organisations of grid governance in five levels (GB/T 34300 6.1) and their departments."""

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse

from ..querysets import OrganizationQuerySet, OwnedQuerySet


class Level(models.TextChoices):
    """The five levels, from the top; the order of declaration is the order of rank."""

    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县（市、区）级"
    TOWNSHIP = "township", "乡（镇、街道）级"
    VILLAGE = "village", "村（社区/居）级"

    @property
    def rank(self) -> int:
        """0 for the province … 4 for the village."""
        return list(type(self)).index(self)


class Organization(models.Model):
    """One 网格化治理组织. `path` holds the keys from the root, so that everything below is one prefix.

    `initials` are those of the place name (T/CSSG 001.2 10.6.2) and stand in every number `Q/××WG` it gives.
    """

    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级组织",
    )
    level = models.CharField("层级", max_length=10, choices=Level)
    name = models.CharField(
        "组织名称", max_length=100, unique=True, error_messages={"unique": "已有同名的组织。"}
    )
    place_name = models.CharField("地名", max_length=50, help_text="如“安澜市”，编号中的字母取自这里")
    initials = models.CharField(
        "地名首字母",
        max_length=6,
        validators=[RegexValidator(r"\A[A-Z]{2,6}\Z", "地名首字母应为 2 至 6 个大写字母，如 AK。")],
        help_text="第2部分 10.6.2：地名汉语拼音的第一个字母，2 至 6 个",
    )
    region_code = models.CharField(
        "行政区划代码",
        max_length=12,
        blank=True,
        validators=[RegexValidator(r"\A\d{2,12}\Z", "行政区划代码应为 2 至 12 位数字，如 610900。")],
    )
    path = models.CharField(max_length=120, editable=False, db_index=True)
    is_active = models.BooleanField("在用", default=True)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        verbose_name = verbose_name_plural = "组织"
        constraints = [
            models.CheckConstraint(
                name="organizations_organization_initials_letters",
                condition=models.Q(initials__regex=r"^[A-Z]{2,6}$"),
                violation_error_message="地名首字母应为 2 至 6 个大写字母，如 AK。",
            ),
            models.CheckConstraint(
                name="organizations_organization_level_known",
                condition=models.Q(level__in=Level.values),
                violation_error_message="层级应为省、市、县、乡、村之一。",
            ),
            models.UniqueConstraint(
                name="organizations_organization_region_unique",
                fields=["region_code", "level"],
                condition=~models.Q(region_code=""),
                violation_error_message="这一层级已有组织使用同一行政区划代码。",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("organizations:organization", args=[self.pk])

    @property
    def number_prefix(self) -> str:
        """The system code of its own standards, `Q/AKWG` (T/CSSG 001.2 10.6.2)."""
        return f"Q/{self.initials}WG"

    @property
    def depth(self) -> int:
        """Rank of the level, 0 for 省级 … 4 for 村级: how far a list of the tree indents the row."""
        return Level(self.level).rank


class Department(models.Model):
    """A 部门 of an organisation: drafts standards, implements them (T/CSSG 001.2 8.4)."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="departments")
    name = models.CharField("部门名称", max_length=50)
    order = models.PositiveSmallIntegerField("顺序", default=0)
    is_active = models.BooleanField("在用", default=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["organization_id", "order", "pk"]
        verbose_name = verbose_name_plural = "部门"
        constraints = [
            models.UniqueConstraint(
                name="organizations_department_name_unique",
                fields=["organization", "name"],
                violation_error_message="本组织已有同名的部门。",
            )
        ]

    def __str__(self):
        return self.name
