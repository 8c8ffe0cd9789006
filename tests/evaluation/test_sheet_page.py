"""The pure view-models of the sheet page: rows, figures, tabs, and why a figure is what it is."""

import json
from datetime import UTC, datetime

import pytest

from evaluation.errors import EvaluationError
from evaluation.proposing.proposal import Proposal
from evaluation.sheet.derivations import TOTAL, Line, derive
from evaluation.sheet.page import Bar, build_page, total_bar
from evaluation.sheet.reading import Entry
from evaluation.sheet.rows import Facts, build_row
from tests.evaluation.sheets import CARD, EXCUSED, UNMET, scored

NOON = datetime(2026, 1, 15, 4, tzinfo=UTC)
A4_6_4 = ("A4-6.4-1", "A4-6.4-2", "A4-6.4-4", "A4-6.4-5")


def row(code, judgement=None, *, proposed=None, entry=None, **told):
    """A row of the sheet; `proposed` is the value of its proposal, {} where people decide."""
    result = scored({code: judgement} if judgement else {})
    proposals = {} if proposed is None else {code: make_proposal(code, proposed, **told)}
    return build_row(result.requirements[code], Facts({code: entry} if entry else {}, proposals=proposals))


def make_proposal(code, value, words="满足", outcome="met", **told) -> Proposal:
    return Proposal(code, outcome if value else "open", words, value or None, **told)


def buttons(made) -> list[tuple]:
    return [
        (b.label, b.effect, json.loads(b.value), b.is_chosen, b.tone, b.key)
        for b in (*made.buttons, made.excuse)
    ]


# Rows


def test_missing_rule_offers_met_unmet_and_not_applicable():
    assert buttons(row("A4-2-1")) == [
        ("满足", "", {"met": True}, False, "good", "1"),
        ("不满足", "扣 2", {"faults": 1}, False, "bad", "2"),
        ("不适用", "写理由", {"not_applicable": True}, False, "plain", "3"),
    ]


def test_chosen_answer_is_cleared_by_a_second_touch():
    made = row("A4-2-1", {"faults": 1})
    assert [(b.is_chosen, b.sent) for b in made.buttons] == [(False, '{"met":true}'), (True, "{}")]


def test_a_note_does_not_hide_which_answer_is_chosen():
    made = row("A4-2-1", {"faults": 1, "reason": "只有草案", "note": "见照片"})
    assert [b.is_chosen for b in made.buttons] == [False, True]


def test_exclusive_choices_are_buttons_with_their_deductions():
    labels = [(b.label, b.effect) for b in row("A3-1-1").buttons]
    assert labels == [("满足（清楚合理）", ""), ("层次不清，结构不合理", "扣 3"), ("没有体系表", "扣 5")]


@pytest.mark.parametrize(
    ("judgement", "expected"),
    [
        (None, ("未评", "", True, False, {"met": True}, {"faults": 1})),
        ({"met": True}, ("0 处", "不扣分", True, False, {"met": True}, {"faults": 1})),
        ({"faults": 2}, ("2 处", "扣 2", False, False, {"faults": 1}, {"faults": 3})),
        ({"faults": 3}, ("3 处", "扣 3", False, True, {"faults": 2}, {"faults": 4})),
        ({"not_applicable": True, "reason": "无"}, ("不适用", "", True, False, {"met": True}, {"faults": 1})),
    ],
)
def test_counter_stops_at_what_is_printed(judgement, expected):
    counter = row("A3-1-5", judgement).counter
    ends = json.loads(counter.fewer), json.loads(counter.more)
    assert (counter.words, counter.effect, counter.at_least, counter.at_most, *ends) == expected


def test_measured_value_shows_the_tier_it_falls_into():
    made = row("A7-1-1", {"value": "89.96"})
    assert (made.measure.value, made.buttons) == ("89.96", ())
    assert made.measure.tiers == (
        ("≥90%", "得 20", False),
        ("≥80%且＜90%", "得 15", True),
        ("≥60%且＜80%", "得 10", False),
        ("＜60%", "得 0", False),
    )


