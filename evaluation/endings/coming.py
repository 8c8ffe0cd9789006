"""Standards whose end is fixed already, on a day to come: what each such day does to the data-only score."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from gridgov.tasks.task import Task
from standards.models import Standard

from ..models import ScorecardEdition
from .change import Change
from .reading import changes_of

AHEAD = 60  # days
WARNINGS = (30, 7)


@dataclass(frozen=True)
class Coming:
    """What ends on one day, and what takes effect by then in its place."""

    on: date
    ended: tuple[Standard, ...]
    begun: tuple[Standard, ...]


def ending_tasks(user, today: date) -> Iterator[Task]:
    """The offices are told of each day on which the score by the data changes (life cycle §5.6)."""
    rows = ending_soon(user.offices, today)
    if not rows:
        return
    edition = ScorecardEdition.objects.newest()
    for several in by_organization(rows) if edition else ():
        days = by_day(several, today)
        told = changes_of(
            several[0].organization, edition, [(each.ended, each.begun) for each in days], on=today
        )
        yield from (task_of(each, change) for each, change in zip(days, told, strict=True) if change.is_any)


def ending_soon(organizations, today: date) -> list[Standard]:
    """In force today, and not any more within the next days; with what replaces them. One statement where none is."""
    until = today + timedelta(days=AHEAD)
    ending = Q(withdrawn_on__gt=today, withdrawn_on__lte=until) | Q(
        replaced_on__gt=today, replaced_on__lte=until
    )
    rows = Standard.objects.filter(ending, organization__in=organizations).in_force(on=today)
    rows = rows.select_related("organization").prefetch_related("replaced_by__node")
    return list(rows.order_by("organization", "number_sort", "pk"))


def by_organization(rows: list[Standard]) -> Iterator[list[Standard]]:
    for key in dict.fromkeys(row.organization_id for row in rows):
        yield [row for row in rows if row.organization_id == key]


def by_day(rows: list[Standard], today: date) -> list[Coming]:
    """The days in order; what takes effect is named on the first day that it replaces something."""
    days, begun = [], set()
    for day in sorted({end_of(row) for row in rows}):
        ended = tuple(row for row in rows if end_of(row) == day)
        new = {each for row in ended for each in row.replaced_by.all() if begins(each, today, day)} - begun
        days.append(Coming(day, ended, tuple(sorted(new, key=lambda row: row.pk))))
        begun |= new
    return days


def end_of(row: Standard) -> date:
    return min(filter(None, (row.withdrawn_on, row.replaced_on)))


def begins(row: Standard, today: date, by: date) -> bool:
    is_to_come = row.status(today) == Standard.Status.UPCOMING
    return is_to_come and row.effective_on <= by


def task_of(coming: Coming, change: Change) -> Task:
    first, count = coming.ended[0], len(coming.ended)
    label = f"{first.title} 等 {count} 项失效" if count > 1 else f"{first.title} 失效"
    return Task(
        coming.on,
        "标准失效",
        label,
        change.words,
        "查看影响",
        reverse("standards:standard", args=[first.pk]) + "#requirements",
        key=f"ending:{first.organization_id}:{coming.on}",
        warn=WARNINGS,
        organization=first.organization.name,
    )
