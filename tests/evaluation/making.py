"""Makers of evaluations and operations for the tests of this app."""

from datetime import date
from uuid import uuid4

from evaluation.models import Evaluation
from evaluation.services.evaluations import add_participant, edit_facts, open_evaluation
from evaluation.services.sheet import apply_operation

FACTS = {
    "operated_from": date(2025, 5, 1),
    "self_evaluated_on": date(2026, 1, 10),
    "incidents": "none",
}
# What an organisation without an award, and without a fault, has in table A.7.
AWARDS = {
    "A7-1-1": {"value": "89.96"},
    "A7-2-1": {"value": "30"},
    "A7-3-1": {"choice": "无"},
    "A7-4-1": {"choice": "不足5%"},
}


def make_evaluation(organization, leader, *members, year=2026, as_of=date(2026, 1, 15)) -> Evaluation:
    """An open self-evaluation; needs a published edition."""
    evaluation = open_evaluation(actor=leader, organization=organization, year=year, as_of=as_of)
    for member in members:
        add_participant(actor=leader, evaluation=evaluation, user=member)
    return evaluation


def change(actor, evaluation, target, value, *, base=0, uuid=None):
    """Apply one operation with an id of its own."""
    return apply_operation(
        actor=actor, evaluation=evaluation, uuid=uuid or uuid4(), target=target, base=base, value=value
    )


def complete(actor, evaluation, **changed) -> Evaluation:
    """Judge everything: met, the awards above, and what is given as `A1_1_1={…}`; write the facts. Returns it fresh."""
    given = {name.replace("_", "-"): value for name, value in changed.items()}
    card = evaluation.edition.scorecard
    for code in card.requirements_by_code:
        change(actor, evaluation, code, given.pop(code, None) or AWARDS.get(code) or {"met": True})
    for code, value in given.items():
        change(actor, evaluation, code, value)
    edit_facts(actor=actor, evaluation=evaluation, **FACTS)
    return Evaluation.objects.get(pk=evaluation.pk)
