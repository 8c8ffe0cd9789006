"""What the training of a year comes to: 完成率, 参训率, records with all five elements (A1-4, A6-1). Reading only."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from .models import Attendance, Person, Plan, PlanItem, TrainingSession
from .querysets import within_year
from .rates import Rate, completed

CAME = Q(attendances__removed_at=None, attendances__present=True)


@dataclass(frozen=True)
class TrainingFigures:
    """The figures of one organisation in one year, as of a day.

    `assessed` counts the sessions at which somebody was examined, `attended` those at which anybody was present.
    """

    year: int
    sessions: Rate
    people: Rate
    trained: Rate
    complete: Rate
    assessed: int
    attended: int

    @property
    def is_planned(self) -> bool:
        return bool(self.sessions.whole)

    @property
    def has_reached_80(self) -> bool:
        return self.trained.reaches(80)


def training_figures(organization, *, on: date, year: int | None = None) -> TrainingFigures:
    """Sessions and persons done against the year's approved plans; staff trained; records that are whole.

    Of the year of the day where no `year` is named.
    """
    year = year or on.year
    items = planned_items(organization, year, on)
    held = with_attendance(held_sessions(organization, year, on))
    by_item = {item.pk: [0, 0] for item in items}
    for session in held:
        if session.plan_item_id in by_item and session.came:
            by_item[session.plan_item_id][0] += 1
            by_item[session.plan_item_id][1] += session.came
    counted = [item for item in items if item.people]
    return TrainingFigures(
        year=year,
        sessions=Rate(
            sum(completed(item.times, by_item[item.pk][0]) for item in items),
            sum(item.times for item in items),
        ),
        people=Rate(
            sum(min(item.people, by_item[item.pk][1]) for item in counted),
            sum(item.people for item in counted),
        ),
        trained=trained_share(organization, year, on),
        complete=Rate(sum(1 for each in held if not each.missing(each.came)), len(held)),
        assessed=sum(1 for each in held if each.assessed),
        attended=sum(1 for each in held if each.came),
    )


def planned_items(organization, year: int, on: date) -> list[PlanItem]:
    """The lines of a year's training plans approved by the day; what was dropped by then is not planned any more."""
    rows = PlanItem.objects.kept().filter(
        Q(dropped_on=None) | Q(dropped_on__gt=on),
        plan__organization=organization,
        plan__removed_at=None,
        plan__type="training",
        plan__year=year,
        plan__state__in=Plan.APPROVED,
        plan__approved_on__lte=on,
    )
    return list(rows)


def held_sessions(organization, year: int, on: date):
    """Sessions of the year that have taken place by the day."""
    rows = TrainingSession.objects.of(organization).kept()
    return within_year(rows, "held_on", year).filter(held_on__lte=on)


def with_attendance(rows):
    """Annotate `came` and `assessed`: how many were present, how many of them examined."""
    tested = CAME & (Q(attendances__score__isnull=False) | ~Q(attendances__result=""))
    return rows.annotate(came=Count("attendances", filter=CAME), assessed=Count("attendances", filter=tested))


def trained_share(organization, year: int, on: date) -> Rate:
    """参训率: persons of the staff list who were present at least once in the year ÷ the staff list (reading 21).

    The staff list is that of the day, or of the end of the year where that came first.
    """
    staff = Person.objects.of(organization).on_staff(on=min(on, date(year, 12, 31)))
    sessions = held_sessions(organization, year, on)
    present = Attendance.objects.kept().filter(present=True, session__in=sessions)
    return Rate(staff.filter(pk__in=present.values("person")).count(), staff.count())
