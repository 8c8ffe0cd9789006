"""Tags of the workbench and of pages with standards and sheets: progress, what is due, signs of a status."""

from django import template
from django.utils import timezone

from standards.templatetags.registry import SIGNS

from ..models import Evaluation
from ..permissions import evaluable_organizations
from ..sheet_page import build_tabs, total_bar
from ..sheets import read_result
from ..tasks import NEAR, Task, in_groups, kinds_due, tasks_of, two_weeks

register = template.Library()


@register.filter
def status_sign(status: str) -> str:
    """The sign that stands before the word of a status; it stays when printed in grey."""
    return SIGNS[status]


@register.filter
def grouped(digest: str) -> str:
    """A hash grouped by eight."""
    return " ".join(digest[place : place + 8] for place in range(0, len(digest), 8))


@register.inclusion_tag("evaluation/_progress_card.html")
def evaluation_progress(user):
    """The newest open evaluation of the user's own organisation or participation, as score bar and tables."""
    evaluation = Evaluation.objects.open().concerning(user).with_people().first()
    if evaluation is None:
        return {"evaluation": None, "may_open": evaluable_organizations(user).exists()}
    result = read_result(evaluation)
    return {"evaluation": evaluation, "bar": total_bar(result), "tabs": build_tabs(result)}


@register.simple_tag
def due_tasks(user) -> list[Task]:
    """What the user has to do, in due order."""
    return tasks_of(user, timezone.localdate())


@register.inclusion_tag("evaluation/_to_do.html")
def to_do(tasks):
    """Tasks in three groups by due date; with nothing due, the next three dates."""
    today = timezone.localdate()
    groups = in_groups(tasks, today)
    later = [task for task in tasks if task.days(today) > NEAR][:3]
    return {"groups": groups, "count": sum(len(rows) for _, rows in groups), "later": later, "today": today}


@register.inclusion_tag("evaluation/_calendar.html")
def calendar_strip(tasks):
    """Two weeks from Monday, each day with how many of each kind are due."""
    today = timezone.localdate()
    return {"days": [(day, kinds_due(tasks, day)) for day in two_weeks(today)], "today": today}
