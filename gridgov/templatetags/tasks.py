"""Tags of the workbench: what is due."""

from django import template
from django.utils import timezone

from gridgov.tasks.collecting import tasks_of
from gridgov.tasks.task import NEAR, Task, in_groups, kinds_due, two_weeks, words_left

SHOWN = 5  # of each group: the workbench shall fit the screen
register = template.Library()


@register.simple_tag
def due_tasks(user) -> list[Task]:
    """What the user has to do, in due order."""
    return tasks_of(user, timezone.localdate())


@register.inclusion_tag("tasks/_to_do.html")
def to_do(tasks):
    """The first tasks of three groups by due date; with nothing due, the next three dates."""
    today = timezone.localdate()
    near = in_groups(tasks, today)
    groups = [(heading, rows[:SHOWN], len(rows[SHOWN:])) for heading, rows in near]
    later = [task for task in tasks if task.days(today) > NEAR]
    count = sum(len(rows) for _, rows in near)
    return {"groups": groups, "count": count, "later": later[:3], "more": len(later), "today": today}


@register.inclusion_tag("tasks/_strip.html")
def calendar_strip(tasks):
    """Two weeks from Monday, each day with how many of each kind are due."""
    today = timezone.localdate()
    return {"days": [(day, kinds_due(tasks, day)) for day in two_weeks(today)], "today": today}


@register.filter
def left_on(task: Task, today) -> str:
    """How long there is: 「剩 3 天」, 「逾期 2 天」."""
    return words_left(task.days(today))
