"""The exchange format gridgov-sheet/1: canonical bytes, and strict reading."""

import json
from decimal import Decimal

import pytest

from evaluation.errors import SheetError
from evaluation.exchange import canonical_json, read_json, read_sheet, sha256, write_sheet
from evaluation.scoring import score
from tests.evaluation.sheets import CARD, CODE, EXCUSED, UNMET, make_sheet, perfect_answers

EDITIONS = {CODE: CARD}
EXAMPLE = {
    "format": "gridgov-sheet/1",
    "scorecard": CODE,
    "judgements": {
        "A1-1-1": {"faults": 1},
        "A1-7-3": {"faults": 2},
        "A2-1-1": {"choice": "没有体系表"},
        "A2-2-1": {"choice": "不完整"},
        "A1-4-4": {"value": "62.5"},
        "A7-1-1": {"value": "89.96"},
        "A7-3-1": {"choice": "省级"},
        "A7-4-1": {"choice": "提高5%以上"},
        "A5-2-1": {"not_applicable": True, "reason": "本级没有"},
        "A4-6.2-1": {"faults": 1},
    },
    "items": {"A3-2": UNMET, "A5-8": EXCUSED},
}


def document(**changes) -> str:
    base = {"format": "gridgov-sheet/1", "scorecard": CODE, "judgements": {}}
    return json.dumps(base | changes, ensure_ascii=False)


def refusal(text: str | bytes) -> str:
    with pytest.raises(SheetError) as error:
        read_sheet(text, EDITIONS)
    return error.value.message


def test_the_documented_example_is_read_and_scored():
    """39 + 18 + 100 + 117 + 70 (of 75) + 60 + 23."""
    result = score(read_sheet(json.dumps(EXAMPLE), EDITIONS))
    assert (result.total, result.total_uncapped, result.proposed_zero) == (427, 432, [])


def test_reading_gives_the_sheet_that_was_written():
    sheet = make_sheet(EXAMPLE["judgements"], EXAMPLE["items"])
    assert read_sheet(write_sheet(sheet), EDITIONS) == sheet


def test_written_bytes_are_canonical():
    sheet = make_sheet(
        {"A1-4-4": {"value": "62.50"}, "A1-1-1": {"faults": 1, "note": "未见"}}, {"A3-2": UNMET}
    )
    assert write_sheet(sheet).decode() == (
        '{"format":"gridgov-sheet/1","items":{"A3-2":{"reason":"应有而没有","unmet":true}},'
        '"judgements":{"A1-1-1":{"faults":1,"note":"未见"},"A1-4-4":{"value":"62.5"}},'
        '"scorecard":"T/CSSG 001.5-2020"}'
    )


def test_equal_facts_written_differently_have_one_hash():
    one = document(judgements={"A1-4-4": {"value": "062.50"}, "A2-1-1": {"choice": "满足"}}, items={})
    two = json.dumps(
        json.loads(document(judgements={"A2-1-1": {"met": True}, "A1-4-4": {"value": 62.5}})), indent=3
    )
    hashes = {sha256(write_sheet(read_sheet(text, EDITIONS))) for text in (one, two)}
    assert len(hashes) == 1


def test_the_hash_is_sha256_of_the_bytes():
    assert sha256(b"{}") == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@pytest.mark.parametrize("value", [1.5, {"a": [1.0]}, Decimal("1.5")])
def test_floats_and_decimals_have_no_canonical_form(value):
    with pytest.raises(TypeError):
        canonical_json(value)


def test_a_byte_order_mark_is_let_pass():
    assert read_sheet(b"\xef\xbb\xbf" + document().encode(), EDITIONS) == make_sheet()


def test_judgements_and_items_may_be_left_out():
    assert read_sheet(json.dumps({"format": "gridgov-sheet/1", "scorecard": CODE}), EDITIONS) == make_sheet()


