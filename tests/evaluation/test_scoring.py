"""Scoring by the clauses of part 5 and by every reading of its ambiguous rules."""

from decimal import Decimal

import pytest

from evaluation.errors import EvaluationError
from evaluation.scoring import (
    Judgement,
    Sheet,
    distance_words,
    parse_decision,
    parse_judgement,
    rate_words,
    score,
)
from tests.evaluation.sheets import (
    CARD,
    EXCUSED,
    UNMET,
    make_sheet,
    perfect_answers,
    scored,
    worst_answers,
)


def item_score(code: str, judgements: dict, items: dict | None = None) -> int:
    return scored(judgements, items).items[code].score


def derivation(code: str, answer: dict) -> str:
    return scored({code: answer}).requirements[code].derivation


def faults(*codes: str) -> dict:
    return {code: {"faults": 1} for code in codes}


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


# The readings


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


# Derivations


@pytest.mark.parametrize(
    ("code", "answer", "words"),
    [
        ("A1-1-1", {"met": True}, "满足，不扣分"),
        ("A1-1-1", {"faults": 1}, "没有方针扣2分：不满足，扣2分"),
        ("A1-7-3", {"faults": 2}, "每缺一项扣1分：缺2项，扣2分"),
        ("A2-1-5", {"faults": 3}, "未达到一项，扣1分：3处，扣3分"),
        ("A4-2-1", {"faults": 1}, "每缺一项扣2分：缺1项，扣2分"),
        ("A2-3-1", {"choice": "没有"}, "不完整扣2分：没有，扣2分"),
        ("A5-2-1", EXCUSED, "不适用，按满分计算，不扣分（第5部分 8.2）：没有这项业务"),
        ("A7-2-1", EXCUSED, "不适用，按满分计算，得20分（第5部分 8.2）：没有这项业务"),
        ("A1-4-4", {"value": "100"}, "完成率100%（≥100%），不扣分"),
    ],
)
def test_a_requirement_derives_its_points_in_words(code, answer, words):
    assert derivation(code, answer) == words


def test_a_measured_award_names_value_tier_and_points():
    assert derivation("A7-1-1", {"value": "89.96"}).endswith("：满意度89.96%（≥80%且＜90%），得15分")


def test_an_unjudged_requirement_says_what_it_counts_as():
    result = scored()
    assert [result.requirements[code].derivation for code in ("A1-1-1", "A7-1-1")] == [
        "未评，暂不扣分",
        "未评，暂不得分",
    ]


@pytest.mark.parametrize(
    ("code", "judgements", "items", "words"),
    [
        ("A4-6.4", worst_answers("A4-6.4"), {}, "10 − 10（应扣 15，最多扣 10）＝ 0"),
        ("A3-2", faults("A3-2-1", "A3-2-2"), {}, "20 − 10 ＝ 10"),
        ("A3-2", faults("A3-2-1"), {}, "20 − 5 ＝ 15（1 条未评）"),
        ("A7-1", {"A7-1-1": {"value": "60"}}, {}, "得分合计 10，得 10"),
        ("A5-8", {}, {"A5-8": EXCUSED}, "10（不适用，按满分计算，第5部分 8.2）：没有这项业务"),
        ("A3-2", {}, {"A3-2": UNMET}, "0（应有的评价项目而未满足，实际得分为0，第5部分 8.2）：应有而没有"),
    ],
)
def test_an_item_derives_its_score_in_words(code, judgements, items, words):
    assert scored(judgements, items).items[code].derivation == words


def test_sections_and_total_derive_their_scores_in_words():
    result = scored(perfect_answers())
    assert [result.sections[0].derivation, result.sections[4].derivation, result.derivation] == [
        "各项合计 45，得 45",
        "各项合计 75，标注 70 分封顶，得 70",
        "45＋25＋120＋120＋70＋60＋60＝500，满分 500，合格线 300：合格",
    ]


@pytest.mark.parametrize(("points", "words"), [(284, "还差 16"), (300, "正好 300"), (318, "已过 300，多 18")])
def test_the_distance_to_the_pass_mark_is_told_in_words(points, words):
    assert distance_words(points, 300) == words


# The score bar


