"""What the data propose at the targets of a 合议, and where the panel finds otherwise. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..proposing.contradictions import contradicts
from ..proposing.proposal import Proposal
from ..scoring import Item, Requirement, Scorecard
from ..scoring.printed import fact_of, finding_of, judgement_of

if TYPE_CHECKING:
    from .targets import Target

NOTHING = "—"


def registry_word(card: Scorecard, proposal: Proposal | None) -> str:
    """`满足`, `缺2项`, `75%` as the members' cells say it; — where people decide."""
    if proposal is None or not proposal.has_verdict:
        return NOTHING
    return finding_of(card, proposal.code, fact_of(proposal.value)).word


def differs(subject: Requirement | Item, fact: Mapping, proposal: Proposal | None) -> bool:
    """Whether a fact found at a target is another than the proposed one; never where nothing is proposed."""
    if proposal is None or not fact or isinstance(subject, Item):
        return False
    return contradicts(subject, judgement_of(subject, fact), proposal)


def wants_reason(subject: Requirement | Item) -> bool:
    """Whether judging it against its proposal wants a reason: the data alone decide class a (§6.2 no. 3)."""
    return isinstance(subject, Requirement) and subject.judging == "a"


def is_unexplained(target: Target, proposal: Proposal | None) -> bool:
    """Whether all found alike what the data alone propose otherwise, and nobody wrote why."""
    if not wants_reason(target.subject) or any(each.words.get("reason") for each in target.judged):
        return False
    return differs(target.subject, target.facts[0], proposal)
