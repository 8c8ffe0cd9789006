"""Every reading of an ambiguous rule of Appendix A, by its number."""

import pytest

from evaluation.errors import EvaluationError
from tests.evaluation.sheets import (
    CARD,
    EXCUSED,
    faults,
    item_score,
    scored,
    worst_answers,
)


def test_reading_1_three_clauses_of_the_chart_deduct_one_each():
    assert [item_score("A1-2", {"A1-2-1": {"faults": n}}) for n in range(4)] == [6, 5, 4, 3]


@pytest.mark.parametrize(
    ("value", "points"),
    [
        *(("100", 5), ("99.99", 3), ("62.5", 3), ("50", 3), ("49.999", 2), ("30", 2), ("29.99", 0), ("0", 0)),
    ],
)
def test_reading_2_training_tiers_include_their_lower_bound(value, points):
    assert item_score("A1-4", {"A1-4-4": {"value": value}}) == points


def test_reading_3_no_plan_deducts_3_only():
    result = scored(faults("A1-4-1") | {"A1-4-4": {"value": "0"}})
    assert (result.items["A1-4"].score, result.requirements["A1-4-4"].derivation) == (
        2,
        "没有培训计划，完成率无从计算，不另扣分（口径3）",
    )


def test_reading_3_other_faults_of_training_still_count_without_a_plan():
    assert item_score("A1-4", worst_answers("A1-4")) == 0


def test_reading_4_the_plan_reads_as_planning_and_says_so():
    requirement = CARD.requirements_by_code["A1-5-1"]
    assert (requirement.text, requirement.repair.kind) == ("有完整的标准化规划和发展计划", "推定")


def test_reading_5_poor_timeliness_deducts_2_once():
    assert item_score("A1-6", faults("A1-6-3")) == 3


def test_reading_6_four_documents_deduct_one_each():
    assert [item_score("A1-7", {"A1-7-3": {"faults": n}}) for n in range(5)] == [10, 9, 8, 7, 6]


def test_reading_7_no_system_table_is_deducted_in_a1_and_in_each_sub_system():
    absent = {f"A{n}-1-1": {"choice": "没有体系表"} for n in range(2, 6)} | faults("A1-7-1")
    result = scored(absent)
    assert [result.items[code].score for code in ("A1-7", "A2-1", "A3-1", "A4-1", "A5-1")] == [5, 5, 5, 5, 0]


@pytest.mark.parametrize(("choice", "points"), [("满足", 10), ("层次不清，结构不合理", 7), ("没有体系表", 5)])
def test_reading_8_the_structure_is_one_exclusive_choice(choice, points):
    assert item_score("A3-1", {"A3-1-1": {"choice": choice}}) == points


def test_reading_9_each_unmet_condition_deducts_one():
    assert [item_score("A4-1", {"A4-1-5": {"faults": n}}) for n in range(4)] == [10, 9, 8, 7]


def test_reading_10_withdrawn_standards_deduct_once():
    with pytest.raises(EvaluationError, match="A2-1-4 的 faults 是 2，应为 0 到 1 的整数"):
        scored({"A2-1-4": {"faults": 2}})


@pytest.mark.parametrize(
    ("choice", "points", "zero"), [("满足", 5, []), ("不完整", 3, []), ("没有", 3, ["A2-2"])]
)
def test_reading_11_none_at_all_proposes_the_zero(choice, points, zero):
    result = scored({"A2-2-1": {"choice": choice}})
    assert (result.items["A2-2"].score, result.proposed_zero) == (points, zero)


def test_reading_12_each_missing_row_deducts_5_and_both_propose_the_zero():
    one, both = scored(faults("A3-2-1")), scored(faults("A3-2-1", "A3-2-2"))
    assert [(r.items["A3-2"].score, r.proposed_zero) for r in (one, both)] == [(15, []), (10, ["A3-2"])]


def test_reading_13_group_headings_are_no_row_of_their_own():
    groups = {r.group for r in CARD.requirements if r.group}
    assert groups == {
        *("有事项服务规程", "有平台要求标准", "有数据库要求", "有数据共享和数据交换接口要求"),
        *("有智能化建设规范", "有工作人员考评标准"),
    }


