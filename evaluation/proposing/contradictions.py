"""Where people decided otherwise than the data propose (tree and evidence §6.2 no. 3). Pure."""

from __future__ import annotations

from collections.abc import Mapping

from evaluation.scoring import Judgement, Requirement, RequirementResult, Result, parse_judgement
from evaluation.scoring.rules import TierDeduction

from .proposal import Proposal


def contradictions(result: Result, proposals: Mapping[str, Proposal]) -> list[str]:
    """Requirements judged against their proposal without a reason, in printed order.

    Only proposals with a verdict can be contradicted: those of class a and a*.
    """
    return [code for code in decided_otherwise(result, proposals) if not reason_of(result.requirements[code])]


def decided_otherwise(result: Result, proposals: Mapping[str, Proposal]) -> list[str]:
    """Requirements judged against their proposal, with a reason or without, in printed order."""
    return [
        code
        for code, row in result.requirements.items()
        if code in proposals and is_against(row, proposals[code])
    ]


def is_against(row: RequirementResult, proposal: Proposal) -> bool:
    """Whether the judgement of a requirement differs from what is proposed; False while it is not judged, and where
    its whole item was found not applicable.
    """
    if row.judgement is None or row.item_not_applicable:
        return False
    return contradicts(row.requirement, row.judgement, proposal)


def contradicts(requirement: Requirement, judgement: Judgement, proposal: Proposal) -> bool:
    """Whether a judgement finds otherwise than is proposed; False where people decide."""
    if not proposal.has_verdict:
        return False
    proposed = parse_judgement(requirement, proposal.value)
    return outcome(requirement, judgement) != outcome(requirement, proposed)


def outcome(requirement: Requirement, judgement: Judgement) -> object:
    """What was found, as far as it makes a difference: of a measured value the tier it falls into."""
    if judgement.not_applicable:
        return "not_applicable"
    rule = requirement.rule
    if isinstance(rule, TierDeduction):
        return rule.tiers[0] if judgement.value is None else rule.tier_of(judgement.value)
    return judgement.faults or judgement.choice


def reason_of(row: RequirementResult) -> str:
    return row.judgement.reason if row.judgement else ""
