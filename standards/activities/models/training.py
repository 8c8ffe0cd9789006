"""培训与宣贯: what was taught, when, where, by whom, to whom, and with what result (7.3, 11.2.1; A1-4, A6-1)."""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from gridgov.organizations.models import Department
from gridgov.records.querysets import RemovableQuerySet
from standards.models import Standard

from .base import Kept, Record
from .people import Person
from .plan import PlanItem

Q = models.Q


class TrainingSession(Record):
    """One session of training or of making a standard known. Its five elements (A1-4-2) are told by `missing`."""

    KIND = "training"

    class Type(models.TextChoices):
        TRAINING = "training", "培训"
        PROMOTION = "promotion", "宣贯"

    type = models.CharField("类别", max_length=10, choices=Type, default=Type.TRAINING)
    title = models.CharField("名称", max_length=100)
    plan_item = models.ForeignKey(
        PlanItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name="计划条目",
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="主办部门",
    )
    held_on = models.DateField("日期")
    held_at = models.TimeField("开始时间", null=True, blank=True)
    hours = models.DecimalField(
        "学时",
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[
            MinValueValidator(0.5, "学时至少为 0.5。"),
            MaxValueValidator(100, "学时不能超过 100。"),
        ],
    )
    place = models.CharField("地点", max_length=100, blank=True)
    teacher = models.CharField("授课教师", max_length=60, blank=True)
    audience = models.CharField("培训对象", max_length=100, blank=True)
    content = models.TextField("培训内容", blank=True)
    standards = models.ManyToManyField(
        Standard, blank=True, related_name="training_sessions", verbose_name="涉及的标准"
    )
    result = models.TextField("培训效果", blank=True, help_text="考试、考核的总体情况，参加人员的掌握程度")

    class Meta:
        ordering = ["-held_on", "-pk"]
        verbose_name = verbose_name_plural = "培训记录"
        indexes = [models.Index(fields=["organization", "-held_on"], name="activities_training_list")]
        constraints = [
            models.UniqueConstraint(
                name="activities_trainingsession_unique",
                fields=["organization", "title", "held_on"],
                condition=Q(removed_at=None),
                violation_error_message="这一天已登记过同名的培训。",
            ),
            models.CheckConstraint(
                name="activities_trainingsession_hours_positive",
                condition=Q(hours=None) | Q(hours__gt=0),
                violation_error_message="学时应大于 0。",
            ),
        ]

    def __str__(self):
        return f"{self.held_on} {self.title}"

    def missing(self, present: int) -> list[str]:
        """Of 时间、地点、人物、培训内容、授课教师 those that are not there; `present` is how many came."""
        elements = {
            "时间": self.held_at,
            "地点": self.place,
            "人物": present,
            "培训内容": self.content,
            "授课教师": self.teacher,
        }
        return [name for name, value in elements.items() if not value]

    def is_held(self, on: date) -> bool:
        return self.held_on <= on


class Attendance(Kept):
    """One person at one session, with the result of 考试 or 考核 (A1-4-3)."""

    class Result(models.TextChoices):
        PASSED = "passed", "合格"
        FAILED = "failed", "不合格"
        NONE = "", "未考"

    session = models.ForeignKey(
        TrainingSession, on_delete=models.PROTECT, related_name="attendances", editable=False
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="attendances", verbose_name="人员"
    )
    present = models.BooleanField("到场", default=True)
    score = models.DecimalField(
        "考试成绩",
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[
            MinValueValidator(0, "成绩应在 0 至 100 之间。"),
            MaxValueValidator(100, "成绩应在 0 至 100 之间。"),
        ],
    )
    result = models.CharField("考核结果", max_length=6, choices=Result, blank=True, default="")
    remark = models.CharField("备注", max_length=100, blank=True)

    objects = RemovableQuerySet.as_manager()

    class Meta:
        ordering = ["person__department__order", "person__name", "pk"]
        verbose_name = verbose_name_plural = "参加人员"
        constraints = [
            models.UniqueConstraint(
                name="activities_attendance_unique",
                fields=["session", "person"],
                condition=Q(removed_at=None),
                violation_error_message="这个人已在本次的名单中。",
            ),
            models.CheckConstraint(
                name="activities_attendance_score_range",
                condition=Q(score=None) | Q(score__gte=0, score__lte=100),
                violation_error_message="成绩应在 0 至 100 之间。",
            ),
            models.CheckConstraint(
                name="activities_attendance_absent_unassessed",
                condition=Q(present=True) | Q(score=None, result=""),
                violation_error_message="没有到场的人不能有成绩和考核结果。",
            ),
        ]

    def __str__(self):
        return self.person.name

    @property
    def is_assessed(self) -> bool:
        return self.score is not None or bool(self.result)
