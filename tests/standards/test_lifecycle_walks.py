"""Whatever order people try the steps in: nothing skips the plan, the review or the approval (life cycle §5.2)."""

import itertools
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridgov.organizations.models import Role
from gridgov.records.models import Event
from standards.errors import StandardsError
from standards.lifecycle import STEPS, next_step
from standards.models import ReviewRound, Standard
from standards.services.lifecycle import take_step
from tests import factories
from tests.standards import steps

TODAY = date(2026, 6, 1)
FACTS = {
    "return": {"reason": "意见较多"},
    "decline": {"reason": "与条例不一致"},
    "abandon": {"reason": "不再需要"},
    "approve": {"approver": "李主任", "approved_on": TODAY},
    "publish": {"issued_on": TODAY, "effective_on": date(2026, 7, 1)},
    "plan": steps.PLAN,
    "enter_published": {
        "taken_over": "Q/ALWG TG204•900-2026",
        "approver": "李主任",
        "approved_on": TODAY,
        "issued_on": TODAY,
        "effective_on": TODAY,
    },
}
MAKING = [
    *("approve_plan", "plan", "start", "submit", "finalize", "return", "approve", "decline"),
    *("publish", "enter_published", "abandon"),
]
# Mostly forward, so that a walk of some length gets somewhere.
MOVES = st.one_of(st.just("forward"), st.just("forward"), st.sampled_from(MAKING))
serial = itertools.count(1)


@pytest.fixture(autouse=True)
def _in_june(time_machine):
    time_machine.move_to("2026-06-01 12:00+08:00")


@pytest.fixture
def people(city):
    """One person for every step, none of whom drafts."""
    roles = {name: next(role for role in STEPS[name].roles if role in Role.values) for name in MAKING}
    users = {
        role: factories.make_user(f"hand-{role}", organization=city, roles=[role])
        for role in set(roles.values())
    }
    return {name: users[role] for name, role in roles.items()}


def forward(row: Standard, people) -> Standard:
    """Bring what the next step demands, and take it."""
    name = next_step(row, on=TODAY)
    if name not in MAKING:
        return row
    supply(row, name)
    return take_step(actor=people[name], standard=row, step=name, **FACTS.get(name, {}))


def supply(row: Standard, name: str) -> None:
    number = next(serial)
    for kind in STEPS[name].documents:
        factories.make_document(row, kind, name=f"{kind}{number}.pdf", content=factories.PDF + b"%d" % number)
    if name == "start":
        steps.collect_all(row)
    if name == "finalize":
        reviewer = factories.make_user(
            f"reviewer{number}", organization=row.organization, roles=[Role.REVIEWER]
        )
        steps.sign(steps.make_form(row.rounds.get(outcome=""), reviewer))


def walk(row: Standard, people, moves) -> Standard:
    for move in moves:
        try:
            if move == "forward":
                row = forward(row, people)
            else:
                row = take_step(actor=people[move], standard=row, step=move, **FACTS.get(move, {}))
        except StandardsError:
            row.refresh_from_db()
    return row


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(moves=st.lists(MOVES, max_size=14))
def test_no_order_of_steps_skips_plan_review_or_approval(city, node, people, moves):
    row = walk(steps.make_planned(city, node, f"规范 {next(serial)}", planned_on=None), people, moves)
    done = list(Event.objects.about(row).order_by("pk").values_list("verb", flat=True))
    rounds = list(row.rounds.all())
    assert bool(row.number) == (row.stage == "published") == ("publish" in done)
    assert [each.number for each in rounds] == list(range(1, len(rounds) + 1))
    assert any(each.is_open for each in rounds) == (row.stage == "reviewing")
    if row.stage in ("submitted", "approved", "published"):
        assert rounds[-1].outcome == ReviewRound.Outcome.PASSED
        assert all(form.is_signed for form in rounds[-1].forms.filter(recalled_at=None))
        assert row.documents.filter(kind="opinions", round=rounds[-1]).exists()
    if row.stage in ("approved", "published"):
        assert (row.approved_on, row.approver) == (TODAY, "李主任")
        assert done.index("approve_plan") < done.index("start") < done.index("submit")
        assert done.index("submit") < done.index("finalize") < done.index("approve")


def test_a_walk_straight_forward_ends_published(city, node, people):
    row = walk(steps.make_planned(city, node, planned_on=None), people, 6 * ["forward"])
    verbs = Event.objects.about(row).order_by("pk").values_list("verb", flat=True)
    assert (row.number, list(verbs)) == (
        "Q/ALWG TG204•1-2026",
        ["approve_plan", "start", "submit", "finalize", "approve", "publish"],
    )
