"""What the registry gives people to do (life cycle §5.6). Reading only, in a fixed number of statements.

Every task follows from dates and from what was decided; nothing is stored, so nothing is missed when the server
was off for a month. The office is told of its whole organisation, others of what waits for them.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Exists, Max, Min, OuterRef, Q
from django.urls import reverse

from gridgov.organizations.models import Role
from gridgov.tasks.task import Task

from .models import (
    Amendment,
    Opinion,
    OpinionForm,
    PeriodicReview,
    ReviewRound,
    RevisionRequest,
    Standard,
    SystemVersion,
)
from .querysets import three_years_before
from .references.suitability import suitability_due

AHEAD = 180  # days: 复审 is announced half a year before
REVIEW_WARNINGS = (180, 90, 30)
APPROVAL_DAYS, PUBLISHING_DAYS = 7, 15
CHECK_MONTHS = 12
PLAN_AHEAD = 366  # days: what is planned for the year
VERSION_DAYS = AMENDING_DAYS = 30
MOST = 200
MAKING = ("planned", "drafting", "reviewing", "submitted")
DRAFTERS = (Role.DEPARTMENT, Role.OFFICER)
APPROVERS = (Role.AUTHORIZER, Role.COMMITTEE)
PLANNERS = (Role.REPRESENTATIVE, Role.COMMITTEE)


def tasks_of(user, today: date) -> Iterator[Task]:
    """Everything the registry waits for the user to do."""
    yield from review_tasks(user, today)
    yield from open_review_tasks(user)
    yield from amending_tasks(user)
    yield from plan_tasks(user, today)
    yield from plan_approval_tasks(user)
    yield from opinion_tasks(user)
    yield from chasing_tasks(user, today)
    yield from approval_tasks(user)
    yield from publishing_tasks(user)
    yield from request_tasks(user)
    yield from adoption_tasks(user)
    yield from suitability_tasks(user, today)
    yield from check_tasks(user, today)
    yield from version_tasks(user)


def task(standard: Standard, due: date, kind: str, reason: str, verb: str, url: str, **more) -> Task:
    """A task about a standard."""
    return Task(
        due,
        kind,
        standard.title,
        reason,
        verb,
        url,
        key=f"{kind}:{standard.pk}:{due}",
        organization=standard.organization.name,
        **more,
    )


def step_url(standard: Standard, step: str) -> str:
    return reverse("standards:step", args=[standard.pk, step])


def of_roles(user, *roles):
    """The standards of the organisations in which the user holds one of the roles."""
    rows = Standard.objects.filter(organization__in=user.organizations_as(*roles))
    return rows.select_related("organization")


def drafted_by_department(user, prefix: str = "") -> Q:
    """What the user's department drafts."""
    posted = Q(**{f"{prefix}organization__in": user.organizations_as(*DRAFTERS)})
    return posted & Q(**{f"{prefix}drafting_department": user.department_id or 0})


def own_drafts(user):
    """What the user's department drafts, or all of the organisation for its office."""
    rows = Standard.objects.filter(
        Q(organization__in=user.offices) | drafted_by_department(user), origin="own"
    )
    return rows.select_related("organization")


def review_tasks(user, today: date) -> Iterator[Task]:
    """Own standards whose three years end (T/CSSG 001.2 10.7), until their 复审 is started.

    What was reviewed within them is not told again, though 修改 and 修订 leave the date of the last 确认 as it is.
    """
    lately = three_years_before(today + timedelta(days=AHEAD))
    answered = PeriodicReview.objects.filter(
        Q(conclusion="") | Q(conclusion__in=("amend", "revise"), concluded_on__gt=lately),
        standard=OuterRef("pk"),
    )
    rows = of_roles(user, Role.OFFICE).due_for_review(on=today, within=AHEAD)
    for standard in rows.exclude(Exists(answered)).order_by("effective_on")[:MOST]:
        since = standard.confirmed_on or standard.effective_on
        reason = f"{standard.number}，{since} 起满三年"
        url = reverse("standards:review-start", args=[standard.pk])
        yield task(
            standard, standard.review_due_on, "复审到期", reason, "发起复审", url, warn=REVIEW_WARNINGS
        )


def open_review_tasks(user) -> Iterator[Task]:
    """A 复审 under way is due when the three years end; with an opinion it waits for the committee too (10.7 d)."""
    decides = Q(standard__organization__in=user.organizations_as(Role.COMMITTEE)) & ~Q(opinion="")
    rows = PeriodicReview.objects.filter(decides | Q(standard__organization__in=user.offices), conclusion="")
    # With a successor there is nothing left to decide.
    rows = rows.filter(standard__replaced_on=None, standard__withdrawn_on=None)
    for review in rows.select_related("standard__organization")[:MOST]:
        standard = review.standard
        due = standard.review_due_on or review.started_on + timedelta(days=30)
        reason = f"{standard.number}，{review.started_on} 开始复审"
        verb = "作出结论" if review.opinion else "填写意见"
        url = reverse("standards:review", args=[standard.pk, review.pk])
        yield task(standard, due, "复审结论", reason, verb, url, warn=(30, 7))


