"""What is handed in, and what was ruled, is refused by the database itself, whoever writes and however.

What is locked is tried in `test_locking`, what is signed in `test_signatures`.
"""

from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from evaluation.models import Evidence, Judgement, Operation, Ruling, Sheet
from evaluation.services.consensus import take_over_agreed
from evaluation.services.evidence import add_file
from tests import factories
from tests.evaluation.making import hand_in, judge_own, make_panel, members

pytestmark = pytest.mark.django_db
KEPT = (Sheet, Operation, Judgement, Evidence, Ruling)


@pytest.fixture
def panel(city, county, edition):
    """The leader has handed in, with a file, and taken over what is agreed; the second still judges."""
    made = make_panel(city, county)
    leader, second, *_ = members(made)
    file = ContentFile(factories.PDF, name="方针.pdf")
    add_file(actor=leader.user, sheet=leader.sheet, target="A1-1-1", file=file)
    hand_in(leader)
    take_over_agreed(actor=leader.user, evaluation=made)
    judge_own(second, "A3-1-2", {"met": True})
    return made


def everything() -> list:
    return [list(model.objects.order_by("pk").values()) for model in KEPT]


def submitted(panel) -> Sheet:
    return members(panel)[0].sheet


def still_open(panel) -> Sheet:
    return members(panel)[1].sheet


def operation(sheet, **more):
    fields = {"serial": 999, "target": "A1-1-1", "base": 1, "version": 2, "value": {"faults": 1}} | more
    return Operation(uuid=uuid4(), sheet=sheet, author=sheet.participant.user, at=timezone.now(), **fields)


def judgement(sheet, target="A3-4-1"):
    author = sheet.participant.user
    return Judgement(
        sheet=sheet, target=target, value={"met": True}, version=1, author=author, updated_at=timezone.now()
    )


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def ruling(operation) -> Ruling:
    return Ruling(operation=operation, way="decided", positions=[])


def ruled_after_the_lock(panel):
    free = Operation.objects.filter(sheet=panel.official).latest("serial")
    Operation.objects.bulk_create([operation_of_the_leader(panel, free.serial + 1)])
    panel.sheets.filter(participant=None).update(state="locked")
    ruling(Operation.objects.filter(sheet=panel.official).latest("serial")).save()


def operation_of_the_leader(panel, serial):
    made = operation(submitted(panel), serial=serial, base=7, version=8)
    made.sheet = panel.official
    return made


PATHS = {
    "judgement insert": lambda panel: judgement(submitted(panel)).save(),
    "judgement update": lambda panel: submitted(panel).judgements.update(value={"faults": 1}),
    "judgement delete": lambda panel: submitted(panel).judgements.all().delete(),
    "judgement away": lambda panel: submitted(panel).judgements.update(sheet=still_open(panel)),
    "judgement in": lambda panel: still_open(panel).judgements.update(sheet=submitted(panel)),
    "sql judgement": lambda panel: sql(
        "UPDATE evaluation_judgement SET version = version + 1 WHERE sheet_id = %s", submitted(panel).pk
    ),
    "sql judgement delete": lambda panel: sql(
        "DELETE FROM evaluation_judgement WHERE sheet_id = %s", submitted(panel).pk
    ),
    "operation insert": lambda panel: operation(submitted(panel)).save(),
    "operation bulk": lambda panel: Operation.objects.bulk_create([operation(submitted(panel))]),
    "operation update": lambda panel: Operation.objects.update(value={}),
    "operation author": lambda panel: Operation.objects.update(author=panel.opened_by),
    "sql operation": lambda panel: sql("DELETE FROM evaluation_operation"),
    "evidence insert": lambda panel: Evidence(
        sheet=submitted(panel), target="A1-1-2", attachment=Evidence.objects.get().attachment,
        added_by=panel.opened_by,
    ).save(),
    "evidence update": lambda panel: submitted(panel).evidence.update(target="A1-1-2"),
    "evidence delete": lambda panel: submitted(panel).evidence.all().delete(),
    "sheet to another": lambda panel: Sheet.objects.filter(pk=submitted(panel).pk).update(
        participant=members(panel)[2]
    ),
    "sheet made official": lambda panel: Sheet.objects.filter(pk=still_open(panel).pk).update(participant=None),
    "sheet serial": lambda panel: Sheet.objects.filter(pk=submitted(panel).pk).update(serial=0),
    "ruling update": lambda panel: Ruling.objects.update(way="decided"),
    "ruling positions": lambda panel: Ruling.objects.update(positions=[]),
    "sql ruling": lambda panel: sql("UPDATE evaluation_ruling SET minority = %s", "改"),
    "sql ruling delete": lambda panel: sql("DELETE FROM evaluation_ruling"),
    "ruling upon a private sheet": lambda panel: ruling(still_open(panel).operations.get()).save(),
    "ruling twice": lambda panel: ruling(panel.official.operations.first()).save(),
    "ruling after the lock": ruled_after_the_lock,
}  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_no_path_changes_what_was_handed_in_or_ruled(panel, path):
    before = everything()
    with pytest.raises(IntegrityError), transaction.atomic():
        PATHS[path](panel)
    assert everything() == before
