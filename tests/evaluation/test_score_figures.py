"""What a result tells of itself: derivations, the score bar, shares, the frozen form."""

import pytest

from evaluation.scoring import (
    distance_words,
    rate_words,
    score,
)
from tests.evaluation.sheets import (
    EXCUSED,
    UNMET,
    derivation,
    faults,
    make_sheet,
    perfect_answers,
    scored,
    worst_answers,
)

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
