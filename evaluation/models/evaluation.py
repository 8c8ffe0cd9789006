"""An evaluation of one organisation for one year (T/CSSG 001.2 11.4.1, T/CSSG 001.5), and who works on it."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from gridgov.organizations.models import Organization
from gridgov.organizations.querysets import within

from .scorecard import ScorecardEdition


class EvaluationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Evaluations of the organisations the user sees, and those the user takes part in."""
        return self.filter(
            within(user.scope, "organization__path") | models.Q(participants__user=user)
        ).distinct()

    def open(self):
        return self.filter(state="open")

    def concerning(self, user):
        """Those the user takes part in, and those of the user's own office."""
        part, own = models.Q(participants__user=user), models.Q(organization__in=user.offices)
        return self.filter(part | own).distinct()

    def with_last_result(self):
        """Annotate `last_result`, the key of the newest locked result, with its `total` and `verdict`."""
        results = self.model._meta.get_field("results").related_model.objects
        last = results.filter(evaluation=models.OuterRef("pk")).order_by("-version")
        return self.annotate(
            last_result=models.Subquery(last.values("pk")[:1]),
            total=models.Subquery(last.values("total")[:1]),
            verdict=models.Subquery(last.values("verdict")[:1]),
        )

    def with_people(self):
        """With what every page of one evaluation asks for, in two statements; the long definition stays behind."""
        return (
            self.select_related("organization", "edition")
            .defer("edition__definition")
            .prefetch_related(models.Prefetch("participants", Participant.objects.select_related("user")))
        )


class Evaluation(models.Model):
    """A sheet in work, or locked. It pins its edition and the date whose registry counts.

    `version` counts the locks: the sheet in work will become result `version`. `serial` counts its operations.
    """

    class Kind(models.TextChoices):
        SELF = "self", "自我评价"

    class State(models.TextChoices):
        OPEN = "open", "评分中"
        LOCKED = "locked", "已锁定"

    class Incidents(models.TextChoices):
        UNKNOWN = "", "未填"
        NONE = "none", "没有发生过"
        SOME = "some", "发生过"

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="evaluations")
    edition = models.ForeignKey(ScorecardEdition, on_delete=models.PROTECT, related_name="evaluations")
    kind = models.CharField("类型", max_length=12, choices=Kind, default=Kind.SELF)
    year = models.PositiveSmallIntegerField("年度")
    as_of = models.DateField("评价日期", help_text="标准是否现行，按这一天算")
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    version = models.PositiveSmallIntegerField("版次", default=1)
    serial = models.PositiveIntegerField(default=0, editable=False)

    operated_from = models.DateField("体系运行起始日", null=True, blank=True, help_text="第5部分 6.1、6.2")
    self_evaluated_on = models.DateField("自我评价完成日", null=True, blank=True, help_text="第5部分 6.1")
    pilot_ends_on = models.DateField(
        "试点期满日", null=True, blank=True, help_text="不是试点的不填（第5部分 6.2）"
    )
    incidents = models.CharField(
        "重大事故、通报批评、处分、媒体曝光",
        max_length=6,
        choices=Incidents,
        blank=True,
        help_text="试运行期间（第5部分 6.3）",
    )
    incident_note = models.TextField("情况说明", blank=True)

    cap_decision = models.TextField("封顶口径的书面决定", blank=True)
    achievements = models.TextField("主要成绩", blank=True)
    problems = models.TextField("存在问题", blank=True)
    advice = models.TextField("改进建议", blank=True)

    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    opened_at = models.DateTimeField("开始时间", auto_now_add=True)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-pk"]
        verbose_name = verbose_name_plural = "评价"
        constraints = [
            models.UniqueConstraint(
                name="evaluation_evaluation_one_self_a_year",
                fields=["organization", "year"],
                condition=models.Q(kind="self"),
                violation_error_message="这一年度已有自我评价，请打开它继续。",
            ),
            models.CheckConstraint(
                name="evaluation_evaluation_incidents_explained",
                condition=~models.Q(incidents="some") | ~models.Q(incident_note=""),
                violation_error_message="发生过的，请写明情况。",
            ),
        ]

    def __str__(self):
        return f"{self.organization} {self.year} 年度{self.get_kind_display()}"

    def get_absolute_url(self):
        return reverse("evaluation:evaluation", args=[self.pk])

    @property
    def is_locked(self) -> bool:
        return self.state == self.State.LOCKED


class Participant(models.Model):
    """A person who works on the sheet of one evaluation; sees that evaluation, whatever organisation he is of."""

    class Duty(models.TextChoices):
        LEADER = "leader", "组长"
        MEMBER = "member", "成员"

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="participants")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="participations"
    )
    duty = models.CharField("分工", max_length=10, choices=Duty, default=Duty.MEMBER)

    class Meta:
        ordering = ["evaluation_id", "duty", "pk"]
        verbose_name = verbose_name_plural = "评价人员"
        constraints = [
            models.UniqueConstraint(
                name="evaluation_participant_unique",
                fields=["evaluation", "user"],
                violation_error_message="此人已在评价人员中。",
            ),
            models.UniqueConstraint(
                name="evaluation_participant_one_leader",
                fields=["evaluation"],
                condition=models.Q(duty="leader"),
                violation_error_message="一次评价只有一名组长。",
            ),
        ]

    def __str__(self):
        return f"{self.user}（{self.get_duty_display()}）"
