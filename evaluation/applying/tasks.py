"""What applications give people to do: decide one that waits, mend one that came back, hold what was accepted."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from gridgov.organizations.models import Role
from gridgov.tasks.task import Task

from ..models import Application

State = Application.State
# No clause sets a term: what waits longer than this has been forgotten.
TO_DECIDE, TO_MEND, TO_OPEN = timedelta(days=10), timedelta(days=15), timedelta(days=30)


def application_tasks(user) -> Iterator[Task]:
    rows = Application.objects.select_related("organization", "addressee").defer("work_report")
    above = user.organizations_as(Role.OFFICE, Role.SUPERVISOR)
    if above and not user.is_site_administrator:
        received = rows.filter(addressee__in=above)
        yield from waiting_tasks(received.filter(state=State.SUBMITTED))
        yield from accepted_tasks(received.filter(state=State.ACCEPTED, evaluation=None))
    if user.offices:
        yield from returned_tasks(rows.filter(state=State.RETURNED, organization__in=user.offices))


def waiting_tasks(rows) -> Iterator[Task]:
    """At the level above: accept or return."""
    for row in rows:
        reason = f"{timezone.localdate(row.submitted_at)} 提出，请受理或退回（第5部分 6.2）"
        yield task(row, row.submitted_at, TO_DECIDE, reason, "受理", row.addressee)


def returned_tasks(rows) -> Iterator[Task]:
    """At the applicant: mend and submit again."""
    for row in rows:
        yield task(row, row.decided_at, TO_MEND, f"已退回：{row.opinion[:60]}", "修改申请", row.organization)


def accepted_tasks(rows) -> Iterator[Task]:
    """At the level above: open the evaluation that was promised."""
    for row in rows:
        url = f"{reverse('evaluation:panel-new')}?application={row.pk}"
        reason = "已受理，请组织评估（第5部分 5.1、5.2）"
        yield task(row, row.decided_at, TO_OPEN, reason, "组织评估", row.addressee, url)


def task(row: Application, since, term: timedelta, reason: str, verb: str, whose, url: str = "") -> Task:
    due: date = timezone.localdate(since) + term
    return Task(
        due,
        "评估申请",
        str(row),
        reason,
        verb,
        url or row.get_absolute_url(),
        key=f"application:{row.pk}:{row.state}:{due}",
        organization=whose.name,
    )