def bar(judgements: dict, items: dict | None = None) -> tuple[int, int, int]:
    result = scored(judgements, items)
    return result.earned, result.deducted, result.unjudged


def test_the_bar_of_an_empty_sheet_is_all_open():
    assert bar({}) == (0, 0, 500)


def test_the_bar_of_a_perfect_sheet_is_all_earned():
    assert bar(perfect_answers()) == (500, 0, 0)


def test_the_bar_counts_finished_items_and_certain_losses_only():
    assert bar({"A3-2-1": {"faults": 1}, "A2-2-1": {"choice": "不完整"}}) == (3, 7, 490)


def test_the_bar_hides_losses_that_the_heading_of_a5_absorbs():
    assert [bar(faults("A5-8-1")), bar(faults("A5-8-1", "A5-8-2"))] == [(0, 0, 500), (0, 5, 495)]


def test_the_bar_takes_a_decided_item_as_finished():
    assert bar({}, {"A3-2": UNMET, "A4-2": EXCUSED}) == (10, 20, 470)


def test_counts_tell_requirements_by_state():
    answers = {"A1-1-1": {"met": True}, "A5-2-1": EXCUSED, "A7-1-1": {"value": "80"}, **faults("A1-1-2")}
    assert scored(answers).counts == {
        "unjudged": 171,
        "met": 1,
        "deducted": 1,
        "awarded": 1,
        "not_applicable": 1,
    }


def test_unjudged_codes_leave_out_items_that_are_not_applicable():
    judged = {
        code: answer for code, answer in perfect_answers().items() if not code.startswith(("A5-8", "A1-1-1"))
    }
    assert scored(judged, {"A5-8": EXCUSED}).unjudged_codes == ["A1-1-1"]


# Judgements


def parsed(code: str, data: object) -> Judgement:
    return parse_judgement(CARD.requirements_by_code[code], data)


@pytest.mark.parametrize(
    ("code", "data", "judgement"),
    [
        ("A1-1-1", {"faults": 0}, Judgement(met=True)),
        ("A2-1-1", {"choice": "满足"}, Judgement(met=True)),
        ("A1-4-4", {"value": "062.50"}, Judgement(value=Decimal("62.5"))),
        ("A1-4-4", {"value": 62}, Judgement(value=Decimal(62))),
        ("A1-4-4", {"value": Decimal("0.0000001")}, Judgement(value=Decimal("0.0000001"))),
        ("A1-4-4", {"value": "-0"}, Judgement(value=Decimal(0))),
        ("A1-4-4", {"met": True}, Judgement(met=True)),
        ("A7-1-1", {"value": "100.00"}, Judgement(value=Decimal(100))),
        ("A1-1-1", {"faults": 1, "note": " 未见方针 "}, Judgement(faults=1, note="未见方针")),
        ("A5-2-1", {"not_applicable": True, "reason": "县级"}, Judgement(not_applicable=True, reason="县级")),
    ],
)
def test_a_judgement_is_read_in_canonical_form(code, data, judgement):
    assert parsed(code, data) == judgement


def test_a_percentage_keeps_every_digit():
    assert item_score("A7-1", {"A7-1-1": {"value": "89." + "9" * 60}}) == 15


