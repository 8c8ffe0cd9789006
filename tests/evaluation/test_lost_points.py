"""The lines of lost points add up to what the result lacks, whatever zeros and ceilings do (8.2, 8.3, 9.2)."""

from hypothesis import given

from evaluation.aftermath.drafts import drafts_of
from evaluation.aftermath.repeats import items_with_losses
from evaluation.results.lost_points import losses_in
from tests.evaluation.sheets import CARD, UNMET, faults, perfect_answers, scored, worst_answers
from tests.evaluation.test_scoring_properties import decision_maps, judgement_maps


def document(judgements: dict, items: dict | None = None) -> dict:
    """What of `gridgov-result/1` the losses are read from; everything not given is at its best."""
    result = scored(perfect_answers() | judgements, items)
    return {
        "scorecard": {"definition": CARD.to_dict()},
        "result": result.to_dict(),
        "sheet": {"judgements": judgements, "items": items or {}},
        "authors": {},
    }


@given(judgement_maps(), decision_maps())
def test_lines_add_up_to_what_the_result_lacks(judgements, items):
    found = document(judgements, items)
    assert sum(loss.points for loss in losses_in(found)) == 500 - found["result"]["total"]


@given(judgement_maps(), decision_maps())
def test_lines_of_a_table_add_up_to_what_the_table_lacks(judgements, items):
    found = document(judgements, items)
    for code, figures in found["result"]["sections"].items():
        own = [loss.points for loss in losses_in(found) if loss.code.startswith(code.replace(".", ""))]
        own += [loss.points for loss in losses_in(found) if loss.code == code]
        assert sum(own) == figures["full"] - figures["score"]


def test_award_below_its_full_points_is_lost_with_its_derivation():
    [loss] = losses_in(document({"A7-2-1": {"value": "30"}}))
    assert (loss.code, loss.figure) == ("A7-2-1", "6")
    assert loss.derivation.startswith("未得 6 分：")
    assert loss.derivation.endswith("缩短时间率30%（≥30%且＜50%），得14分")


def test_full_award_and_not_applicable_lose_nothing():
    excused = {"not_applicable": True, "reason": "没有这项业务"}
    assert losses_in(document({"A7-3-1": excused}, {"A7-4": excused})) == []


def test_zero_adds_what_the_deductions_left():
    code = CARD.items_by_code["A3-2"].requirements[0].code
    one, zero = losses_in(document(faults(code), {"A3-2": UNMET}))
    assert (one.points + zero.points, zero.code, zero.is_adjustment) == (
        CARD.items_by_code["A3-2"].points,
        "A3-2",
        True,
    )
    assert "计 0 分（8.2）" in zero.text


def test_ceiling_of_a_table_hides_what_stands_above_it():
    one, ceiling = losses_in(document({"A5-1-1": {"choice": "没有体系表"}}))
    assert (ceiling.code, ceiling.points, one.points + ceiling.points) == ("A.5", -one.points, 0)
    assert ceiling.figure == f"−{one.points}"


def test_ceiling_of_an_item_hides_deductions_beyond_it():
    found = losses_in(document(worst_answers("A1-1-")))
    assert sum(loss.points for loss in found) <= CARD.items_by_code["A1-1"].points


def test_awards_are_proposed_for_the_repeat_and_drafted_as_problems():
    found = document({"A7-2-1": {"value": "30"}, "A3-4-1": {"faults": 1}})
    assert items_with_losses(found) == ["A3-4", "A7-2"]
    assert [draft.target for draft in drafts_of(found)] == ["A3-4-1", "A7-2-1"]
    assert drafts_of(found)[1].description.startswith("服务效率缩短时间率（未得 6 分：")
