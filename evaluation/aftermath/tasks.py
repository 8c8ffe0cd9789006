"""What the 整改 of panels gives people to do: notify, verify, escalate; see to what came from below."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from gridgov.organizations.models import Role
from gridgov.tasks.task import Task

from ..models import Problem
from .steps import BEING_MENDED

MOST = 100
State = Problem.State


def problem_tasks(user, today: date) -> Iterator[Task]:
    """Three statements at most; nothing for administrators."""
    keys = user.organizations_as(Role.OFFICE, Role.SUPERVISOR)
    if not keys or user.is_site_administrator:
        return
    rows = Problem.objects.select_related(
        "result__evaluation__organization", "result__evaluation__organizer"
    ).defer("result__document")
    own = rows.filter(result__evaluation__organizer__in=keys).order_by("due_on", "pk")
    for row in own.filter(state=State.REPORTED)[:MOST]:
        yield task(row, row.reported_on, "已报整改结果，待验证", "验证", step_url(row, "verify"))
    for row in own.filter(state__in=BEING_MENDED, due_on__lt=today, escalated_on=None)[:MOST]:
        yield overdue_task(row)
    above = rows.filter(result__evaluation__organizer__parent__in=keys, escalated_on__isnull=False)
    for row in above.exclude(state=State.CLOSED).order_by("escalated_on", "pk")[:MOST]:
        reason = f"{row.escalated_on} 上报：{row.escalation_reason[:60]}"
        url = reverse("evaluation:problems", args=[row.result.evaluation_id])
        yield task(row, row.escalated_on, reason, "督办", url)


def overdue_task(row: Problem) -> Task:
    """To the level above where the organiser has one; else he presses for it himself."""
    evaluation = row.result.evaluation
    if evaluation.organizer.parent_id:
        return task(row, row.due_on, "整改逾期，催办或上报", "上报", step_url(row, "escalate"))
    url = reverse("evaluation:problems", args=[evaluation.pk])
    return task(row, row.due_on, "整改逾期，请催办", "催办", url)


def step_url(row: Problem, step: str) -> str:
    return reverse("evaluation:problem-step", args=[row.pk, step])


def task(row: Problem, due: date, reason: str, verb: str, url: str) -> Task:
    name = row.result.evaluation.organization.name
    label = f"{name} 问题 {row.number} {row.target}"
    return Task(
        due, "整改", label, reason, verb, url, key=f"problem:{row.pk}:{verb}:{due}", organization=name
    )