@pytest.mark.parametrize(
    ("code", "data", "words"),
    [
        ("A1-1-1", {"faults": 2}, "A1-1-1 的 faults 是 2，应为 0 到 1 的整数"),
        ("A1-2-1", {"faults": 4}, "A1-2-1 的 faults 是 4，应为 0 到 3 的整数"),
        ("A1-7-3", {"faults": 5}, "0 到 4"),
        ("A1-1-1", {"faults": -1}, "-1"),
        ("A1-1-1", {"faults": True}, "true"),
        ("A1-1-1", {"faults": "1"}, "“1”"),
        ("A1-1-1", {"faults": Decimal("1.0")}, "1.0"),
        ("A1-1-1", {"choice": "没有"}, "A1-1-1 不能用 choice 判定"),
        ("A2-1-1", {"faults": 1}, "A2-1-1 不能用 faults 判定"),
        (
            "A2-1-1",
            {"choice": "没有体系"},
            "A2-1-1 没有选项 “没有体系”，可选：满足、层次不清，结构不合理、没有体系表",
        ),
        ("A7-3-1", {"choice": "满足"}, "A7-3-1 没有选项 “满足”"),
        ("A7-3-1", {"met": True}, "A7-3-1 不能用 met 判定"),
        ("A7-1-1", {"met": True}, "A7-1-1 不能用 met 判定"),
        ("A1-4-4", {"value": "100.01"}, "“100.01”，应在 0 到 100 之间"),
        ("A1-4-4", {"value": "-1"}, "应在 0 到 100 之间"),
        ("A1-4-4", {"value": "62.5%"}, "“62.5%”"),
        ("A1-4-4", {"value": "６２"}, "“６２”"),
        ("A1-4-4", {"value": "6e1"}, "“6e1”"),
        ("A1-4-4", {"value": "NaN"}, "“NaN”"),
        ("A1-4-4", {"value": Decimal("NaN")}, "NaN"),
        ("A1-4-4", {"value": 62.5}, "62.5"),
        ("A1-4-4", {"value": True}, "true"),
        ("A1-4-4", {"value": ""}, "“”"),
        ("A1-4-4", {"value": None}, "null"),
        ("A5-2-1", {"not_applicable": True}, "A5-2-1 判为不适用，没有写理由"),
        ("A5-2-1", {"not_applicable": True, "reason": " "}, "A5-2-1 的理由是空的"),
        ("A5-2-1", {"not_applicable": False, "reason": "无"}, "false，只能写 true"),
        ("A5-2-1", {"met": False}, "false，只能写 true"),
        ("A5-2-1", {}, "A5-2-1 的判定应只有一个结果，现为：没有"),
        ("A5-2-1", {"met": True, "faults": 1}, "met、faults"),
        ("A5-2-1", {"fault": 1}, "“fault”不认识"),
        ("A5-2-1", {"faults": 1, "note": 5}, "A5-2-1 的 note 是 5，应为文字"),
        ("A5-2-1", {"faults": 1, "note": "\x00"}, "不能保存的字符"),
        ("A5-2-1", [1], "A5-2-1 的内容是"),
    ],
)
def test_a_wrong_judgement_is_refused_naming_it(code, data, words):
    with pytest.raises(EvaluationError) as refusal:
        parsed(code, data)
    assert words in refusal.value.message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"unmet": True}, "A3-2 没有写理由"),
        ({"unmet": True, "reason": ""}, "A3-2 的理由是空的"),
        ({"unmet": False, "reason": "\t"}, "A3-2 的理由是空的"),
        ({"unmet": 1, "reason": "无"}, "A3-2 的 unmet 是 1，应为 true 或 false"),
        ({"not_applicable": True}, "A3-2 没有写理由"),
        ({"not_applicable": False, "reason": "无"}, "只能写 true"),
        ({"unmet": True, "not_applicable": True, "reason": "无"}, "不能都写"),
        ({"reason": "无"}, "都不写"),
        ({"unmet": True, "resaon": "无"}, "“resaon”不认识"),
        ("unmet", "“unmet”"),
    ],
)
def test_a_wrong_item_decision_is_refused_naming_it(data, words):
    with pytest.raises(EvaluationError) as refusal:
        parse_decision(CARD.items_by_code["A3-2"], data)
    assert words in refusal.value.message


def test_a_sheet_refuses_codes_its_scorecard_lacks():
    with pytest.raises(EvaluationError, match="没有要求 A9-1-1"):
        Sheet(CARD, {"A9-1-1": Judgement(met=True)})


# The frozen form


def test_the_frozen_result_holds_every_figure_with_its_derivation():
    frozen = score(make_sheet(perfect_answers())).to_dict()
    assert frozen["items"]["A7-4"] == {
        "points": 10,
        "lost": 0,
        "excess": 0,
        "score": 10,
        "proposed_zero": False,
        "zero_state": "",
        "decision": None,
        "derivation": "得分合计 10，得 10",
    }
    assert (len(frozen["requirements"]), len(frozen["items"]), len(frozen["sections"])) == (175, 48, 7)


def test_share_of_points_is_rounded_half_up():
    shares = [(0, 80), (33, 80), (1, 3), (80, 80)]
    assert [rate_words(*share) for share in shares] == ["0.0%", "41.3%", "33.3%", "100.0%"]
