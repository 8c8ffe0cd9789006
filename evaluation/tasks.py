"""What evaluations give people to do: sheets in work, the yearly self-evaluation, the dates of 6.1–6.2."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Max, Min
from django.urls import reverse

from gridgov.organizations.models import Organization
from gridgov.tasks.task import Task
from standards.models import SystemVersion

from .aftermath.tasks import problem_tasks
from .applying.tasks import application_tasks
from .eligibility import months_after
from .endings.coming import ending_tasks
from .models import Application, Evaluation, Sheet
from .permissions import can_declare, can_lock, sheet_for
from .results.tasks import result_tasks
from .sheet.handing_in import gaps_of, return_reason
from .sheet.page import build_tabs
from .sheet.reading import read_result

MOST_SHEETS = 5
# October: the self-evaluation of the year falls due; until March somebody is told that it was missed.
SEASON_BEGINS, SEASON_ENDS = 10, 3
MILESTONES = (
    (3, "运行满 3 个月", "完成自我评价后可以接受评估（第5部分 6.1）", "查看评价", "evaluation:evaluations"),
    (6, "运行满 6 个月", "可以申请评估（第5部分 6.2）", "申请评估", "evaluation:applications"),
)
AHEAD = 180
AFTER = 62  # days a milestone is still told of: nobody may have looked for a month
SELF_CHECK_MONTHS = 6  # a self-evaluation not older than this at the due date is the 自查


def tasks_of(user, today: date) -> Iterator[Task]:
    yield from sheet_tasks(user)
    yield from application_tasks(user)
    yield from result_tasks(user)
    yield from problem_tasks(user, today)
    if user.offices:
        yield from yearly_tasks(user, today)
        yield from operation_tasks(user, today)
        yield from pilot_tasks(user, today)
        yield from ending_tasks(user, today)


def sheet_tasks(user) -> Iterator[Task]:
    """A sheet in work is due on its date: judge what is left; then whoever may lock it locks it."""
    for evaluation in Evaluation.objects.open().concerning(user).with_people()[:MOST_SHEETS]:
        yield from declaration_tasks(user, evaluation)
        sheet = sheet_for(user, evaluation)
        if sheet is None or (sheet.is_private and not sheet.is_open):
            continue
        about = {
            "key": f"sheet:{evaluation.pk}:{evaluation.as_of}",
            "organization": evaluation.organization.name,
        }
        if sheet.is_private:
            sheet.evaluation = evaluation
            yield from working_tasks(sheet, about)
            continue
        result = read_result(sheet)
        if left := len(result.unjudged_codes):
            sections = [tab.code for tab in build_tabs(result) if not tab.is_finished]
            url = reverse("evaluation:sheet", args=[evaluation.pk, sections[0]])
            reason = f"未评 {left} 条：{'、'.join(sections)}"
            yield Task(
                evaluation.as_of,
                evaluation.get_kind_display(),
                str(evaluation),
                reason,
                "继续评分",
                url,
                **about,
            )
        elif can_lock(user, evaluation):
            url = reverse("evaluation:lock", args=[evaluation.pk])
            reason = "七张表都已评完，待锁定"
            yield Task(evaluation.as_of, "自我评价", str(evaluation), reason, "锁定", url, **about)


def declaration_tasks(user, evaluation: Evaluation) -> Iterator[Task]:
    """A member of a panel declares before he judges that nothing asks him to step back."""
    if can_declare(user, evaluation):
        yield Task(
            evaluation.as_of,
            evaluation.get_kind_display(),
            str(evaluation),
            "评分前由本人声明与被评组织没有利害关系",
            "作回避声明",
            reverse("evaluation:panel-declare", args=[evaluation.pk]),
            key=f"declare:{evaluation.pk}:{evaluation.as_of}",
            organization=evaluation.organization.name,
        )


def working_tasks(sheet: Sheet, about: dict) -> Iterator[Task]:
    """A member judges the assigned tables, then hands the sheet in; what the leader sent back says why."""
    evaluation, gaps = sheet.evaluation, gaps_of(sheet)
    left = [gap for gap in gaps if not gap.is_finished]
    reason = f"未评 {sum(len(gap.missing) for gap in left)} 条：{'、'.join(gap.code for gap in left)}"
    act, url = "继续评分", reverse("evaluation:sheet", args=[evaluation.pk, left[0].code]) if left else ""
    if gaps and not left:
        reason, act = "主评的表都已评完，待提交", "提交底稿"
        url = reverse("evaluation:sheet-submit", args=[evaluation.pk])
    if returned := return_reason(sheet):
        reason = f"组长退回：{returned}"
    if gaps:
        yield Task(
            evaluation.as_of, evaluation.get_kind_display(), str(evaluation), reason, act, url, **about
        )


def yearly_tasks(user, today: date) -> Iterator[Task]:
    """From October to March: the self-evaluation of the year was not opened yet (T/CSSG 001.2 11.4.1.1)."""
    if SEASON_ENDS < today.month < SEASON_BEGINS:
        return
    year = today.year if today.month >= SEASON_BEGINS else today.year - 1
    begun = Evaluation.objects.filter(kind="self", year=year).values("organization")
    there = Organization.objects.filter(pk__in=user.offices, created_at__year__lte=year)
    for organization in there.exclude(pk__in=begun):
        due = date(year, 12, 31)
        url = f"{reverse('evaluation:evaluation-new')}?organization={organization.pk}"
        yield Task(
            due,
            "年度自评",
            f"{organization} {year} 年度自我评价",
            "每年组织一次自我评价（第2部分 11.4.1.1）",
            "开始评价",
            url,
            key=f"yearly:{organization.pk}:{year}",
            warn=(92, 30, 7),
            organization=organization.name,
        )


def operation_tasks(user, today: date) -> Iterator[Task]:
    """The system has run three and six months since its first version took effect."""
    rows = SystemVersion.objects.filter(organization__in=user.offices, state="issued")
    first = rows.values("organization", "organization__name").annotate(began=Min("effective_on"))
    for each in first.order_by("organization"):
        for months, label, reason, verb, url_name in MILESTONES:
            due = months_after(each["began"], months)
            if -AFTER <= (due - today).days <= AHEAD:
                yield Task(
                    due,
                    "体系运行",
                    label,
                    reason,
                    verb,
                    reverse(url_name),
                    key=f"operation:{each['organization']}:{months}:{due}",
                    warn=(30,),
                    organization=each["organization__name"],
                )


def pilot_tasks(user, today: date) -> Iterator[Task]:
    """Three months before a pilot ends (6.2): 自查, until a self-evaluation of its last months is finished, then
    the application to the level above, until one is sent.
    """
    rows = Evaluation.objects.filter(organization__in=user.offices, pilot_ends_on__gt=today)
    rows = rows.values("organization", "organization__name", "organization__parent", "pilot_ends_on")
    for each in rows.annotate(done=Max("self_evaluated_on")).order_by("organization"):
        due = months_after(each["pilot_ends_on"], -3)
        if (due - today).days > AHEAD:
            continue
        is_done = each["done"] is not None and each["done"] >= months_after(due, -SELF_CHECK_MONTHS)
        if not is_done:
            yield pilot_task(each, due, "自查", "自查", "查看评价", "evaluation:evaluations", "pilot")
        elif each["organization__parent"] and not applied_for(each["organization"], due):
            url_name = "evaluation:applications"
            yield pilot_task(each, due, "申请", "自查合格的，申请评估", "申请评估", url_name, "pilot-apply")


def pilot_task(each: dict, due: date, what: str, asked: str, verb: str, url_name: str, key: str) -> Task:
    name = each["organization__name"]
    return Task(
        due,
        f"试点{what}",
        f"{name}试点期满前{what}",
        f"试点 {each['pilot_ends_on']} 期满，期满前 3 个月{asked}（第5部分 6.2）",
        verb,
        reverse(url_name),
        key=f"{key}:{each['organization']}:{due}",
        warn=(30,),
        organization=name,
    )


def applied_for(organization_id: int, due: date) -> bool:
    """Whether an application was sent in the last months of the pilot."""
    rows = Application.objects.filter(organization=organization_id, state__in=("submitted", "accepted"))
    return rows.filter(submitted_at__date__gte=months_after(due, -SELF_CHECK_MONTHS)).exists()
