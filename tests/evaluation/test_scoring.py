"""Scoring by the clauses of part 5: caps, sections, verdict, not applicable and zero."""

import pytest

from tests.evaluation.sheets import (
    CARD,
    EXCUSED,
    UNMET,
    faults,
    item_score,
    perfect_answers,
    scored,
    worst_answers,
)

# Whole sheets


def test_an_empty_sheet_scores_440_without_awards():
    result = scored()
    assert (result.total, result.total_uncapped, result.verdict, result.proposed_zero) == (
        440,
        445,
        "合格",
        [],
    )


def test_a_perfect_sheet_scores_exactly_500():
    result = scored(perfect_answers())
    assert (result.total, result.total_uncapped, result.verdict) == (500, 505, "合格")


def test_a_sheet_at_its_worst_keeps_70_points_and_proposes_every_zero():
    result = scored(worst_answers())
    assert (result.total, [s.score for s in result.sections]) == (70, [0, 9, 10, 7, 10, 34, 0])
    assert result.proposed_zero == [item.code for item in CARD.items]


def test_a_sheet_at_its_worst_with_all_zeros_confirmed_scores_0():
    result = scored(worst_answers(), {item.code: UNMET for item in CARD.items})
    assert (result.total, result.total_uncapped, result.verdict) == (0, 0, "不合格")


def test_everything_not_applicable_scores_full_marks():
    result = scored({r.code: EXCUSED for r in CARD.requirements})
    assert (result.total, result.proposed_zero) == (500, [])


# Clause 8.3: the cap of an item


def test_deductions_of_an_item_stop_at_its_points():
    result = scored(worst_answers("A4-6.4")).items["A4-6.4"]
    assert (result.lost, result.excess, result.score, result.is_capped) == (15, 5, 0, True)


@pytest.mark.parametrize(
    ("code", "lost"),
    [
        *(("A1-7", 13), ("A2-1", 12), ("A3-1", 12), ("A3-5", 35), ("A4-1", 12), ("A4-3", 6), ("A4-4", 6)),
        *(("A4-5", 6), ("A4-6.4", 15), ("A4-6.5", 15), ("A4-9", 14), ("A4-10", 12), ("A5-1", 12)),
    ],
)
def test_items_printed_with_more_deductions_than_points_end_at_zero(code, lost):
    result = scored(worst_answers(code + "-")).items[code]
    assert (result.lost, result.score) == (lost, 0)


# Sections, total, verdict (9.2, 9.3)


def test_points_lost_in_a5_do_not_show_until_its_heading_is_undercut():
    result = scored(faults("A5-2-1", "A5-2-2")).sections[4]
    assert (result.items_sum, result.score, result.is_capped) == (71, 70, True)


def test_a5_falls_below_its_heading_after_five_points():
    result = scored(faults("A5-8-1", "A5-2-1")).sections[4]
    assert (result.items_sum, result.score, result.is_capped) == (68, 68, False)


def test_a1_reaches_its_items_and_not_its_heading():
    result = scored().sections[0]
    assert (result.items_sum, result.score, result.is_capped) == (45, 45, False)


FIVE_OVER = {"A3-3": UNMET, "A3-5": UNMET, "A3-4": UNMET, "A3-2": UNMET, "A3-1": UNMET, "A4-1": UNMET}


def test_reading_28_exactly_300_is_passed():
    result = scored({}, {**FIVE_OVER, "A4-2": UNMET})
    assert (result.total, result.verdict, result.distance) == (300, "合格", 0)


def test_299_is_not_passed():
    result = scored(faults("A1-1-3"), {**FIVE_OVER, "A4-2": UNMET})
    assert (result.total, result.verdict, result.passed, result.distance) == (299, "不合格", False, -1)


def test_verdicts_differ_when_only_the_section_cap_fails_the_sheet():
    result = scored(faults("A1-1-3"), {**FIVE_OVER, "A4-2": UNMET})
    assert (result.total_uncapped, result.verdict_uncapped, result.verdicts_differ) == (304, "合格", True)


def test_verdicts_agree_when_both_sums_fail():
    judgements = faults("A1-1-3", "A5-2-1", "A5-2-2", "A5-2-3")
    result = scored(judgements, {**FIVE_OVER, "A4-2": UNMET})
    assert (result.total, result.total_uncapped, result.verdicts_differ) == (298, 298, False)


# Clause 8.2: not applicable, and zero


def test_a_requirement_not_applicable_is_not_deducted():
    assert item_score("A5-2", {"A5-2-1": EXCUSED, **faults("A5-2-2")}) == 8


def test_an_award_requirement_not_applicable_gives_its_full_award():
    result = scored({"A7-3-1": EXCUSED})
    assert (result.items["A7-3"].score, result.requirements["A7-3-1"].awarded) == (10, 10)


def test_an_item_not_applicable_scores_full_over_its_judgements():
    result = scored(worst_answers("A5-8"), {"A5-8": EXCUSED})
    assert (result.items["A5-8"].score, result.proposed_zero, result.items["A5-8"].lost) == (10, [], 0)


def test_zero_is_proposed_when_every_applicable_requirement_is_at_its_worst():
    result = scored(faults("A3-2-1", "A3-2-2"))
    assert (result.proposed_zero, result.undecided_zero, result.items["A3-2"].score) == (
        ["A3-2"],
        ["A3-2"],
        10,
    )


def test_zero_is_proposed_over_a_requirement_that_is_not_applicable():
    assert scored({"A3-2-1": EXCUSED, **faults("A3-2-2")}).proposed_zero == ["A3-2"]


def test_zero_is_not_proposed_while_a_requirement_is_unjudged():
    assert scored(faults("A3-2-1")).proposed_zero == []


def test_zero_is_not_proposed_without_an_applicable_requirement():
    assert scored({"A3-2-1": EXCUSED, "A3-2-2": EXCUSED}).proposed_zero == []


def test_zero_needs_the_greatest_number_of_faults():
    answers = worst_answers("A1-7-") | {"A1-7-3": {"faults": 3}}
    assert scored(answers).proposed_zero == []


def test_a_confirmed_zero_scores_0_and_stays_proposed():
    result = scored(faults("A3-2-1", "A3-2-2"), {"A3-2": UNMET})
    item = result.items["A3-2"]
    assert (item.score, item.zero_state, result.proposed_zero, result.undecided_zero) == (
        0,
        "confirmed",
        ["A3-2"],
        [],
    )


def test_a_rejected_zero_keeps_the_deductions():
    result = scored(faults("A3-2-1", "A3-2-2"), {"A3-2": {"unmet": False, "reason": "制度正在试行"}})
    item = result.items["A3-2"]
    assert (item.score, item.zero_state, result.undecided_zero) == (10, "rejected", [])


def test_a_zero_that_changes_nothing_needs_no_decision():
    result = scored(worst_answers("A1-1"))
    assert (result.proposed_zero, result.undecided_zero) == (["A1-1"], [])
