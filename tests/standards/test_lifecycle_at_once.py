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
