"""What the office's records give people to do (life cycle §5.4, §5.6). Reading only, in a fixed number of
statements.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from gridgov.organizations.models import Role
from gridgov.tasks.task import Task
from standards.models import Standard

from .models import Finding, Lending, Plan, PlanItem, Qualification, TrainingSession
from .permissions import DEPARTMENT_ROLES
from .querysets import GIVEN_OUT
from .steps import APPROVERS

AHEAD = 180
ANSWER_DAYS = 7
MOST = 200
CHECKERS = (Role.OFFICE, Role.REPRESENTATIVE)


def tasks_of(user, today: date) -> Iterator[Task]:
    """Everything these records wait for the user to do."""
    yield from rectification_tasks(user)
    yield from office_finding_tasks(user)
    yield from escalated_finding_tasks(user)
    yield from plan_approval_tasks(user)
    yield from plan_item_tasks(user, today)
    if user.offices:
        yield from qualification_tasks(user, today)
        yield from promotion_tasks(user, today)
        yield from lending_tasks(user)


def concerning(user, prefix: str = "") -> Q:
    """Rows of the user's office, and those of the user's own department."""
    ours = Q(**{f"{prefix}organization__in": user.organizations_as(*DEPARTMENT_ROLES)})
    return Q(**{f"{prefix}organization__in": user.offices}) | ours & Q(department=user.department_id or 0)


def finding_task(finding: Finding, due: date, kind: str, reason: str, verb: str, step: str) -> Task:
    url = reverse("activities:step", args=[finding.KIND, finding.pk, step])
    key = f"finding:{finding.pk}:{step}:{due}"
    name = finding.organization.name
    return Task(due, kind, finding.description[:40], reason, verb, url, key=key, organization=name)


def rectification_tasks(user) -> Iterator[Task]:
    """整改: what was given out is due on its day (11.4.2)."""
    rows = Finding.objects.kept().filter(concerning(user), state__in=GIVEN_OUT)
    for finding in rows.select_related("organization", "department").order_by("due_on")[:MOST]:
        reason = f"{finding.number}，{finding.department} {finding.owner}".strip()
        step, verb = ("rectify", "整改") if finding.state == "assigned" else ("report", "反馈")
        yield finding_task(finding, finding.due_on, "整改", reason, verb, step)


def office_finding_tasks(user) -> Iterator[Task]:
    """派发 what was registered, 验证 what was reported back, 关闭 what was verified, each within a week."""
    checked = Q(state="reported", organization__in=user.organizations_as(*CHECKERS))
    rows = Finding.objects.kept().filter(
        checked | Q(state__in=("registered", "verified"), organization__in=user.offices)
    )
    for finding in rows.select_related("organization").order_by("pk")[:MOST]:
        since, verb, step = {
            "registered": (finding.found_on, "派发", "assign"),
            "reported": (finding.reported_on, "验证", "verify"),
            "verified": (finding.verified_on, "关闭", "close"),
        }[finding.state]
        reason = f"{finding.number}，{since} {finding.get_state_display()}"
        yield finding_task(finding, since + timedelta(days=ANSWER_DAYS), "问题", reason, verb, step)


def escalated_finding_tasks(user) -> Iterator[Task]:
    """What was reported to the 管理者代表 (11.4.1.2) stays before him until it is reported back."""
    rows = Finding.objects.kept().filter(
        organization__in=user.organizations_as(Role.REPRESENTATIVE),
        state__in=GIVEN_OUT,
        escalated_on__isnull=False,
    )
    for finding in rows.select_related("organization", "department").order_by("due_on")[:MOST]:
        yield Task(
            finding.due_on,
            "督办",
            finding.description[:40],
            f"{finding.number}，{finding.department}，{finding.escalated_on} 上报",
            "查看",
            finding.get_absolute_url(),
            key=f"escalated:{finding.pk}:{finding.due_on}",
            organization=finding.organization.name,
        )


def plan_approval_tasks(user) -> Iterator[Task]:
    """Plans that hold something wait for the 管理者代表 or the 委员会 (§12); nobody approves the own one."""
    rows = Plan.objects.kept().filter(
        organization__in=user.organizations_as(*APPROVERS),
        state__in=("draft", "adjusting"),
        pk__in=PlanItem.objects.kept().values("plan"),
    )
    for plan in rows.exclude(created_by=user).select_related("organization").order_by("pk")[:MOST]:
        yield Task(
            plan.created_at.date() + timedelta(days=ANSWER_DAYS),
            "计划待批",
            str(plan),
            f"{plan.get_type_display()}等待批准",
            "批准计划",
            reverse("activities:step", args=[plan.KIND, plan.pk, "approve"]),
            key=f"plan:{plan.pk}:{plan.state}",
            organization=plan.organization.name,
        )


def plan_item_tasks(user, today: date) -> Iterator[Task]:
    """Items of plans under way (§12). Those of 制修订 follow the standard they became, told by the registry."""
    rows = PlanItem.objects.kept().filter(
        concerning(user, "plan__") & Q(plan__state__in=("approved", "running"), plan__removed_at=None),
        standard=None,
        done_on=None,
        dropped_on=None,
        due_on__lte=today + timedelta(days=AHEAD),
    )
    for item in rows.select_related("plan__organization").order_by("due_on")[:MOST]:
        yield Task(
            item.due_on,
            "计划",
            item.what,
            str(item.plan),
            "登记完成情况",
            item.plan.get_absolute_url(),
            key=f"plan-item:{item.pk}:{item.due_on}",
            warn=(30, 7),
            organization=item.plan.organization.name,
        )


def qualification_tasks(user, today: date) -> Iterator[Task]:
    """资格证到期 (7.2, A1-3-3), of those who are still there."""
    rows = Qualification.objects.expiring(on=today, within=AHEAD).filter(
        person__organization__in=user.offices, person__removed_at=None, person__left_on=None
    )
    for row in rows.select_related("person__organization")[:MOST]:
        yield Task(
            row.valid_until,
            "资格证到期",
            f"{row.person.name} {row.title}",
            "到期前换证，或登记新的证书",
            "查看",
            row.person.get_absolute_url(),
            key=f"qualification:{row.pk}:{row.valid_until}",
            warn=(90, 30),
            organization=row.person.organization.name,
        )


def promotion_tasks(user, today: date) -> Iterator[Task]:
    """宣贯 before a standard of one's own takes effect (11.2.1); told until half a year after."""
    window = (today - timedelta(days=AHEAD), today + timedelta(days=AHEAD))
    rows = (
        Standard.objects.published()
        .standing()
        .filter(organization__in=user.offices, origin="own", effective_on__range=window)
    )
    told = TrainingSession.objects.kept().filter(type=TrainingSession.Type.PROMOTION)
    rows = rows.exclude(pk__in=told.filter(standards__isnull=False).values("standards"))
    for standard in rows.select_related("organization").order_by("effective_on")[:MOST]:
        query = f"organization={standard.organization_id}&standard={standard.pk}"
        yield Task(
            standard.effective_on,
            "宣贯",
            standard.title,
            f"{standard.number}，{standard.effective_on} 实施，还没有宣贯记录",
            "登记宣贯",
            f"{reverse('activities:record-new', args=['training'])}?{query}",
            key=f"promotion:{standard.pk}:{standard.effective_on}",
            warn=(15,),
            organization=standard.organization.name,
        )


def lending_tasks(user) -> Iterator[Task]:
    """Materials lent out are due back (13.2)."""
    rows = Lending.objects.out().filter(
        material__organization__in=user.offices, material__removed_at=None, due_on__isnull=False
    )
    for row in rows.select_related("material__organization").order_by("due_on")[:MOST]:
        yield Task(
            row.due_on,
            "资料归还",
            row.material.title,
            f"{row.lent_on} 借给{row.recipient}",
            "登记归还",
            row.material.get_absolute_url(),
            key=f"lending:{row.pk}:{row.due_on}",
            warn=(3,),
            organization=row.material.organization.name,
        )
