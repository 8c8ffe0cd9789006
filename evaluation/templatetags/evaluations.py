"""Tags of the workbench and of pages with standards and sheets: progress, what is due, signs of a status."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from django import template
from django.urls import reverse
from django.utils import timezone

from gridgov.organizations.models import Role
from standards.models import Standard

from ..models import Evaluation
from ..sheet_page import build_tabs, total_bar
from ..sheets import read_result

register = template.Library()
SIGNS = {"in_force": "●", "upcoming": "◐", "draft": "○", "replaced": "⇄", "withdrawn": "×"}
GROUPS = ((0, "已逾期"), (7, "七天内"), (30, "三十天内"))


@register.filter
def status_sign(status: str) -> str:
    """The sign that stands before the word of a status; it stays when printed in grey."""
    return SIGNS[status]


@register.filter
def grouped(digest: str) -> str:
    """A hash grouped by eight."""
    return " ".join(digest[place : place + 8] for place in range(0, len(digest), 8))


@register.simple_tag
def new_uuid() -> str:
    """The id of one operation of a plain form: pressed twice, it is kept once."""
    return str(uuid4())


@dataclass(frozen=True)
class Task:
    """One line of 待办: when, what kind, on what, why, and the one thing to do."""

    due: date
    kind: str
    label: str
    reason: str
    verb: str
    url: str

    def days(self, today: date) -> int:
        return (self.due - today).days


@register.inclusion_tag("evaluation/_progress_card.html")
def evaluation_progress(user):
    """The newest open evaluation of the user's own organisation or participation, as score bar and tables."""
    evaluation = open_evaluations(user).first()
    if evaluation is None:
        return {"evaluation": None, "may_open": bool(offices(user))}
    result = read_result(evaluation)
    return {"evaluation": evaluation, "bar": total_bar(result), "tabs": build_tabs(result)}


@register.simple_tag
def due_tasks(user) -> list[Task]:
    """What the user has to do, in due order."""
    tasks = [*sheet_tasks(user), *review_tasks(user, timezone.localdate())]
    return sorted(tasks, key=lambda task: (task.due, task.label))


@register.inclusion_tag("evaluation/_to_do.html")
def to_do(tasks):
    """Tasks in three groups by due date; with nothing due, the next three dates."""
    today = timezone.localdate()
    due = [(task, words_left(task.days(today))) for task in tasks if task.days(today) <= 30]
    later = [task for task in tasks if task.days(today) > 30][:3]
    return {"groups": in_groups(due, today), "count": len(due), "later": later, "today": today}


@register.inclusion_tag("evaluation/_calendar.html")
def calendar_strip(tasks):
    """Two weeks from Monday, each day with how many of each kind are due."""
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    days = [monday + timedelta(days=offset) for offset in range(14)]
    return {"days": [(day, kinds_due(tasks, day)) for day in days], "today": today}


def kinds_due(tasks, day: date) -> list[tuple[str, int]]:
    """(kind, count) of a day, in the order of the tasks."""
    kinds = [task.kind for task in tasks if task.due == day]
    return [(kind, kinds.count(kind)) for kind in dict.fromkeys(kinds)]


def in_groups(due: list, today: date) -> list:
    """[(heading, [(task, words)])] of the groups that hold something."""
    found = {heading: [] for _, heading in GROUPS}
    for task, words in due:
        days = task.days(today)
        heading = "已逾期" if days < 0 else "七天内" if days <= 7 else "三十天内"
        found[heading].append((task, words))
    return [(heading, rows) for heading, rows in found.items() if rows]


def words_left(days: int) -> str:
    if days < 0:
        return f"逾期 {-days} 天"
    return f"剩 {days} 天" if days else "今天"


def open_evaluations(user):
    """Sheets in work that concern the user: those taken part in, and those of the own office."""
    rows = (
        Evaluation.objects.filter(state="open")
        .select_related("organization", "edition")
        .defer("edition__definition")
    )
    mine = rows.filter(participants__user=user) | rows.filter(organization__in=offices(user))
    return mine.distinct().order_by("-year", "-pk")


def offices(user) -> list[int]:
    return [pk for pk, role in user.held_roles if role == Role.OFFICE]


def sheet_tasks(user):
    """A sheet in work is due on its date: judge what is left, or lock it."""
    for evaluation in open_evaluations(user)[:5]:
        result = read_result(evaluation)
        left = len(result.unjudged_codes)
        sections = [tab.code for tab in build_tabs(result) if not tab.is_finished]
        if left:
            url = reverse("evaluation:sheet", args=[evaluation.pk, sections[0]])
            reason = f"未评 {left} 条：{'、'.join(sections)}"
            yield Task(evaluation.as_of, "自我评价", str(evaluation), reason, "继续评分", url)
        else:
            url = reverse("evaluation:lock", args=[evaluation.pk])
            yield Task(evaluation.as_of, "自我评价", str(evaluation), "七张表都已评完，待锁定", "锁定", url)


def review_tasks(user, today: date):
    """Own standards whose review falls due within a season (T/CSSG 001.2 10.7)."""
    rows = (
        Standard.objects.filter(
            organization__in=offices(user), origin="own", withdrawn_on=None, replaced_on=None
        )
        .in_force(on=today)
        .filter(effective_on__lte=today - timedelta(days=3 * 365 - 92))
    )
    for standard in rows.order_by("effective_on")[:200]:
        due = standard.review_due_on
        if due and due <= today + timedelta(days=92):
            reason = f"{standard.confirmed_on or standard.effective_on} 起满三年应复审"
            yield Task(due, "复审", str(standard), reason, "查看", standard.get_absolute_url())
