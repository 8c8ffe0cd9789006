"""The trail: words as they were, in the transaction of the change, and nothing can be taken back."""

import pytest
from django.db import IntegrityError, connection, transaction

from gridgov.changes import changes_between, snapshot
from gridgov.organizations.models import Organization
from gridgov.records.models import Attachment, Event
from gridgov.records.services import record_event
from tests.factories import make_attachment


@pytest.fixture
def event(city, office):
    return record_event(actor=office, verb="export", target=city, organization=city)


def test_event_keeps_names_as_they_were(city, office):
    record_event(
        actor=office,
        verb="change",
        target=city,
        organization=city,
        changes={"在用": (True, False), "电话": (None, 12)},
        reason="理由",
        address="10.0.0.1",
    )
    type(office).objects.update(name="改了名")
    Organization.objects.update(name="改了名的组织")
    kept = ["actor_name", "target_type", "target_id", "target_label", "changes", "reason", "address"]
    assert Event.objects.values(*kept).get(verb="change") == {
        "actor_name": "office",
        "target_type": "organizations.organization",
        "target_id": str(city.pk),
        "target_label": "安澜市网格化治理中心",
        "changes": {"在用": ["是", "否"], "电话": ["", "12"]},
        "reason": "理由",
        "address": "10.0.0.1",
    }


def test_event_of_the_program_itself_has_no_actor(city):
    event = record_event(actor=None, verb="export", organization=city)
    assert (event.actor, event.actor_name, event.target_label) == (None, "系统", "")


def test_event_goes_to_the_organization_of_its_target(city, office):
    assert record_event(actor=office, verb="attach", target=make_attachment(city)).organization == city


def test_long_label_is_cut(city, office):
    assert record_event(actor=office, verb="export", label="长" * 300).target_label == "长" * 200


def test_unknown_verb_is_refused_by_the_database(city, office):
    with pytest.raises(IntegrityError):
        record_event(actor=office, verb="dance", target=city)


def test_event_of_a_change_that_failed_is_gone_with_it(city, office):
    def fail():
        record_event(actor=office, verb="change", target=city)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        transaction.atomic(fail)()
    assert not Event.objects.exclude(verb="create").exists()


def test_events_about_a_row_come_newest_first(city, county, office):
    for verb, target in [("export", city), ("publish", county), ("lock", city)]:
        record_event(actor=office, verb=verb, target=target, organization=target)
    assert [event.verb for event in Event.objects.about(city)] == ["lock", "export", "create"]


def test_changes_are_told_in_words(city):
    before = snapshot(city, ["level", "name", "is_active"])
    city.level, city.is_active = "province", False
    assert changes_between(before, city, ["level", "name", "is_active"]) == {
        "层级": ["市级", "省级"],
        "在用": ["是", "否"],
    }


# written once


@pytest.fixture
def rows(event, city):
    return {"records_event": event, "records_attachment": make_attachment(city)}


@pytest.mark.parametrize("table", ["records_event", "records_attachment"])
def test_saving_twice_or_deleting_a_row_is_refused(rows, table):
    row = rows[table]
    for act in (row.save, row.delete):
        with pytest.raises(TypeError, match="is append-only"):
            act()


@pytest.mark.parametrize("model", [Event, Attachment])
def test_changing_many_rows_at_once_is_refused_by_the_database(rows, model):
    column = "actor_name" if model is Event else "name"
    with pytest.raises(IntegrityError, match="只增不改"), transaction.atomic():
        model.objects.update(**{column: "另一个人"})
    with pytest.raises(IntegrityError, match="只增不改"), transaction.atomic():
        model.objects.all()._raw_delete("default")


@pytest.mark.parametrize("table", ["records_event", "records_attachment"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_raw_sql_is_refused_by_the_database(rows, table, sql):
    with pytest.raises(IntegrityError, match="只增不改"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(table))


def test_account_named_in_the_trail_is_not_deleted(event, office):
    with pytest.raises(IntegrityError):
        office.delete()
