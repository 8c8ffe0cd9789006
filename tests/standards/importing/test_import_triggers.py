"""The database lets a standard go only while the import that created it is being undone."""

import pytest
from django.db import IntegrityError, transaction

from standards.models import ImportBatch, Standard
from tests.factories import make_adopted

State = ImportBatch.State


@pytest.fixture
def batch(city):
    return ImportBatch.objects.create(organization=city, name="明细表.xlsx")


def refused(act) -> bool:
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        return True
    return False


def move(batch, *states) -> None:
    for state in states:
        ImportBatch.objects.filter(pk=batch.pk).update(state=state)


@pytest.mark.parametrize("states", [(), ("confirmed",), ("confirmed", "undoing", "undone")])
def test_standard_of_an_import_is_not_deleted_before_or_after_its_undoing(batch, city, node, states):
    row = make_adopted(city, node, imported_by=batch)
    move(batch, *states)
    assert refused(Standard.objects.filter(pk=row.pk).delete)


def test_standard_is_deleted_while_its_import_is_being_undone(batch, city, node):
    row = make_adopted(city, node, imported_by=batch)
    move(batch, State.CONFIRMED, State.UNDOING)
    row.delete()
    assert Standard.objects.count() == 0


def test_standards_of_nobody_and_of_other_imports_stay(batch, city, node):
    other = ImportBatch.objects.create(organization=city, name="另一张.xlsx")
    rows = [make_adopted(city, node), make_adopted(city, node, "GB/T 2-2020", imported_by=other)]
    move(batch, State.CONFIRMED, State.UNDOING)
    assert [refused(row.delete) for row in rows] == [True, True]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((), "undoing"),
        ((), "undone"),
        (("confirmed",), "checked"),
        (("confirmed",), "undone"),
        (("confirmed", "undoing"), "confirmed"),
        (("confirmed", "undoing", "undone"), "undoing"),
        (("confirmed", "undoing", "undone"), "confirmed"),
    ],
)
def test_import_goes_its_way_and_no_other(batch, before, after):
    move(batch, *before)
    assert refused(lambda: move(batch, after))


def test_confirmed_import_is_kept_on_record(batch):
    move(batch, State.CONFIRMED)
    assert refused(batch.delete)