def amending_tasks(user) -> Iterator[Task]:
    """A 复审 concluded with 修改 waits for the drafting department to apply, or the office for it (10.7 b)."""
    ours = Q(standard__organization__in=user.offices) | drafted_by_department(user, "standard__")
    later = PeriodicReview.objects.filter(standard=OuterRef("standard"), pk__gt=OuterRef("pk"))
    applied = Amendment.objects.filter(review=OuterRef("pk"), declined_on=None)
    rows = PeriodicReview.objects.filter(ours, ~Exists(later), ~Exists(applied), conclusion="amend")
    rows = rows.filter(standard__replaced_on=None, standard__withdrawn_on=None)
    for review in rows.select_related("standard__organization")[:MOST]:
        due = review.concluded_on + timedelta(days=AMENDING_DAYS)
        reason = f"{review.standard.number}，{review.concluded_on} 复审结论为修改，还没有修改申请"
        url = reverse("standards:amendment-new", args=[review.standard_id])
        yield task(review.standard, due, "修改", reason, "申请修改", url)


def plan_tasks(user, today: date) -> Iterator[Task]:
    """What is planned to be ready by a date (12 a)."""
    soon = today + timedelta(days=PLAN_AHEAD)
    rows = own_drafts(user).filter(stage__in=MAKING, due_on__isnull=False, due_on__lte=soon)
    for standard in rows.order_by("due_on")[:MOST]:
        reason = f"计划 {standard.due_on} 前完成，现在{standard.get_stage_display()}"
        yield task(
            standard, standard.due_on, "计划到期", reason, "办理", standard.get_absolute_url(), warn=(30,)
        )


def plan_approval_tasks(user) -> Iterator[Task]:
    """Plan entries wait for the 管理者代表 or the 委员会."""
    rows = of_roles(user, *PLANNERS).filter(origin="own", stage="planned", planned_on=None)
    for standard in rows.order_by("created_at")[:MOST]:
        due = standard.created_at.date() + timedelta(days=APPROVAL_DAYS)
        url = step_url(standard, "approve_plan")
        yield task(standard, due, "计划待批", "制修订计划条目等待批准", "批准计划", url)


def opinion_tasks(user) -> Iterator[Task]:
    """审定意见表 that the user was sent and has not signed (10.4)."""
    forms = OpinionForm.objects.filter(reviewer=user, signed_at=None, recalled_at=None, round__outcome="")
    for form in forms.select_related("round__standard__organization")[:MOST]:
        standard, due = form.round.standard, form.round.due_on or form.sent_on
        reason = f"第 {form.round.number} 轮审查，{form.sent_on} 发出"
        url = reverse("standards:opinion-form", args=[form.pk])
        yield task(standard, due, "审定意见", reason, "填写意见", url, warn=(3,))


def chasing_tasks(user, today: date) -> Iterator[Task]:
    """Rounds to arrange, to chase, to answer, to end (10.4); the drafting department answers opinions too."""
    sent = Count("forms", filter=Q(forms__recalled_at=None))
    waiting = Count("forms", filter=Q(forms__signed_at=None, forms__recalled_at=None))
    unhandled = Opinion.objects.filter(
        form__round=OuterRef("pk"), form__signed_at__isnull=False, form__recalled_at=None, handling=""
    )
    ours = Q(standard__organization__in=user.offices) | drafted_by_department(user, "standard__")
    rounds = ReviewRound.objects.filter(ours, outcome="").annotate(
        sent=sent, waiting=waiting, unhandled=Exists(unhandled)
    )
    for each in rounds.select_related("standard__organization")[:MOST]:
        is_office = each.standard.organization_id in user.offices
        if told := round_waits_for(each, today, is_office):
            url = reverse("standards:review-round", args=[each.standard_id, each.number])
            yield task(each.standard, each.due_on or each.submitted_on, "审查", *told, url)


def round_waits_for(each: ReviewRound, today: date, is_office: bool) -> tuple[str, str] | None:
    """Reason and verb; None when nothing is to be done."""
    if each.sent and not each.waiting and each.unhandled:
        return "意见表已全部返回，待处理意见", "处理意见"
    if not is_office:
        return None
    if not each.sent:
        return "已送审，还没有发出审定意见表", "组织审查"
    if not each.waiting:
        return "意见已全部返回和处理，待定稿或退回", "结束审查"
    return (f"{each.waiting} 份意见表逾期未返回", "催办") if each.due_on and each.due_on < today else None


def approval_tasks(user) -> Iterator[Task]:
    """What is finished waits seven days at most for the approval."""
    rows = of_roles(user, *APPROVERS).filter(origin="own", stage="submitted")
    for standard in rows.order_by("finalized_on")[:MOST]:
        begun = standard.finalized_on or standard.updated_at.date()
        url = step_url(standard, "approve")
        yield task(standard, begun + timedelta(days=APPROVAL_DAYS), "报批", f"{begun} 定稿报批", "批准", url)


