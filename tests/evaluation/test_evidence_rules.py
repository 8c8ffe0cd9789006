"""The evidence rules of an edition: they fit it, and one that does not is refused with its sentence."""

import json
from collections import Counter
from dataclasses import replace

import pytest

from evaluation.editions import published_editions
from evaluation.errors import EvaluationError
from evaluation.models import ScorecardEdition
from evaluation.proposing import editions
from evaluation.proposing.editions import check_edition, load_rules, places, rules_of
from evaluation.proposing.rules import KINDS, Asked, EvidenceRule, Rules, check_rules, doubt_about
from evaluation.services.editions import publish_editions
from evaluation.visits.populations import BY_KEY
from standards.activities.evidence import SOURCES

EDITION = "T/CSSG 001.5-2020"
CARD = published_editions()[EDITION]
RULES = rules_of(EDITION)
KNOWN = {"sources": SOURCES, "samples": BY_KEY, "nodes": places()}


def refusal_of(code: str, **data) -> str:
    """What is said of the edition when one requirement has this rule instead of its own."""
    rule = EvidenceRule.from_dict(data)
    with pytest.raises(EvaluationError) as refusal:
        check_rules(replace(RULES, by_code={**RULES.by_code, code: rule}), CARD, known=KNOWN)
    return refusal.value.message


def test_every_requirement_of_the_edition_has_one_rule_and_it_fits():
    check_edition(CARD)
    assert set(RULES.by_code) == set(CARD.requirements_by_code)
    assert len(RULES.by_code) == 175


def test_every_kind_is_used():
    assert Counter(rule.kind for rule in RULES.by_code.values()) == {
        "standards": 101,
        "places": 11,
        "version": 6,
        "coverage": 5,
        "currency": 5,
        "numbers": 4,
        "texts": 1,
        "approvals": 1,
        "records": 24,
        "measured": 3,
        "files": 2,
        "people": 12,
    }
    assert {rule.kind for rule in RULES.by_code.values()} == set(KINDS)


def test_requirements_of_class_c_have_a_check_list():
    rows = [each.code for each in CARD.requirements if each.judging == "c"]
    assert (len(rows), [code for code in rows if not RULES[code].checks]) == (12, [])


def test_edition_without_a_file_asks_people_alone():
    assert rules_of("T/CSSG 001.5-2030")["A3-2-1"].kind == "people"
    check_edition(replace(CARD, code="T/CSSG 001.5-2030"))


# What one rule may say


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (
            {"kind": "guess"},
            "证据规则的种类“guess”不认识，应为：standards、places、version、coverage、currency、numbers、texts、"
            "approvals、records、measured、files、people。",
        ),
        ({"kind": "places"}, "证据规则“places”缺少 nodes。"),
        ({"kind": "coverage"}, "证据规则“coverage”缺少 subsystem。"),
        ({"kind": "currency"}, "证据规则“currency”缺少 subsystem。"),
        ({"kind": "numbers"}, "证据规则“numbers”缺少 subsystem。"),
        ({"kind": "records"}, "证据规则“records”缺少 sources。"),
        ({"kind": "measured"}, "证据规则“measured”缺少 of。"),
        ({"kind": "files"}, "证据规则“files”缺少 what。"),
        ({"kind": "people"}, "证据规则“people”缺少 checks。"),
        ({"kind": "standards", "nodes": ["4.3"]}, "证据规则“standards”多出 nodes。"),
        ({"kind": "texts", "points": "2"}, "证据规则“texts”多出 points。"),
        ({"kind": "approvals", "of": "satisfaction"}, "证据规则“approvals”多出 of。"),
        ({"kind": "version", "nodes": []}, "证据规则“version”多出 nodes。"),
        ({"kind": "people", "checks": "看现场"}, "证据规则“people”的 checks 类型不对。"),
        ({"kind": "coverage", "subsystem": ["JC"]}, "证据规则“coverage”的 subsystem 类型不对。"),
        ({"kind": "records", "sources": "chart"}, "证据规则“records”的 sources 类型不对。"),
    ],
)
def test_rule_that_cannot_be_read_is_refused(data, sentence):
    with pytest.raises(EvaluationError) as refusal:
        EvidenceRule.from_dict(data)
    assert refusal.value.message == sentence


@pytest.mark.parametrize("at_least", [0, 101, 79.5, "80", True])
def test_share_that_is_no_whole_percentage_is_refused(at_least):
    with pytest.raises(EvaluationError) as refusal:
        Asked.from_data({"source": "training:attendance", "at_least": at_least})
    assert (
        refusal.value.message == f"training:attendance 的 at_least 应为 1 到 100 的整数，现为“{at_least}”。"
    )


# What fits which requirement


