"""One thing to do, and how things to do are put in order. Pure."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

GROUPS = (("已逾期", -1), ("七天内", 7), ("三十天内", 30))
NEAR = 30  # days
OVERDUE = -1


@dataclass(frozen=True)
class Task:
    """When, what kind, on what, why, and the one thing to do.

    `key` names the task as long as it is the same one: kind, row and due date. `warn` are the days before the due
    date on which somebody is told; on the day itself and once after it everybody is.
    """

    due: date
    kind: str
    label: str
    reason: str
    verb: str
    url: str
    key: str = ""
    warn: tuple[int, ...] = (7,)
    organization: str = ""

    def days(self, today: date) -> int:
        return (self.due - today).days

    def occasion(self, today: date) -> int | None:
        """The last of the days of warning that has come: of (180, 90, 30) and 20 days left it is 30.

        0 on the day itself, -1 after it, None before the first. Nothing is missed when nobody looked for a
        month: only the nearest occasion counts.
        """
        days = self.days(today)
        if days < 0:
            return OVERDUE
        return min((day for day in (*self.warn, 0) if days <= day), default=None)


def in_order(tasks) -> list[Task]:
    """By due date, then by name; of the same task from two sources one."""
    unique = {task.key or (task.kind, task.label, task.due, task.url): task for task in tasks}
    return sorted(unique.values(), key=lambda task: (task.due, task.kind, task.label))


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


def by_day(tasks: list[Task]) -> dict[date, list[Task]]:
    days = defaultdict(list)
    for task in tasks:
        days[task.due].append(task)
    return days