EXCUSE = {"not_applicable": True, "reason": "没有这一层级，确无需要"}


def suggested(made) -> list[tuple]:
    """Label, effect, value and key of what is marked; nothing is ever chosen."""
    offered = (*made.buttons, made.excuse)
    assert not any(button.is_chosen for button in offered)
    return [(b.label, b.effect, json.loads(b.value), b.key) for b in offered if b.is_suggested]


@pytest.mark.parametrize(
    ("code", "proposed", "words", "marked"),
    [
        ("A4-2-1", {"met": True}, "满足", ("满足", "建议", {"met": True}, "1")),
        ("A4-2-1", {"faults": 1}, "不满足", ("不满足", "建议 扣 2", {"faults": 1}, "2")),
        ("A1-7-3", {"met": True}, "满足", ("满足", "建议", {"met": True}, "1")),
        ("A1-7-3", {"faults": 2}, "缺2项", ("采用建议", "缺2项", {"faults": 2}, "2")),
        ("A1-4-4", {"value": "62.5"}, "完成率62.5%", ("采用建议", "62.5%", {"value": "62.5"}, "1")),
        ("A7-1-1", {"value": "89.9633333"}, "", ("采用建议", "89.9633…", {"value": "89.9633333"}, "1")),
        ("A5-2-1", EXCUSE, "不适用", ("不适用", "建议", EXCUSE, "3")),
    ],
)
def test_the_answer_that_is_proposed_is_marked_and_nothing_pressed(code, proposed, words, marked):
    outcome = "not_met" if "faults" in proposed else "met"
    assert suggested(row(code, proposed=proposed, words=words, outcome=outcome)) == [marked]


def test_where_people_decide_no_answer_is_marked():
    assert suggested(row("A4-2-1", proposed={})) == []


def test_a_proposal_that_is_taken_over_is_cleared_by_a_second_touch():
    offered = row("A1-7-3", {"faults": 2}, proposed={"faults": 2}, words="缺2项", outcome="not_met").buttons
    assert [(b.label, b.is_chosen, b.is_suggested, b.sent) for b in offered] == [
        ("满足", False, False, '{"met":true}'),
        ("采用建议", True, False, "{}"),
    ]


@pytest.mark.parametrize(
    ("judgement", "proposed", "asked"),
    [
        ({"met": True}, {"met": True}, ""),
        ({"met": True}, {"faults": 1}, "与建议“缺1项”不同，请写理由。"),
        ({"met": True, "reason": "看了原件"}, {"faults": 1}, ""),
        ({"faults": 1}, {"met": True}, "与建议“缺1项”不同，请写理由。"),
        ({"faults": 1}, {"faults": 1}, ""),
        ({"met": True}, EXCUSE, "与建议“缺1项”不同，请写理由。"),
        ({"met": True}, {}, ""),
        (None, {"met": True}, ""),
    ],
)
def test_judging_against_a_proposal_asks_for_a_reason_afterwards(judgement, proposed, asked):
    assert row("A4-2-1", judgement, proposed=proposed, words="缺1项").attention == asked


def test_row_carries_the_version_it_was_based_on():
    entry = Entry({"faults": 1, "note": "见照片"}, 4, "李敏", NOON)
    made = row("A4-2-1", {"faults": 1}, entry=entry)
    assert (made.base, json.loads(made.value), made.note, made.reason) == (4, entry.value, "见照片", "")


# Figures


def test_three_figures_of_the_bar_add_up_to_500():
    bar = total_bar(scored({code: {"faults": 1} for code in A4_6_4}))
    assert (bar.earned, bar.unjudged, bar.deducted, bar.mark) == (0, 490, 10, 300)


def test_bar_says_the_distance_in_words():
    words = [Bar(earned, 0, 500 - earned, 500, 300).distance for earned in (284, 300, 412)]
    assert words == ["还差 16", "正好 300", "已过 300，多 112"]


