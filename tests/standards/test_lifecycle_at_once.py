"""Two people take the same step at the same moment: one takes it, the other is told the state it is in now."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from gridgov.organizations.models import Role
from gridgov.records.models import Event
from standards.errors import StandardsError
from standards.models import Standard
from standards.services.lifecycle import take_step
from tests import factories
from tests.standards import steps

PEOPLE = 4
FACTS = {
    "submit": {},
    "return": {"reason": "意见较多"},
    "approve": {"approver": "李主任", "approved_on": steps.APPROVED},
    "publish": {"issued_on": steps.APPROVED, "effective_on": steps.APPROVED},
}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("step", "make", "role"),
    [
        ("submit", steps.make_drafting, Role.OFFICE),
        ("return", steps.make_reviewing, Role.OFFICE),
        ("approve", steps.make_submitted, Role.COMMITTEE),
    ],
)
def test_a_step_is_taken_once_whoever_comes_at_once(step, make, role):
    city = factories.make_organization()
    row = make(city, factories.make_node())
    people = [
        factories.make_user(f"person{number}", organization=city, roles=[role]) for number in range(PEOPLE)
    ]
    together = Barrier(PEOPLE)
    with ThreadPoolExecutor(PEOPLE) as pool:
        answers = list(pool.map(lambda person: attempt(row.pk, person, step, together), people))
    done = Event.objects.about(row).filter(verb=step).count()
    assert (answers.count(""), done, row.rounds.count()) == (1, 1, 1)
    assert all("只有状态为" in answer for answer in answers if answer)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_that_each_revise_what_the_other_replaces_do_not_wait_for_each_other():
    city, node = factories.make_organization(), factories.make_node()
    office = factories.make_office_user(city)
    olds = [factories.make_published(city, node, number, f"旧{number}", 2024) for number in (501, 502)]
    rows = [
        steps.make_approved(city, node, f"新{place}", revision_of=olds[place], approved_on=steps.APPROVED)
        for place in (0, 1)
    ]
    for row, old in zip(rows, reversed(olds), strict=True):
        row.replaces.add(old)
    together = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda row: attempt(row.pk, office, "publish", together), rows))
    assert (answers.count(""), ["已废止或已有新版本" in answer for answer in answers].count(True)) == (1, 1)


def attempt(key: int, person, step: str, together: Barrier) -> str:
    """What the person is told; "" for success."""
    try:
        row = Standard.objects.get(pk=key)
        together.wait(timeout=60)
        take_step(actor=person, standard=row, step=step, **FACTS[step])
    except StandardsError as error:
        return error.message
    finally:
        connection.close()
    return ""
