"""What a target may be found: the values the scorecard prints, each with its words and points. Pure.

Nothing is ever averaged: a measured figure falls into one printed tier, everything else is one printed answer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from evaluation.scoring.judgement import WORDS, Judgement, parse_judgement
from evaluation.scoring.rules import TierDeduction
from evaluation.scoring.scorecard import Item, Requirement, Scorecard

NOT_APPLICABLE = {"not_applicable": True}
UNMET, REJECTED = {"unmet": True}, {"unmet": False}
DECISIONS = ((UNMET, "计 0 分"), (REJECTED, "不计 0 分"), (NOT_APPLICABLE, "整项不适用"))


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact in words: `word` 不满足, `points` −5 (signed, before the cap of the item)."""

    word: str
    points: int

    @property
    def effect(self) -> str:
        return f"−{-self.points}" if self.points < 0 else str(self.points)

    @property
    def tone(self) -> str:
        """How its cell is tinted: bad where points are lost, plain where it does not apply."""
        if "不适用" in self.word:
            return "plain"
        return "bad" if self.points < 0 else "good"


def fact_of(value: Mapping) -> dict:
    """What was found, the words beside it left out: two members with equal facts agree."""
    return {name: fact for name, fact in value.items() if name not in WORDS}


def judgement_of(requirement: Requirement, fact: Mapping) -> Judgement:
    """A fact as the scoring core reads it; why it does not apply is not asked here."""
    return parsed(requirement, json.dumps(fact, sort_keys=True))


@lru_cache(maxsize=4_000)
def parsed(requirement: Requirement, text: str) -> Judgement:
    fact = json.loads(text)
    return parse_judgement(requirement, fact | ({"reason": "—"} if fact.get("not_applicable") else {}))


def loss_of(card: Scorecard, target: str, fact: Mapping) -> int:
    """Points a fact costs as printed, before any cap. An item counted as 0 loses all its points (8.2)."""
    if target in card.items_by_code:
        return loss_of_item(card.items_by_code[target], fact)
    requirement = card.requirements_by_code[target]
    judgement = judgement_of(requirement, fact)
    return 0 if judgement.not_applicable else requirement.rule.lost(judgement)


def loss_of_item(item: Item, fact: Mapping) -> int:
    """All its points, none, or the most its requirements can lose when the zero is rejected."""
    if fact.get("unmet"):
        return item.points
    full = sum(requirement.rule.full for requirement in item.requirements)
    return 0 if fact.get("not_applicable") else min(item.points, full)


def finding_of(card: Scorecard, target: str, fact: Mapping) -> Finding:
    """A fact as a cell shows it."""
    if target in card.items_by_code:
        word = next(word for known, word in DECISIONS if known == fact)
        return Finding(word, -card.items_by_code[target].points if fact.get("unmet") else 0)
    requirement = card.requirements_by_code[target]
    rule, judgement = requirement.rule, judgement_of(requirement, fact)
    lost = 0 if judgement.not_applicable else rule.lost(judgement)
    return Finding(word_of(requirement, judgement), rule.full - lost if rule.awards else -lost)


def word_of(requirement: Requirement, judgement: Judgement) -> str:
    if judgement.not_applicable:
        return "不适用"
    if judgement.met:
        return "满足"
    if judgement.value is not None:
        return f"{judgement.value:f}%"
    if judgement.choice is not None:
        return judgement.choice
    return "不满足" if requirement.rule.max == 1 else requirement.rule.fault_words(judgement.faults)


def is_measured(card: Scorecard, target: str) -> bool:
    """Whether a percentage is measured there, which falls into a printed tier."""
    requirement = card.requirements_by_code.get(target)
    return requirement is not None and isinstance(requirement.rule, TierDeduction)


def printed_facts(card: Scorecard, target: str) -> list[dict]:
    """Every fact the scorecard prints there, best first, 不适用 last; of a measured tier its lower bound."""
    if target in card.items_by_code:
        return [fact for fact, _ in DECISIONS]
    rule = card.requirements_by_code[target].rule
    if isinstance(rule, TierDeduction):
        return [{"value": str(tier.at_least)} for tier in rule.tiers] + [NOT_APPLICABLE]
    return [option.judgement for option in rule.options()] + [NOT_APPLICABLE]
