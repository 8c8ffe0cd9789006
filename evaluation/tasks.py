"""待办 of the workbench: what a user has to do, when it is due, and how it is shown in groups and on the calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from standards.models import Standard

from .models import Evaluation
from .permissions import can_lock
from .sheet_page import build_tabs
from .sheets import read_result

GROUPS = (("已逾期", -1), ("七天内", 7), ("三十天内", 30))
NEAR, SEASON = 30, 92  # days
MOST_SHEETS, MOST_REVIEWS = 5, 200


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


def tasks_of(user, today: date) -> list[Task]:
    """What the user has to do, in due order."""
    return sorted([*sheet_tasks(user), *review_tasks(user, today)], key=lambda task: (task.due, task.label))


def sheet_tasks(user) -> Iterator[Task]:
    """A sheet in work is due on its date: judge what is left; then whoever may lock it locks it."""
    for evaluation in Evaluation.objects.open().concerning(user).with_people()[:MOST_SHEETS]:
        result = read_result(evaluation)
        if left := len(result.unjudged_codes):
            sections = [tab.code for tab in build_tabs(result) if not tab.is_finished]
            url = reverse("evaluation:sheet", args=[evaluation.pk, sections[0]])
            reason = f"未评 {left} 条：{'、'.join(sections)}"
            yield Task(evaluation.as_of, "自我评价", str(evaluation), reason, "继续评分", url)
        elif can_lock(user, evaluation):
            url = reverse("evaluation:lock", args=[evaluation.pk])
            yield Task(evaluation.as_of, "自我评价", str(evaluation), "七张表都已评完，待锁定", "锁定", url)


def review_tasks(user, today: date) -> Iterator[Task]:
    """Own standards whose review falls due within a season (T/CSSG 001.2 10.7), for the office that keeps them."""
    rows = Standard.objects.filter(organization__in=user.offices).due_for_review(on=today, within=SEASON)
    for standard in rows.order_by("effective_on")[:MOST_REVIEWS]:
        since = standard.confirmed_on or standard.effective_on
        reason = f"{standard.number}，{since} 起满三年"
        yield Task(
            standard.review_due_on, "复审", standard.title, reason, "查看", standard.get_absolute_url()
        )


def in_groups(tasks: list[Task], today: date) -> list[tuple[str, list[tuple[Task, str]]]]:
    """(heading, [(task, how long)]) of what is due soon, by the groups that hold something."""
    found = {heading: [] for heading, _ in GROUPS}
    for task in tasks:
        days = task.days(today)
        if days <= NEAR:
            heading = next(heading for heading, most in GROUPS if days <= most)
            found[heading].append((task, words_left(days)))
    return [(heading, rows) for heading, rows in found.items() if rows]


def words_left(days: int) -> str:
    if days < 0:
        return f"逾期 {-days} 天"
    return f"剩 {days} 天" if days else "今天"


def kinds_due(tasks: list[Task], day: date) -> list[tuple[str, int]]:
    """(kind, count) of a day, in the order of the tasks."""
    kinds = [task.kind for task in tasks if task.due == day]
    return [(kind, kinds.count(kind)) for kind in dict.fromkeys(kinds)]


def two_weeks(today: date) -> list[date]:
    """Fourteen days from Monday."""
    monday = today - timedelta(days=today.weekday())
    return [monday + timedelta(days=offset) for offset in range(14)]
