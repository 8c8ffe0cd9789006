"""The edition of Appendix A in fixtures/scorecards, and the answers it offers."""

import copy
import json
from collections import Counter

import pytest

from evaluation.editions import FOLDER, load_edition, published_editions
from evaluation.errors import EvaluationError
from evaluation.scoring import Option, Scorecard
from tests.evaluation.sheets import CARD, CODE

FILE = FOLDER / "T_CSSG_001.5-2020.json"
DATA = json.loads(FILE.read_text(encoding="utf-8"))


def options_of(code: str) -> list[Option]:
    return CARD.requirements_by_code[code].options()


def test_headings_items_and_most_sum_to_505_505_and_500():
    sums = [
        sum(getattr(s, name) for s in CARD.sections) for name in ("heading_points", "items_points", "full")
    ]
    assert sums == [505, 505, 500]


def test_tables_have_their_printed_heading_items_and_ceiling():
    assert [(s.code, s.heading_points, s.items_points, s.full, len(s.items)) for s in CARD.sections] == [
        ("A.1", 50, 45, 45, 8),
        ("A.2", 25, 25, 25, 4),
        ("A.3", 120, 120, 120, 5),
        ("A.4", 120, 120, 120, 14),
        ("A.5", 70, 75, 70, 8),
        ("A.6", 60, 60, 60, 5),
        ("A.7", 60, 60, 60, 4),
    ]


def test_items_have_their_printed_points():
    assert [[item.points for item in section.items] for section in CARD.sections] == [
        [5, 6, 4, 5, 5, 5, 10, 5],
        [10, 5, 5, 5],
        [10, 20, 40, 20, 30],
        [10, 10, 5, 5, 5, 10, 10, 10, 10, 10, 5, 10, 10, 10],
        [5, 10, 10, 10, 10, 10, 10, 10],
        [10, 15, 15, 10, 10],
        [20, 20, 10, 10],
    ]


def test_there_are_7_tables_48_items_and_175_requirements():
    assert (len(CARD.sections), len(CARD.items), len(CARD.requirements)) == (7, 48, 175)


def test_requirements_fall_into_their_judging_classes():
    assert Counter(r.judging for r in CARD.requirements) == {"a": 116, "b": 45, "c": 12, "a*": 2}


def test_pure_existence_items_reach_275_points():
    assert sum(item.points for item in CARD.items if item.is_existence) == 275


def test_ids_are_unique_and_in_printed_order():
    platform = [f"A4-6.{block}" for block in range(1, 6)]
    counts = {"1": 8, "2": 4, "3": 5, "5": 8, "6": 5, "7": 4}
    expected = {table: [f"A{table}-{n}" for n in range(1, count + 1)] for table, count in counts.items()}
    expected["4"] = [*(f"A4-{n}" for n in range(1, 6)), *platform, *(f"A4-{n}" for n in range(7, 11))]
    assert [item.code for item in CARD.items] == [code for table in "1234567" for code in expected[table]]


def test_requirements_count_from_one_inside_their_item():
    for item in CARD.items:
        codes = [requirement.code for requirement in item.requirements]
        assert codes == [f"{item.code}-{n}" for n in range(1, len(codes) + 1)]


def test_items_whose_deductions_exceed_their_points_are_the_known_ones():
    over = [i.code for i in CARD.items if sum(r.rule.full for r in i.requirements) > i.points]
    assert over == [
        *("A1-4", "A1-7", "A2-1", "A3-1", "A3-5", "A4-1", "A4-3", "A4-4", "A4-5"),
        *("A4-6.4", "A4-6.5", "A4-9", "A4-10", "A5-1"),
    ]


def test_items_that_deductions_cannot_empty_keep_the_known_points():
    left = {i.code: i.points - sum(r.rule.full for r in i.requirements) for i in CARD.items}
    assert {code: points for code, points in left.items() if points > 0} == {
        "A2-2": 3,
        "A2-3": 3,
        "A2-4": 3,
        "A3-2": 10,
        "A4-2": 2,
        "A4-6.1": 1,
        "A4-6.2": 1,
        "A4-6.3": 1,
        "A4-8": 2,
        "A5-2": 2,
        "A5-3": 2,
        "A5-4": 2,
        "A5-6": 2,
        "A5-7": 2,
        "A6-1": 6,
        "A6-2": 9,
        "A6-3": 9,
        "A6-4": 6,
        "A6-5": 4,
    }


def test_levelled_requirements_run_from_city_to_village():
    levelled = ("A5-2", "A5-3", "A5-4", "A5-6", "A5-7")
    four = ["city", "county", "township", "village"]
    expected = dict.fromkeys(levelled, four) | {"A4-6.2": four[:3], "A5-8": four[:2]}
    found = {i.code: [r.level for r in i.requirements] for i in CARD.items if i.requirements[0].level}
    assert found == dict(sorted(expected.items()))


def test_other_requirements_concern_no_level():
    assert sum(requirement.level is None for requirement in CARD.requirements) == 175 - 20 - 3 - 2


def test_the_thirty_readings_are_numbered():
    assert [reading.no for reading in CARD.readings] == list(range(1, 31))


def test_readings_of_single_requirements_are_all_attached():
    used = {no for requirement in CARD.requirements for no in requirement.readings}
    assert used == set(range(1, 27))


def test_readings_of_a_requirement_come_with_their_text():
    readings = CARD.readings_of(CARD.requirements_by_code["A1-4-4"])
    assert [(reading.no, reading.reading[:8]) for reading in readings] == [
        (2, "完成率x：x≥1"),
        (3, "只扣3分；完成率"),
    ]


