"""机构、人员和职责 (T/CSSG 001.2 §7, §8): who is there, in which posts, with what duties and qualifications."""

from datetime import date

from django.conf import settings
from django.db import models

from gridgov.organizations.models import Department

from ..querysets import PersonQuerySet, QualificationQuerySet
from .base import Kept, Record

Q = models.Q
SAME_NAME = "这个部门已登记过同名的人员；确是两个人时，请在姓名后加注区别。"
SAME_HOLDER = "这一主体的职责已经登记，请打开已有的一条修改。"


class Person(Record):
    """One person of the organisation; with or without an account. `is_staff` counts for the 参训率."""

    KIND = "people"

    class Body(models.TextChoices):
        """Seats in the three layers of annex A, and the representative beside them (7.1.1, 7.1.4)."""

        CHAIR = "chair", "标准化管理委员会主任"
        MEMBER = "member", "标准化管理委员会成员"
        REPRESENTATIVE = "representative", "标准化管理者代表"
        HEAD = "head", "标准化管理办公室主任"
        OFFICE = "office", "标准化管理办公室成员"

    class Layer(models.TextChoices):
        """岗位层次, as A.5 names them."""

        DECISION = "decision", "决策层"
        MANAGEMENT = "management", "管理层"
        GENERAL = "general", "一般管理"
        GRID = "grid", "网格人员"
        SELF_GOVERNING = "self_governing", "共治自治人员"
        LINKED = "linked", "联动处置人员"
        DATA = "data", "大数据人员"

    class Officer(models.TextChoices):
        """7.2.1: 专、兼职标准化人员."""

        FULL_TIME = "full_time", "专职标准化人员"
        PART_TIME = "part_time", "兼职标准化人员"

    name = models.CharField("姓名", max_length=40)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name="所在部门",
    )
    post = models.CharField("岗位名称", max_length=60, blank=True)
    layer = models.CharField("岗位层次", max_length=16, choices=Layer, blank=True)
    body = models.CharField("标准化机构任职", max_length=16, choices=Body, blank=True)
    officer = models.CharField("标准化人员", max_length=10, choices=Officer, blank=True)
    duties = models.TextField("职责", blank=True)
    is_staff = models.BooleanField("在册", default=True, help_text="参训率以在册人数为分母")
    joined_on = models.DateField("到岗日期", null=True, blank=True)
    left_on = models.DateField("离岗日期", null=True, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="person",
        verbose_name="用户账号",
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["organization_id", "department__order", "department_id", "name", "pk"]
        verbose_name = verbose_name_plural = "人员"
        constraints = [
            models.UniqueConstraint(
                name="activities_person_name_unique",
                fields=["organization", "name", "department"],
                condition=Q(removed_at=None),
                violation_error_message=SAME_NAME,
            ),
            models.UniqueConstraint(
                name="activities_person_name_unique_outside",
                fields=["organization", "name"],
                condition=Q(removed_at=None, department=None),
                violation_error_message=SAME_NAME,
            ),
            models.CheckConstraint(
                name="activities_person_dates_in_order",
                condition=Q(joined_on=None) | Q(left_on=None) | Q(left_on__gte=models.F("joined_on")),
                violation_error_message="离岗日期不能早于到岗日期。",
            ),
        ]

    def __str__(self):
        return self.name

    def is_present(self, on: date) -> bool:
        return self.left_on is None or self.left_on > on


class Qualification(Kept):
    """A certificate of a person; what ends is reminded of (A1-3-3, GB/T 34300 6.2 持证上岗)."""

    class Type(models.TextChoices):
        STANDARDIZATION = "standardization", "标准化资格或培训证书"
        POST = "post", "岗位资格"
        OTHER = "other", "其他"

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="qualifications", editable=False
    )
    type = models.CharField("种类", max_length=16, choices=Type, default=Type.STANDARDIZATION)
    title = models.CharField("证书名称", max_length=100)
    number = models.CharField("证书编号", max_length=60, blank=True)
    issued_by = models.CharField("发证机构", max_length=100, blank=True)
    issued_on = models.DateField("发证日期", null=True, blank=True)
    valid_until = models.DateField("有效期至", null=True, blank=True, help_text="长期有效的不填")

    objects = QualificationQuerySet.as_manager()

    class Meta:
        ordering = ["valid_until", "pk"]
        verbose_name = verbose_name_plural = "资格证书"
        constraints = [
            models.UniqueConstraint(
                name="activities_qualification_unique",
                fields=["person", "title", "number"],
                condition=Q(removed_at=None),
                violation_error_message="这个人已登记过这本证书。",
            ),
            models.CheckConstraint(
                name="activities_qualification_dates_in_order",
                condition=Q(issued_on=None) | Q(valid_until=None) | Q(valid_until__gte=models.F("issued_on")),
                violation_error_message="有效期不能早于发证日期。",
            ),
        ]

    def __str__(self):
        return self.title


class Duty(Record):
    """The written duties of one seat: 最高管理者, a body of standardization, a department, a post (7.1.3; A1-2)."""

    KIND = "duties"

    class Holder(models.TextChoices):
        TOP = "top", "最高管理者"
        COMMITTEE = "committee", "标准化管理委员会"
        REPRESENTATIVE = "representative", "标准化管理者代表"
        OFFICE = "office", "标准化管理办公室"
        DEPARTMENT = "department", "部门"
        OFFICER = "officer", "专（兼）职标准化人员"
        POST = "post", "岗位"

    holder = models.CharField("职责主体", max_length=16, choices=Holder)
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="部门",
        help_text="主体是“部门”时选择",
    )
    post = models.CharField("岗位名称", max_length=60, blank=True, help_text="主体是“岗位”时填写")
    content = models.TextField("标准化职责")
    basis = models.CharField("依据文件", max_length=100, blank=True)
    effective_on = models.DateField("生效日期", null=True, blank=True)

    class Meta:
        ordering = ["holder", "department__order", "department_id", "post", "pk"]
        verbose_name = verbose_name_plural = "标准化职责"
        constraints = [
            models.UniqueConstraint(
                name="activities_duty_holder_unique",
                fields=["organization", "holder", "department", "post"],
                condition=Q(removed_at=None),
                violation_error_message=SAME_HOLDER,
            ),
            models.UniqueConstraint(
                name="activities_duty_holder_unique_outside",
                fields=["organization", "holder", "post"],
                condition=Q(removed_at=None, department=None),
                violation_error_message=SAME_HOLDER,
            ),
            models.CheckConstraint(
                name="activities_duty_department_named",
                condition=~Q(holder="department") | Q(department__isnull=False),
                violation_error_message="请选择是哪个部门的职责。",
            ),
            models.CheckConstraint(
                name="activities_duty_post_named",
                condition=~Q(holder="post") | ~Q(post=""),
                violation_error_message="请填写是哪个岗位的职责。",
            ),
        ]

    def __str__(self):
        if self.holder == self.Holder.DEPARTMENT and self.department:
            return f"{self.department}职责"
        return f"{self.post if self.holder == self.Holder.POST else self.get_holder_display()}职责"
