"""Who evaluates: the pool of experts, the panel and its recusals, who judges which table (T/CSSG 001.5 5.2)."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from gridgov.organizations.models import Organization
from gridgov.organizations.querysets import OwnedQuerySet
from gridgov.records.querysets import RemovableQuerySet


class Side(models.TextChoices):
    """From where a member of a panel comes: 评估组由标准化、有关行业专家和管理人员组成 (5.2)."""

    STANDARDIZATION = "standardization", "标准化专家"
    TRADE = "trade", "行业专家"
    MANAGEMENT = "management", "管理人员"


class ExpertQuerySet(RemovableQuerySet, OwnedQuerySet):
    """Experts of the pool of one organisation; `kept()` are those still in it."""


class Expert(models.Model):
    """One person of the 专家库 an organisation keeps. `user` is the account with which the expert judges."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="experts", editable=False, verbose_name="专家库"
    )
    name = models.CharField("姓名", max_length=40)
    side = models.CharField("类别", max_length=16, choices=Side)
    fields = models.CharField("专业领域", max_length=200, help_text="几个领域之间用顿号隔开")
    employer = models.CharField("工作单位", max_length=100)
    employer_organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="所属网格化治理组织",
        help_text="在网格化治理组织工作的必填：不能评价本组织",
    )
    title = models.CharField("职务、职称", max_length=60, blank=True)
    phone = models.CharField("联系电话", max_length=20, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="expertise",
        verbose_name="账号",
    )
    created_at = models.DateTimeField("入库时间", auto_now_add=True)
    removed_at = models.DateTimeField("出库时间", null=True, blank=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    objects = ExpertQuerySet.as_manager()

    class Meta:
        ordering = ["organization_id", "name", "pk"]
        verbose_name = verbose_name_plural = "专家"
        constraints = [
            models.UniqueConstraint(
                name="evaluation_expert_unique",
                fields=["organization", "name", "employer"],
                condition=models.Q(removed_at=None),
                violation_error_message="专家库中已有这个单位的同名专家。",
            ),
            models.UniqueConstraint(
                name="evaluation_expert_user_unique",
                fields=["organization", "user"],
                condition=models.Q(removed_at=None, user__isnull=False),
                violation_error_message="这个账号已属于专家库中的另一名专家。",
            ),
        ]

    def __str__(self):
        return f"{self.name}（{self.employer}）"

    def get_absolute_url(self):
        return reverse("evaluation:expert", args=[self.pk])


class ParticipantQuerySet(models.QuerySet):
    def unrecused(self):
        """Without those who stepped back: they see the evaluation no more."""
        return self.exclude(absence="recused")

    def present(self):
        """Those who judge and sign."""
        return self.filter(absence="")


class Participant(models.Model):
    """A person who works on one evaluation; sees that evaluation, whatever organisation he is of.

    In a panel, `side` and `employer` are kept as they were when the panel was formed. Who cannot come or steps back
    stays in the list, with the reason; he has no say and does not sign.
    """

    class Duty(models.TextChoices):
        LEADER = "leader", "组长"
        MEMBER = "member", "成员"

    class Absence(models.TextChoices):
        PRESENT = "", "参加"
        ABSENT = "absent", "缺席"
        RECUSED = "recused", "回避"

    evaluation = models.ForeignKey(
        "evaluation.Evaluation", on_delete=models.PROTECT, related_name="participants"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="participations"
    )
    duty = models.CharField("分工", max_length=10, choices=Duty, default=Duty.MEMBER)
    expert = models.ForeignKey(
        Expert, on_delete=models.PROTECT, null=True, blank=True, related_name="participations"
    )
    side = models.CharField("类别", max_length=16, choices=Side, blank=True)
    employer = models.CharField("工作单位", max_length=100, blank=True)
    declared_at = models.DateTimeField("回避声明时间", null=True, blank=True, editable=False)
    absence = models.CharField("参加情况", max_length=8, choices=Absence, blank=True, default=Absence.PRESENT)
    absence_reason = models.CharField("缺席或回避的理由", max_length=200, blank=True)

    objects = ParticipantQuerySet.as_manager()

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
            models.CheckConstraint(
                name="evaluation_participant_absence_explained",
                condition=models.Q(absence="") | ~models.Q(absence_reason=""),
                violation_error_message="缺席或回避的，请写明理由。",
            ),
            models.CheckConstraint(
                name="evaluation_participant_leader_present",
                condition=models.Q(duty="member") | models.Q(absence=""),
                violation_error_message="组长不能缺席或回避，请先指定另一名组长。",
            ),
        ]

    def __str__(self):
        return f"{self.user}（{self.get_duty_display()}）"

    @property
    def is_present(self) -> bool:
        return not self.absence


class Assignment(models.Model):
    """One table of Appendix A given to one member to judge (评估方案, 分工)."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="assignments")
    section = models.CharField("表", max_length=8, help_text="如 A.3")

    class Meta:
        ordering = ["participant_id", "section"]
        verbose_name = verbose_name_plural = "分工"
        constraints = [
            models.UniqueConstraint(
                name="evaluation_assignment_unique",
                fields=["participant", "section"],
                violation_error_message="这张表已分给此人。",
            )
        ]

    def __str__(self):
        return f"{self.section} {self.participant}"
