"""Whether anything of a 合议 is new, in one small statement: asked every two seconds by everybody who looks at it."""

from hashlib import sha256

from django.db import connection

from ..models import Evaluation, Participant, Sheet

NEWS = (
    "SELECT e.state, e.version, s.id, s.participant_id, s.serial, s.submitted_at, p.user_id, p.absence"
    f" FROM {Evaluation._meta.db_table} e JOIN {Sheet._meta.db_table} s ON s.evaluation_id = e.id"
    f" LEFT JOIN {Participant._meta.db_table} p ON p.id = s.participant_id WHERE e.id = %s ORDER BY s.id"
)


def token_of(user, pk: int) -> str | None:
    """A word that changes whenever the page would; None for whoever may not see it.

    It tells of the official sheet and of who has submitted when, never of a sheet somebody still works on.
    """
    with connection.cursor() as cursor:
        cursor.execute(NEWS, [pk])
        rows = cursor.fetchall()
    mine = [submitted for *_, submitted, person, absence in rows if person == user.pk and absence == ""]
    if user.is_site_administrator or not any(mine):
        return None
    seen = [
        (*evaluation, sheet, participant is None and serial, str(submitted), absence)
        for *evaluation, sheet, participant, serial, submitted, _, absence in rows
    ]
    return sha256(repr(seen).encode()).hexdigest()[:16]
