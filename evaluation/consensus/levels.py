"""Requirements for levels an organisation does not have: at the 合议 proposed together, confirmed in one step (8.2)."""

from collections.abc import Mapping

from ..models.consensus import Ruling
from ..proposing.proposal import Proposal
from ..scoring.printed import NOT_APPLICABLE
from .targets import Consensus, Target


def proposed(consensus: Consensus, proposals: Mapping[str, Proposal]) -> list[Target]:
    """Those to be proposed as not applicable: what the leader has not ruled on, and does not stand so already."""
    codes = [code for code, proposal in proposals.items() if proposal.is_not_applicable]
    return [consensus.targets[code] for code in codes if not is_done(consensus.targets[code])]


def is_done(target: Target) -> bool:
    if not target.is_settled:
        return False
    if target.is_moot or target.standing.fact == NOT_APPLICABLE:
        return True
    return target.standing.way != Ruling.Way.AGREED
