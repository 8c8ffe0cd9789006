"""From facts to proposals. Pure.

What is found leads to a verdict by the class of the requirement alone: a and a* do (tree §6.2 no. 3), b shows what
there is and what is missing, c only what people look at.
"""

from __future__ import annotations

from collections.abc import Iterable

from evaluation.scoring import Requirement, Scorecard, parse_judgement

from .facts import Facts
from .finding import KINDS, Finding, beside
from .levels import excuse, is_missing
from .proposal import OUTCOMES, Ground, Proposal
from .rules import DECIDED, EvidenceRule, Rules


def propose(
    card: Scorecard, rules: Rules, facts: Facts, codes: Iterable[str] | None = None
) -> dict[str, Proposal]:
    """Code → proposal, in printed order; for all requirements of the edition, or those of `codes`."""
    wanted = None if codes is None else set(codes)
    return {
        requirement.code: propose_one(requirement, rules[requirement.code], facts)
        for requirement in card.requirements
        if wanted is None or requirement.code in wanted
    }


def propose_one(requirement: Requirement, rule: EvidenceRule, facts: Facts) -> Proposal:
    """The proposal for one requirement."""
    if is_missing(requirement, facts.level, facts.removed):
        return not_applicable(requirement, facts)
    found = KINDS[rule.kind](requirement, rule, facts)
    value = verdict(requirement, found) if requirement.judging in DECIDED else None
    outcome = outcome_of(value)
    return Proposal(
        requirement.code,
        outcome,
        words_of(requirement, value) if value else OUTCOMES["open"],
        value,
        (*found.grounds, *beside(rule, facts)),
        found.missing,
        found.cautions,
        rule.checks,
        rule.sample,
    )


def not_applicable(requirement: Requirement, facts: Facts) -> Proposal:
    """By the level of the organisation (8.2); the places it left out of its tree stand as grounds."""
    value = {"not_applicable": True, "reason": excuse(facts.level)}
    left_out = [(code, facts.removed[code]) for code in requirement.node_codes if code in facts.removed]
    grounds = tuple(
        Ground("place", code, f"体系中已删减 {each.label}，理由：{each.reason}") for code, each in left_out
    )
    return Proposal(requirement.code, "not_applicable", OUTCOMES["not_applicable"], value, grounds)


def verdict(requirement: Requirement, found: Finding) -> dict | None:
    """The judgement of the exchange format that the finding comes to; None where nothing was measured."""
    if found.value:
        return {"value": found.value}
    if found.is_unknown:
        return None
    if not found.missing:
        return {"met": True}
    return {"faults": min(len(found.missing), requirement.rule.max)}


def outcome_of(value: dict | None) -> str:
    if value is None:
        return "open"
    if "value" in value:
        return "measured"
    return "met" if value.get("met") else "not_met"


def words_of(requirement: Requirement, value: dict) -> str:
    """`满足`, `不满足`, `缺2项` as the button of the answer says; of a figure `完成率62.5%（≥50%且＜100%）`."""
    for option in requirement.rule.options():
        if option.judgement == value:
            return option.label
    return requirement.rule.words(parse_judgement(requirement, value)).rpartition("，")[0]
