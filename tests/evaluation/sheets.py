"""Sheets for the tests of scoring: written as in the exchange format, scored in one call."""

from evaluation.editions import published_editions
from evaluation.scoring import Result, Sheet, parse_decision, parse_judgement, score

CODE = "T/CSSG 001.5-2020"
CARD = published_editions()[CODE]
UNMET = {"unmet": True, "reason": "应有而没有"}
EXCUSED = {"not_applicable": True, "reason": "没有这项业务"}


def make_sheet(judgements: dict | None = None, items: dict | None = None) -> Sheet:
    return Sheet(
        CARD,
        {c: parse_judgement(CARD.requirements_by_code[c], data) for c, data in (judgements or {}).items()},
        {code: parse_decision(CARD.items_by_code[code], data) for code, data in (items or {}).items()},
    )


def scored(judgements: dict | None = None, items: dict | None = None) -> Result:
    return score(make_sheet(judgements, items))


def worst_answer(requirement) -> dict:
    """Written out per rule kind, not read from `options()`, so that the options are tested too."""
    return {
        "fixed": {"faults": 1},
        "several": {"faults": 3},
        "missing": {"faults": 4 if requirement.code == "A1-7-3" else 1},
        "choice": {"choice": "没有" if requirement.code.startswith("A2-") else "没有体系表"},
        "tiers_deduction": {"value": "0"},
        "tiers_award": {"value": "0"},
        "choice_award": {"choice": "无" if requirement.code == "A7-3-1" else "不足5%"},
    }[requirement.rule.kind]


def worst_answers(prefix: str = "A") -> dict:
    """Every requirement whose code starts with `prefix` at its worst."""
    answers = {r.code: worst_answer(r) for r in CARD.requirements if r.code.startswith(prefix)}
    return answers | ({"A2-1-1": {"choice": "没有体系表"}} if "A2-1-1" in answers else {})


def perfect_answers() -> dict:
    awards = {
        "A7-1-1": {"value": "95"},
        "A7-2-1": {"value": "80"},
        "A7-3-1": {"choice": "国家级"},
        "A7-4-1": {"choice": "显著提高", "reason": "群众诉求量下降四成"},
    }
    return {r.code: awards.get(r.code, {"met": True}) for r in CARD.requirements}


def item_score(code: str, judgements: dict, items: dict | None = None) -> int:
    return scored(judgements, items).items[code].score


def derivation(code: str, answer: dict) -> str:
    return scored({code: answer}).requirements[code].derivation


def faults(*codes: str) -> dict:
    return {code: {"faults": 1} for code in codes}
