"""Requirements for levels an organisation does not have: 确无需要 (8.2; appendix A §4.5 no. 18). Pure.

Which requirement concerns which level is a column of the edition. An organisation has its own level and those below
it: a county has no 市级 row, a village three levels less. The panel confirms what is proposed here.
"""

from gridgov.organizations.models import Level

from ..models.consensus import Ruling
from ..scoring import Requirement, Scorecard
from .printed import NOT_APPLICABLE
from .targets import Consensus, Target


def levels_missing(card: Scorecard, level: str) -> list[Requirement]:
    """Requirements for the levels above that of the organisation, in printed order."""
    own = Level(level).rank
    return [each for each in card.requirements if each.level and Level(each.level).rank < own]


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


def default_reason(level: str) -> str:
    return f"本次评价的是{Level(level).label}组织，没有这一层级，确无需要（第5部分 8.2）"
