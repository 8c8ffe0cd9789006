"""Judging against a proposal: another outcome, whatever the evidence; another tier, not another figure."""

import pytest

from evaluation.proposing.contradictions import contradictions, decided_otherwise
from evaluation.proposing.proposal import Proposal
from tests.evaluation.sheets import scored

EXCUSE = {"not_applicable": True, "reason": "没有这一层级，确无需要"}


def proposed(code, value, outcome="met") -> dict[str, Proposal]:
    return {code: Proposal(code, outcome if value else "open", "", value)}


@pytest.mark.parametrize(
    ("code", "judgement", "value", "expected"),
    [
        ("A4-2-1", {"met": True}, {"met": True}, []),
        ("A4-2-1", {"met": True}, {"faults": 1}, ["A4-2-1"]),
        ("A4-2-1", {"faults": 1}, {"met": True}, ["A4-2-1"]),
        ("A4-2-1", {"faults": 1}, None, []),
        ("A5-2-1", {"met": True}, EXCUSE, ["A5-2-1"]),
        ("A5-2-1", {"not_applicable": True, "reason": "别的话"}, EXCUSE, []),
        ("A1-7-3", {"faults": 2}, {"faults": 2}, []),
        ("A1-7-3", {"faults": 1}, {"faults": 2}, ["A1-7-3"]),
        ("A1-4-4", {"value": "55"}, {"value": "70"}, []),
        ("A1-4-4", {"value": "100"}, {"value": "99.99"}, ["A1-4-4"]),
        ("A1-4-4", {"met": True}, {"value": "100"}, []),
        ("A7-1-1", {"value": "90"}, {"value": "89.96"}, ["A7-1-1"]),
    ],
)
def test_another_outcome_than_the_proposed_one_contradicts(code, judgement, value, expected):
    assert contradictions(scored({code: judgement}), proposed(code, value)) == expected


def test_a_written_reason_settles_it_and_is_still_told():
    result, known = scored({"A4-2-1": {"met": True, "reason": "看了原件"}}), proposed("A4-2-1", {"faults": 1})
    assert (contradictions(result, known), decided_otherwise(result, known)) == ([], ["A4-2-1"])


def test_not_applicable_against_a_verdict_always_has_its_reason():
    result, known = scored({"A4-2-1": EXCUSE}), proposed("A4-2-1", {"met": True})
    assert (contradictions(result, known), decided_otherwise(result, known)) == ([], ["A4-2-1"])


def test_nothing_is_said_of_what_is_not_judged_or_not_proposed():
    assert decided_otherwise(scored({}), proposed("A4-2-1", {"met": True})) == []
    assert decided_otherwise(scored({"A4-2-1": {"met": True}}), {}) == []


def test_an_item_not_applicable_contradicts_nothing():
    item = {"A4-2": {"not_applicable": True, "reason": "确无需要"}}
    assert decided_otherwise(scored({"A4-2-1": {"met": True}}, item), proposed("A4-2-1", {"faults": 1})) == []