def test_shifted_rows_are_put_back_and_marked_as_repairs():
    rows = {code: CARD.requirements_by_code[code] for code in ("A4-7-5", "A4-8-4", "A4-9-7")}
    assert {code: (r.text, r.repair.kind, r.node_codes) for code, r in rows.items()} == {
        "A4-7-5": ("有职业健康管理标准", "修复", ("6.6d",)),
        "A4-8-4": ("有设施、设备安全标准", "修复", ("6.7d",)),
        "A4-9-7": ("有互联网+监管标准", "修复", ("6.8.5",)),
    }


def test_texts_the_source_lacks_are_marked_as_inferred():
    inferred = {code: CARD.requirements_by_code[code] for code in ("A1-2-3", "A1-2-4")}
    assert {code: (r.text, r.deduction_text, r.repair.kind) for code, r in inferred.items()} == {
        "A1-2-3": ("有各部门标准化职责", "没有各部门标准化职责扣1分", "推定"),
        "A1-2-4": ("部门标准化职责划分明确，符合组织实际", "不明确扣1分", "推定"),
    }


def test_self_governance_and_cross_grid_leaves_are_swapped_against_part_3():
    assert [r.node_codes for r in CARD.items_by_code["A3-3"].requirements] == [
        ("5.2.1",),
        *((f"5.2.2{letter}",) for letter in "abcedfg"),
    ]


def test_the_note_on_505_and_500_is_the_printed_sentence():
    assert CARD.sums_note == "本表各项合计 505 分，按大类标注分值封顶后满分 500 分（第5部分 9.2）"


def test_an_edition_gives_its_file_back():
    assert CARD.to_dict() == DATA


def test_editions_are_found_by_their_code():
    assert published_editions() == {CODE: CARD}


def test_a_fixed_rule_offers_met_and_unmet():
    assert options_of("A3-3-1") == [
        Option("满足", 0, {"met": True}),
        Option("不满足", -5, {"faults": 1}, worst=True),
    ]


def test_a_missing_rule_offers_a_counter_up_to_its_maximum():
    assert options_of("A1-7-3") == [
        Option("满足", 0, {"met": True}),
        Option("缺1项", -1, {"faults": 1}),
        Option("缺2项", -2, {"faults": 2}),
        Option("缺3项", -3, {"faults": 3}),
        Option("缺4项", -4, {"faults": 4}, worst=True),
    ]


def test_a_choice_rule_offers_its_printed_alternatives():
    assert options_of("A2-1-1") == [
        Option("满足（清楚合理）", 0, {"met": True}),
        Option("层次不清，结构不合理", -3, {"choice": "层次不清，结构不合理"}),
        Option("没有体系表", -5, {"choice": "没有体系表"}, worst=True),
    ]


def test_a_measured_deduction_lists_its_tiers_without_a_judgement():
    assert [(o.label, o.effect, o.judgement, o.worst) for o in options_of("A1-4-4")] == [
        ("≥100%", "", None, False),
        ("≥50%且＜100%", "扣 2", None, False),
        ("≥30%且＜50%", "扣 3", None, False),
        ("＜30%", "扣 5", None, True),
    ]


def test_a_measured_award_lists_its_tiers_with_their_award():
    assert [(o.label, o.effect, o.worst) for o in options_of("A7-1-1")] == [
        ("≥90%", "得 20", False),
        ("≥80%且＜90%", "得 15", False),
        ("≥60%且＜80%", "得 10", False),
        ("＜60%", "得 0", True),
    ]


def test_an_award_choice_says_where_a_reason_is_due():
    assert [(o.label, o.effect, o.worst, o.needs_reason) for o in options_of("A7-4-1")] == [
        ("显著提高", "得 10", False, True),
        ("提高10%以上", "得 5", False, False),
        ("提高5%以上", "得 3", False, False),
        ("不足5%", "得 0", True, False),
    ]


def broken(change) -> dict:
    data = copy.deepcopy(DATA)
    change(data)
    return data


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: d.pop("readings"), "缺少内容"),
        (lambda d: d.update(full_marks=505), "不等于满分 505"),
        (lambda d: d["sections"][1]["items"][0].update(code="A1-1"), "重复的编号"),
        (lambda d: d["readings"].pop(0), "没有列出的口径"),
        (lambda d: d["sections"][0]["items"][0]["requirements"][0]["rule"].update(kind="guess"), "guess"),
        (
            lambda d: d["sections"][0]["items"][3]["requirements"][3]["rule"].update(void_with="A1-1-1"),
            "void_with",
        ),
        (lambda d: d["sections"][6]["items"][0]["requirements"][0]["rule"]["tiers"].reverse(), "从高到低"),
        (lambda d: d["sections"][6]["items"][0].update(points=10), "超过本项 10 分"),
        (lambda d: d["sections"][0]["items"][0]["requirements"][0].update(judging="d"), "A1-1-1"),
        (lambda d: d["sections"][3]["repair"].update(kind="猜"), "“猜”"),
    ],
)
def test_an_inconsistent_edition_is_refused_in_words(change, words):
    with pytest.raises(EvaluationError, match=words):
        Scorecard.from_dict(broken(change))


def test_a_broken_edition_file_is_refused_by_name(tmp_path):
    path = tmp_path / "edition.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"edition\.json"):
        load_edition(path)
