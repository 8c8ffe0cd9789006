"""Requirements for levels an organisation does not have: at the 合议 proposed together, confirmed in one step (8.2)."""

from ..models.consensus import Ruling
from ..proposing.levels import is_missing
from ..scoring import Requirement, Scorecard
from .printed import NOT_APPLICABLE
from .targets import Consensus, Target


def levels_missing(card: Scorecard, level: str) -> list[Requirement]:
    """Requirements for the levels above that of the organisation, in printed order."""
    return [each for each in card.requirements if is_missing(each, level)]


def proposed(consensus: Consensus, level: str) -> list[Target]:
    """Those to be proposed as not applicable: what the leader has not ruled on, and does not stand so already."""
    rows = [consensus.targets[each.code] for each in levels_missing(consensus.card, level)]
    return [row for row in rows if not is_done(row)]


def is_done(target: Target) -> bool:
    if not target.is_settled:
        return False
    if target.is_moot or target.standing.fact == NOT_APPLICABLE:
        return True
    return target.standing.way != Ruling.Way.AGREED