def test_a_number_in_json_keeps_its_digits():
    text = document(judgements={"A7-1-1": {"value": 0}}).replace(": 0}", ": 89.99999999999999999999}")
    assert score(read_sheet(text, EDITIONS)).items["A7-1"].score == 15


def test_a_complete_sheet_passes_requires_all():
    text = document(judgements=perfect_answers(), requires_all=True)
    assert score(read_sheet(text, EDITIONS)).total == 500


def test_requires_all_names_every_missing_judgement():
    judgements = {c: a for c, a in perfect_answers().items() if c not in ("A1-1-2", "A7-4-1")}
    assert refusal(document(judgements=judgements, requires_all=True)) == (
        "还有 2 条要求没有判定：A1-1-2、A7-4-1，请补齐。"
    )


def test_requires_all_excuses_items_that_are_not_applicable():
    judgements = {code: a for code, a in perfect_answers().items() if not code.startswith("A5-8-")}
    text = document(judgements=judgements, items={"A5-8": EXCUSED}, requires_all=True)
    assert score(read_sheet(text, EDITIONS)).total == 500


def test_every_refused_entry_is_named_at_once():
    message = refusal(document(judgements={"A1-1-1": {"faults": 2}, "B1": {}}, items={"A1-1-1": UNMET}))
    assert message == (
        "A1-1-1 的 faults 是 2，应为 0 到 1 的整数。 "
        "judgements 中的“B1”不是评分表里的要求编号（如 A1-1-1），请核对。 "
        "items 中的“A1-1-1”不是评分表里的项编号（如 A1-1），请核对。"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "第 1 行第 1 列"),
        ("{", "不是正确的 JSON"),
        ("[]", "内容应为 {…} 形式的对象"),
        ("null", "内容应为 {…} 形式的对象"),
        (b"\xb0\xa1", "不是 UTF-8 编码（第 1 字节）"),
        ("[" * 100_000, "嵌套过深"),
        ('{"format": ' + "9" * 5000 + "}", "数字过长"),
        (document(format="gridgov-sheet/2"), 'format 是 "gridgov-sheet/2"，应为“gridgov-sheet/1”'),
        (document(scorecard="T/CSSG 001.5-2021"), "已有的评分表：“T/CSSG 001.5-2020”"),
        (document(scorecard=None), "scorecard 是 null"),
        ('{"format": "gridgov-sheet/1"}', "scorecard 没有写"),
        ("{}", "format 没有写"),
        (document(judgement={}), "“judgement”不认识"),
        (document(judgements=[]), "judgements 应为"),
        (document(items=None), "items 应为"),
        (document(requires_all=1), "requires_all 是 1，应为 true 或 false"),
        ('{"format": "gridgov-sheet/1", "format": "gridgov-sheet/1"}', "“format”写了两次"),
        ('{"a": {"A1-1-1": 1, "A1-1-1": 2}}', "“A1-1-1”写了两次"),
        ('{"value": NaN}', "NaN 不是可用的数"),
        ('{"value": -Infinity}', "-Infinity 不是可用的数"),
        ('{"value": 6.25e1}', "6.25e1 用了指数写法"),
        (document(judgements={"A1-1": {"faults": 1}}), "“A1-1”不是评分表里的要求编号"),
        (document(judgements={"A5-2-1": {"not_applicable": True}}), "A5-2-1 判为不适用，没有写理由"),
        (document(items={"A3-2": {"unmet": True}}), "A3-2 没有写理由"),
    ],
)
def test_a_wrong_document_is_refused_in_words(text, words):
    assert words in refusal(text)


def test_an_escaped_lone_surrogate_is_refused():
    text = document(judgements={"A1-1-1": {"faults": 1, "note": "?"}}).replace("?", "\\ud800")
    assert refusal(text) == "A1-1-1 的 note 含有不能保存的字符，请删去后重试。"


def test_read_json_reads_decimals_exactly():
    assert read_json('{"value": 0.10}') == {"value": Decimal("0.10")}
