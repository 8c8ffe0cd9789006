"""An evaluation of one organisation for one year (T/CSSG 001.2 11.4.1, T/CSSG 001.5)."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from gridgov.organizations.models import Organization
from gridgov.organizations.querysets import within

from .panel import Participant
from .scorecard import ScorecardEdition


class EvaluationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Evaluations of the organisations the user sees, and those the user takes part in.

        Seeing that a panel evaluates is not seeing what it found: `permissions.can_see_official` says who does.
        """
        return self.filter(within(user.scope, "organization__path") | models.Q(pk__in=taken_part_in(user)))

    def open(self):
        return self.filter(state="open")

    def concerning(self, user):
        """Those the user works on: takes part in, or self-evaluations of the user's own office."""
        own = models.Q(kind="self", organization__in=user.offices)
        return self.filter(models.Q(pk__in=taken_part_in(user)) | own)

    def with_last_result(self, user):
        """Annotate `last_result`, the key of the newest locked result the user may see, with `total`, `verdict`."""
        results = self.model._meta.get_field("results").related_model.objects
        last = results.visible_to(user).filter(evaluation=models.OuterRef("pk")).order_by("-version")
        return self.annotate(
            last_result=models.Subquery(last.values("pk")[:1]),
            total=models.Subquery(last.values("total")[:1]),
            verdict=models.Subquery(last.values("verdict")[:1]),
        )

    def with_people(self):
        """With what every page of one evaluation asks for, in three statements; the long definition stays behind."""
        people = Participant.objects.select_related("user")
        return (
            self.select_related("organization", "organizer", "edition")
            .defer("edition__definition")
            .prefetch_related(models.Prefetch("participants", people), "sheets")
        )


def taken_part_in(user):
    """Keys of the evaluations the user takes part in. Who is recused does not any more."""
    return Participant.objects.filter(user=user).unrecused().values("evaluation")


class Evaluation(models.Model):
    """One evaluation in work, or locked. It pins its edition and the date whose registry counts.

    A 自我评价 has one sheet on which everybody works. The other kinds are held by an `organizer` with a panel: each
    member has a private sheet, and the official one holds what the panel agreed (`models.sheet.Sheet`). A 复评
    `repeats` an earlier one for the `affected` items alone and never changes it.

    `version` counts the locks: the sheet in work will become result `version`.
    """

    class Kind(models.TextChoices):
        SELF = "self", "自我评价"
        UPPER = "upper", "上级评估"
        THIRD_PARTY = "third_party", "第三方评价"
        REPEAT = "repeat", "复评"

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
    organizer = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organized_evaluations",
        verbose_name="组织单位",
        help_text="第5部分 5.1：由上一级标准化主管部门组织",
    )
    commissioned = models.CharField(
        "受委托机构", max_length=100, blank=True, help_text="第三方评价的机构名称"
    )
    application = models.OneToOneField(
        "evaluation.Application",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="evaluation",
        verbose_name="评估申请",
    )
    repeats = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="repetitions",
        verbose_name="原评价",
    )
    affected = models.JSONField("复评的项", default=list, blank=True)
    year = models.PositiveSmallIntegerField("年度")
    as_of = models.DateField("评价日期", help_text="标准是否现行，按这一天算")
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    version = models.PositiveSmallIntegerField("版次", default=1)

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

    size_reason = models.TextField(
        "评估组人数的说明", blank=True, help_text="少于 5 人或多于 7 人时写明理由（第5部分 5.2）"
    )
    grades = models.JSONField("评价等级", default=list, blank=True, help_text="第5部分 9.4，不设的留空")
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
            models.CheckConstraint(
                name="evaluation_evaluation_panel_has_organizer",
                condition=models.Q(kind="self", organizer=None)
                | ~models.Q(kind="self") & models.Q(organizer__isnull=False),
                violation_error_message="自我评价由本组织进行；其他评价要有组织单位。",
            ),
            models.CheckConstraint(
                name="evaluation_evaluation_repeat_names_first",
                condition=models.Q(kind="repeat", repeats__isnull=False)
                | ~models.Q(kind="repeat") & models.Q(repeats=None),
                violation_error_message="复评要写明原评价。",
            ),
        ]

    def __str__(self):
        return f"{self.organization} {self.year} 年度{self.get_kind_display()}"

    def get_absolute_url(self):
        return reverse("evaluation:evaluation", args=[self.pk])

    @property
    def is_locked(self) -> bool:
        return self.state == self.State.LOCKED

    @property
    def keeper(self) -> Organization:
        """Who holds it, in whose trail its events stand: what a panel does is not told to those it evaluates."""
        return self.organizer or self.organization

    @property
    def is_by_panel(self) -> bool:
        """Whether a panel evaluates: private sheets, 合议, signatures."""
        return self.kind != self.Kind.SELF

    @property
    def official(self):
        """The one sheet that is totalled, locked and printed; no query after `with_people`."""
        return next(sheet for sheet in self.sheets.all() if sheet.participant_id is None)