@pytest.mark.parametrize(
    ("code", "data", "sentence"),
    [
        ("A1-1-1", {"kind": "people", "checks": ["看"]}, "由人判定的要求（且只有它们）用 people"),
        ("A1-2-4", {"kind": "standards"}, "由人判定的要求（且只有它们）用 people"),
        ("A3-2-1", {"kind": "measured", "of": "satisfaction"}, "按百分数分档的要求（且只有它们）用 measured"),
        ("A7-1-1", {"kind": "standards"}, "按百分数分档的要求（且只有它们）用 measured"),
        ("A3-2-1", {"kind": "files", "what": "证书"}, "有没有文件不能判定这条要求"),
        ("A1-7-3", {"kind": "version", "documents": ["decree", "list"]}, "文件应为 4 种，各不相同"),
        ("A1-7-3", {"kind": "version", "documents": ["decree"] * 4}, "文件应为 4 种，各不相同"),
        ("A1-2-2", {"kind": "records", "sources": ["duties:king"]}, "不认识“duties:king”"),
        ("A1-4-4", {"kind": "measured", "of": "training:guess"}, "不认识“training:guess”"),
        ("A1-2-4", {"kind": "people", "checks": ["看"], "sample": "streets"}, "不认识“streets”"),
        ("A1-1-1", {"kind": "places", "nodes": ["ZD9"]}, "不认识“ZD9”"),
        ("A2-1-2", {"kind": "coverage", "subsystem": "XX"}, "不认识“XX”"),
        (
            "A1-7-3",
            {"kind": "version", "documents": ["decree", "explanation", "list", "poem"]},
            "不认识“poem”",
        ),
    ],
)
def test_rule_that_does_not_fit_its_requirement_is_refused(code, data, sentence):
    assert refusal_of(code, **data) == f"{code} 的证据规则有误：{sentence}。"


def test_groups_are_no_places():
    """Standards are filed at leaves; what a group holds is found at its class."""
    assert refusal_of("A1-1-1", kind="places", nodes=["5.2.2"]) == "A1-1-1 的证据规则有误：不认识“5.2.2”。"


def test_choice_is_never_decided_by_data():
    chosen = replace(CARD.requirements_by_code["A2-2-1"], judging="a")
    assert doubt_about(chosen, RULES["A2-2-1"], KNOWN) == "选项由人选定，不能是 a 类"


def test_rule_too_few_and_rule_too_many_are_named():
    rows = {code: rule for code, rule in RULES.by_code.items() if code != "A1-1-1"}
    with pytest.raises(EvaluationError) as refusal:
        check_rules(replace(RULES, by_code=rows | {"A9-9-9": RULES["A1-1-1"]}), CARD, known=KNOWN)
    assert refusal.value.message == "证据规则与评价要求对不上：A1-1-1、A9-9-9。"


# The file


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "证据规则文件 x.json 读不出来："),
        ("{}", "证据规则文件 x.json：缺少内容或内容有误："),
        ('{"edition": "X", "requirements": []}', "证据规则文件 x.json：缺少内容或内容有误："),
        (
            '{"edition": "X", "requirements": {"A": {"kind": "guess"}}}',
            "证据规则文件 x.json：证据规则的种类“guess”",
        ),
        (
            '{"edition": "X", "requirements": {"A": {"kind": "records", "sources": [{"at_least": 80}]}}}',
            "证据规则文件 x.json：缺少内容或内容有误：",
        ),
    ],
)
def test_file_that_cannot_be_used_is_named(tmp_path, content, sentence):
    path = tmp_path / "x.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(EvaluationError) as refusal:
        load_rules(path)
    assert refusal.value.message.startswith(sentence)


@pytest.mark.django_db
def test_edition_whose_rules_do_not_fit_is_not_published(tmp_path, monkeypatch):
    data = json.loads((editions.FOLDER / "T_CSSG_001.5-2020.json").read_text(encoding="utf-8"))
    data["requirements"]["A1-1-1"] = {"kind": "places", "nodes": ["ZD9"]}
    (tmp_path / "broken.json").write_text(json.dumps(data), encoding="utf-8")
    monkeypatch.setattr(editions, "FOLDER", tmp_path)
    rules_of.cache_clear()
    try:
        with pytest.raises(EvaluationError) as refusal:
            publish_editions()
    finally:
        rules_of.cache_clear()
    assert refusal.value.message == "A1-1-1 的证据规则有误：不认识“ZD9”。"
    assert not ScorecardEdition.objects.exists()


def test_sources_of_requirements_are_named_once():
    rules = Rules("X", {code: RULES[code] for code in ("A4-10-6", "A6-4-4", "A6-5-3")})
    assert rules.sources_of(rules.by_code) == ["findings:closed", "inspections:documented", "inspections"]