def test_tabs_tell_how_far_each_table_is():
    page = build_page(scored({code: {"met": True} for code in ("A2-2-1", "A2-3-1")}), "A.2", Facts())
    tabs = [(tab.code, tab.progress, tab.is_current) for tab in page.tabs]
    assert tabs == [
        ("A.1", "0/29", False),
        ("A.2", "2/9", True),
        ("A.3", "0/27", False),
        ("A.4", "0/60", False),
        ("A.5", "0/33", False),
        ("A.6", "0/13", False),
        ("A.7", "0/4", False),
    ]
    assert (page.left, page.next_unjudged, page.next_section) == (7, "A2-1-1", "A.1")


def test_finished_table_points_to_the_next_unfinished_one():
    section = CARD.sections[1]
    met = {r.code: {"met": True} for item in section.items for r in item.requirements}
    page = build_page(scored(met), "A.2", Facts())
    assert (page.left, page.next_unjudged, page.next_section, page.tabs[1].progress) == (0, "", "A.1", "评完")


def test_item_of_an_unknown_table_is_a_key_error():
    with pytest.raises(KeyError):
        build_page(scored(), "A.9", Facts())


# 为什么是这个分


def test_capped_item_shows_what_is_not_deducted():
    judgements = {code: {"faults": 1} for code in A4_6_4} | {"A4-6.4-3": {"met": True}}
    why = derive(scored(judgements), "A4-6.4-2", Facts())
    assert why.formula == "10 − 10（应扣 12，最多扣 10）＝ 0"
    assert why.lines == (
        Line("A4-6.4-1", "缺1项", "3"),
        Line("A4-6.4-2", "缺1项", "3", is_chosen=True),
        Line("A4-6.4-3", "满足", "0"),
        Line("A4-6.4-4", "缺1项", "3"),
        Line("A4-6.4-5", "缺1项", "3"),
    )
    assert why.sums == (("扣分合计（4 条）", "12"), ("超出上限，不再扣", "−2"), ("实际扣分", "10"))


def test_confirmed_zero_is_part_of_the_sum():
    why = derive(scored({"A3-2-1": {"faults": 1}, "A3-2-2": {"faults": 1}}, {"A3-2": UNMET}), "A3-2", Facts())
    assert why.sums == (("扣分合计（2 条）", "10"), ("确认计0分，再扣", "10"), ("实际扣分", "20"))
    assert [clause for clause, _ in why.rules] == ["第5部分 8.3", "第5部分 8.2"]


def test_not_applicable_item_says_so_line_by_line():
    why = derive(scored({}, {"A5-8": EXCUSED}), "A5-8", Facts())
    assert {line.words for line in why.lines} == {"不适用"}
    assert why.sums[-1] == ("实际扣分", "0")


def test_chosen_requirement_shows_its_registry_and_its_author():
    entry, proposal = Entry({"faults": 1}, 2, "李敏", NOON), make_proposal("A4-2-1", {"met": True})
    facts = Facts({"A4-2-1": entry}, proposals={"A4-2-1": proposal})
    why = derive(scored({"A4-2-1": {"faults": 1}}), "A4-2-1", facts)
    assert (why.author, why.proposal, why.rules[-1]) == (entry, proposal, ("表A.4 第2项", "每缺一项扣2分"))
    assert why.agreement == "与判定不同"


def test_table_adds_up_its_items_and_names_the_heading():
    why = derive(
        scored({code: {"met": True} for code in CARD.requirements_by_code if code.startswith("A5-")}),
        "A.5",
        Facts(),
    )
    assert why.formula == "各项合计 75，标注 70 分封顶，得 70"
    assert why.sums == (("各项合计", "75"), ("标注分值", "70"), ("得分", "70"))


def test_total_adds_up_seven_tables():
    why = derive(scored(), TOTAL, Facts())
    assert (len(why.lines), why.sums) == (
        7,
        (("已得", "0"), ("未评", "500"), ("已扣", "0"), ("三者相加", "500")),
    )


def test_unknown_figure_is_refused_in_words():
    with pytest.raises(EvaluationError, match="评价细则中没有 B1"):
        derive(scored(), "B1", Facts())
