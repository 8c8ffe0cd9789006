"""Many people at one session at once."""

from django.db import transaction

from gridgov.records.services import record_event

from ..models import Attendance, Person, TrainingSession
from .records import lock


def people_not_listed(session: TrainingSession) -> list[Person]:
    """Everybody on staff on the day who is not in the list of the session yet."""
    listed = session.attendances.kept().values("person")
    staff = Person.objects.of(session.organization).on_staff(on=session.held_on)
    return list(staff.exclude(pk__in=listed).select_related("department"))


def enter_people(*, actor, session: TrainingSession, people: list[Person]) -> int:
    """All of them were present; who is in the list already stays as he is. Returns how many are new."""
    with transaction.atomic():
        current = lock(session)
        missing = {person.pk for person in people_not_listed(current)}
        rows = [
            Attendance(session=current, person=person, created_by=actor)
            for person in people
            if person.pk in missing
        ]
        Attendance.objects.bulk_create(rows)
        if rows:
            names = "、".join(row.person.name for row in rows)
            record_event(actor=actor, verb="create", target=current, changes={"参加人员": ["", names]})
    return len(rows)