def test_reading_13_each_printed_row_is_deducted_by_itself():
    assert item_score("A3-3", faults("A3-3-1", "A3-3-2", "A3-3-8")) == 25


def test_reading_14_three_appraisals_are_three_rows():
    assert item_score("A4-9", faults("A4-9-3", "A4-9-4", "A4-9-5")) == 4


def test_reading_15_skill_grades_are_the_leaf_of_basic_requirements():
    assert CARD.requirements_by_code["A4-4-1"].node_codes == ("6.3.1",)


def test_readings_16_and_17_measures_and_records_are_judged_with_evidence():
    rows = [CARD.requirements_by_code[code] for code in ("A4-7-1", "A4-10-5", "A4-10-6")]
    assert [(r.judging, r.readings) for r in rows] == [("b", (13, 16)), ("b", (13, 17)), ("b", (13, 17))]


def test_reading_18_levels_an_organisation_lacks_are_not_deducted():
    others = {r.code: EXCUSED for r in CARD.items_by_code["A5-3"].requirements if r.level != "county"}
    assert item_score("A5-3", others | faults("A5-3-2")) == 8


def test_reading_19_no_system_table_uses_up_item_1_of_a5():
    assert item_score("A5-1", {"A5-1-1": {"choice": "没有体系表"}}) == 0


def test_reading_20_requirements_of_a6_deduct_once_each():
    result = scored(worst_answers("A6-2"))
    assert (result.items["A6-2"].score, result.proposed_zero) == (9, ["A6-2"])


def test_reading_21_record_or_rate_failing_deducts_2_once():
    assert item_score("A6-1", faults("A6-1-1")) == 8


def test_reading_22_four_rows_of_checking_deduct_one_each():
    assert item_score("A6-4", worst_answers("A6-4")) == 6


@pytest.mark.parametrize(
    ("value", "points"),
    [("100", 20), ("90", 20), ("89.96", 15), ("80", 15), ("79.9999", 10), ("60", 10), ("59.99", 0), ("0", 0)],
)
def test_reading_23_satisfaction_tiers_are_compared_unrounded(value, points):
    assert item_score("A7-1", {"A7-1-1": {"value": value}}) == points


@pytest.mark.parametrize(
    ("value", "points"),
    [
        *(("100", 20), ("80", 20), ("79.99", 18), ("60", 18), ("59.9", 16), ("50", 16), ("49.9", 14)),
        *(("30", 14), ("29.9", 12), ("20", 12), ("19.9", 10), ("10", 10), ("9.99", 0), ("0", 0)),
    ],
)
def test_reading_24_efficiency_below_10_percent_earns_nothing(value, points):
    assert item_score("A7-2", {"A7-2-1": {"value": value}}) == points


@pytest.mark.parametrize(("choice", "points"), [("国家级", 10), ("省级", 5), ("地（市）级", 3), ("无", 0)])
def test_reading_25_only_the_highest_brand_counts(choice, points):
    assert item_score("A7-3", {"A7-3-1": {"choice": choice}}) == points


@pytest.mark.parametrize(
    ("choice", "points"), [("显著提高", 10), ("提高10%以上", 5), ("提高5%以上", 3), ("不足5%", 0)]
)
def test_reading_26_social_benefit_is_one_choice(choice, points):
    assert item_score("A7-4", {"A7-4-1": {"choice": choice}}) == points


def test_reading_26_marked_improvement_asks_for_a_written_reason():
    bare, told = {"choice": "显著提高"}, {"choice": "显著提高", "reason": "投诉量减半"}
    assert [scored({"A7-4-1": answer}).reasons_due for answer in (bare, told)] == [["A7-4-1"], []]


def test_reading_27_all_figures_are_integers():
    result = scored(worst_answers() | {"A1-4-4": {"value": "33.333"}, "A7-1-1": {"value": "66.67"}})
    figures = [result.total, result.total_uncapped, *(item.score for item in result.items.values())]
    assert {type(figure) for figure in figures} == {int}


def test_readings_29_and_30_on_eligibility_are_told_with_the_edition():
    assert [(reading.no, reading.reading.split("；")[0]) for reading in CARD.readings[28:]] == [
        (29, "6.2是申请的条件（体系实施日＋6个月≤申请日）"),
        (30, "声明与提醒，不自动拒绝"),
    ]
