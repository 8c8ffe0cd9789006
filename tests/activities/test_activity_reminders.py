"""待办 of the office's records: who is told of what, and when."""

from datetime import date

import pytest

from gridgov.organizations.models import Role
from standards.activities import reminders
from standards.activities.models import (
    Finding,
    Lending,
    Material,
    Person,
    Plan,
    PlanItem,
    Qualification,
    TrainingSession,
)
from tests import factories

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-20 10:00+08:00")


def seen(user) -> list[tuple]:
    return [(task.due, task.kind, task.verb) for task in reminders.tasks_of(user, TODAY)]


def make_finding(city, **fields) -> Finding:
    fields = {
        "year": 2026,
        "sequence": 1,
        "source": "inspection",
        "found_on": date(2026, 11, 1),
        "description": "巡查记录不全",
        **fields,
    }
    return Finding.objects.create(organization=city, **fields)


GIVEN_OUT = {"due_on": date(2026, 12, 1), "assigned_on": date(2026, 11, 3)}


def test_rectification_is_due_for_the_department_and_the_office(city, office, department):
    make_finding(city, state="assigned", department=department, **GIVEN_OUT)
    own = factories.make_user("own", organization=city, roles=[Role.DEPARTMENT], department=department)
    other = factories.make_user(
        "other",
        organization=city,
        roles=[Role.DEPARTMENT],
        department=factories.make_department(city, "财务科"),
    )
    task = (date(2026, 12, 1), "整改", "整改")
    assert (seen(own), seen(office), seen(other)) == ([task], [task], [])


def test_what_was_registered_waits_for_the_office_to_give_it_out(city, office):
    make_finding(city)
    assert seen(office) == [(date(2026, 11, 8), "问题", "派发")]


def test_what_was_reported_back_waits_for_office_and_representative(city, office, department):
    reported = {"rectified_on": date(2026, 11, 9), "reported_on": date(2026, 11, 10), "report": "已补齐"}
    make_finding(city, state="reported", department=department, **GIVEN_OUT, **reported)
    representative = factories.make_user("rep", organization=city, roles=[Role.REPRESENTATIVE])
    task = (date(2026, 11, 17), "问题", "验证")
    assert (seen(office), seen(representative)) == ([task], [task])


def test_what_was_escalated_stays_before_the_representative(city, department):
    representative = factories.make_user("rep", organization=city, roles=[Role.REPRESENTATIVE])
    row = make_finding(city, state="assigned", department=department, **GIVEN_OUT)
    assert seen(representative) == []
    Finding.objects.filter(pk=row.pk).update(escalated_on=date(2026, 11, 15))
    assert seen(representative) == [(date(2026, 12, 1), "督办", "查看")]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, [(date(2026, 12, 20), "计划", "登记完成情况")]),
        ({"done_on": date(2026, 11, 1)}, []),
        ({"dropped_on": date(2026, 11, 1), "adjusted_reason": "并入明年"}, []),
    ],
)
def test_an_item_of_a_plan_under_way_is_due_until_it_ends(city, office, fields, expected):
    plan = Plan.objects.create(
        organization=city,
        type="training",
        year=2026,
        title="人员培训计划",
        state="running",
        approved_by=office,
        approved_on=date(2026, 1, 10),
    )
    PlanItem.objects.create(plan=plan, what="宣贯新标准", due_on=date(2026, 12, 20), **fields)
    assert seen(office) == expected


def test_a_certificate_is_told_before_it_ends_while_its_holder_is_there(city, office):
    for name, left_on in (("林晓文", None), ("贺敏", date(2026, 9, 1))):
        person = Person.objects.create(organization=city, name=name, left_on=left_on)
        Qualification.objects.create(person=person, title="标准化工程师", valid_until=date(2027, 1, 31))
    assert seen(office) == [(date(2027, 1, 31), "资格证到期", "查看")]


def test_a_standard_to_come_is_told_until_it_was_promoted(city, node, office):
    standard = factories.make_published(city, node, year=2026, effective_on=date(2026, 12, 1))
    before = seen(office)
    session = TrainingSession.objects.create(
        organization=city, type="promotion", title="宣贯会", held_on=date(2026, 11, 15)
    )
    session.standards.add(standard)
    assert (before, seen(office)) == ([(date(2026, 12, 1), "宣贯", "登记宣贯")], [])


def test_the_task_of_promotion_opens_the_form_in_the_organisation_of_the_standard(
    city, stranger_city, node, client
):
    office = factories.make_user("both", organization=city, roles=[Role.OFFICE])
    office.assignments.create(organization=stranger_city, role=Role.OFFICE)
    factories.make_published(stranger_city, node, year=2026, effective_on=date(2026, 12, 1))
    (task,) = reminders.tasks_of(office, TODAY)
    client.force_login(office)
    form = client.get(task.url).context["form"]
    assert (form.organization, form.initial["type"]) == (stranger_city, "promotion")


def test_a_material_lent_out_is_due_back(city, office):
    material = Material.objects.create(
        organization=city,
        title="GB/T 1.1 文本",
        type="text",
        channel="purchase",
        obtained_on=date(2026, 1, 5),
    )
    Lending.objects.create(
        material=material, recipient="韩磊", lent_on=date(2026, 11, 1), due_on=date(2026, 11, 25)
    )
    assert seen(office) == [(date(2026, 11, 25), "资料归还", "登记归还")]


def test_nobody_else_is_told_anything(city, node, reader, stranger, administrator):
    make_finding(city)
    factories.make_published(city, node, year=2026, effective_on=date(2026, 12, 1))
    assert [seen(user) for user in (reader, stranger, administrator)] == [[], [], []]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_statements_does_not_grow(city, node, office, rows, django_assert_num_queries):
    for place in range(1, rows + 1):
        make_finding(city, sequence=place)
        factories.make_published(city, node, sequence=place, year=2026, effective_on=date(2026, 12, 1))
    assert office.offices
    with django_assert_num_queries(6):
        list(reminders.tasks_of(office, TODAY))
