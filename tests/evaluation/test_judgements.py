"""Judgements and decisions as they are read: in canonical form, or refused by name."""

from decimal import Decimal

import pytest

from evaluation.errors import EvaluationError
from evaluation.scoring import (
    Judgement,
    Sheet,
    parse_decision,
    parse_judgement,
)
from tests.evaluation.sheets import (
    CARD,
    item_score,
)


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