def publishing_tasks(user) -> Iterator[Task]:
    """已批准未发布: fifteen days after the approval (10.5)."""
    rows = of_roles(user, Role.OFFICE).filter(origin="own", stage="approved", approved_on__isnull=False)
    for standard in rows.order_by("approved_on")[:MOST]:
        due = standard.approved_on + timedelta(days=PUBLISHING_DAYS)
        url = step_url(standard, "publish")
        yield task(standard, due, "待发布", f"{standard.approved_on} 批准，还没有编号发布", "编号发布", url)


def request_tasks(user) -> Iterator[Task]:
    """修改 and 修订 that somebody applied for (10.3.2, 10.7 b)."""
    amendments = Amendment.objects.filter(
        number=None, declined_on=None, standard__organization__in=user.offices
    )
    revisions = RevisionRequest.objects.filter(decision="", standard__organization__in=user.offices)
    for kind, name, rows in (
        ("修改申请", "standards:amendment", amendments),
        ("修订申请", "standards:revision", revisions),
    ):
        for request in rows.select_related("standard__organization", "department")[:MOST]:
            due = request.requested_on + timedelta(days=PUBLISHING_DAYS)
            reason = f"{request.department} {request.requested_on} 提出"
            url = reverse(name, args=[request.standard_id, request.pk])
            yield task(request.standard, due, kind, reason, "办理", url)


def adoption_tasks(user) -> Iterator[Task]:
    """Standards of others that were 识别 wait for their 采用审核."""
    rows = of_roles(user, Role.OFFICE).filter(stage="identified")
    for standard in rows.order_by("created_at")[:MOST]:
        due = standard.created_at.date() + timedelta(days=PUBLISHING_DAYS)
        yield task(
            standard,
            due,
            "采用审核",
            f"{standard.number} 等待采用审核",
            "审核",
            reverse("standards:adopt", args=[standard.pk]),
        )


def suitability_tasks(user, today: date) -> Iterator[Task]:
    """Own standards whose cited standard was replaced or withdrawn (10.3.1.2), from the day of the change."""
    concerned = user.organizations_as(Role.OFFICE, *DRAFTERS)
    due = suitability_due(concerned, today) if concerned else []
    for standard, cited, cause, changed_on in due[:MOST]:
        if standard.organization_id in user.offices:
            url = reverse("standards:suitability-conclude", args=[standard.pk, cited.pk])
            yield task(standard, changed_on, "适宜性评审", cause, "评审", url)
        elif user.department_id is not None and standard.drafting_department_id == user.department_id:
            url = reverse("standards:revision-new", args=[standard.pk])
            yield task(standard, changed_on, "适宜性评审", cause, "不适宜的，申请修订", url)


def check_tasks(user, today: date) -> Iterator[Task]:
    """查新 at least once a year, per registry: the oldest 查新日期 of what is adopted decides (life cycle §5.3)."""
    if not user.offices:
        return
    rows = Standard.objects.filter(organization__in=user.offices, origin="adopted").in_force(on=today)
    figures = rows.values("organization_id", "organization__name").annotate(
        count=Count("pk"),
        unchecked=Count("pk", filter=Q(checked_on=None)),
        oldest=Min("checked_on"),
        entered=Max("created_at"),
    )
    for each in figures.order_by("organization_id"):
        due = each["oldest"] or each["entered"].date()
        if not each["unchecked"]:
            due = due.replace(year=due.year + CHECK_MONTHS // 12, day=min(due.day, 28))
        if due <= today + timedelta(days=AHEAD):
            words = (
                f"{each['unchecked']} 项没有查新日期" if each["unchecked"] else f"最早一次在 {each['oldest']}"
            )
            url = f"{reverse('standards:check-new')}?organization={each['organization_id']}"
            label = f"采用的 {each['count']} 项标准"
            yield Task(
                due,
                "查新",
                label,
                words,
                "查新",
                url,
                key=f"check:{each['organization_id']}:{due}",
                warn=(30,),
                organization=each["organization__name"],
            )


def version_tasks(user) -> Iterator[Task]:
    """A version of the system waits for its 审议 and then for its 发布令 (8.1.2, 9.3)."""
    writers = user.organizations_as(Role.OFFICE, Role.COMMITTEE)
    issuers = user.organizations_as(Role.OFFICE, *APPROVERS)
    waits = Q(state="drafting", organization__in=writers) | Q(state="deliberated", organization__in=issuers)
    rows = SystemVersion.objects.filter(waits).without_snapshot().select_related("organization")
    for version in rows[:MOST]:
        due = (version.deliberated_on or version.drafted_on) + timedelta(days=VERSION_DAYS)
        told = f"{version.deliberated_on} 审议通过，还没有发布令"
        reason = told if version.deliberated_on else f"{version.drafted_on} 开始编制，等待审议"
        yield Task(
            due,
            "体系版本",
            f"标准体系 {version}",
            reason,
            "发布" if version.deliberated_on else "编制和审议",
            version.get_absolute_url(),
            key=f"version:{version.pk}:{version.state}:{due}",
            organization=version.organization.name,
        )
