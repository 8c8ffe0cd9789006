"""Requirements for levels an organisation does not have: 确无需要 (8.2; appendix A §4.5 no. 18). Pure.

Which requirement concerns which level is a column of the edition. No organisation has a level above its own: a county
has no 市级 row, a village three levels less. Of the levels below it has those whose places stand in its tree of
standards: what it left out there, with a reason (T/CSSG 001.3 3.4.2), is made by others. People confirm the proposals.
"""

from collections.abc import Collection

from evaluation.scoring import Requirement, Scorecard
from evaluation.scoring.scorecard import LEVELS

ORDER = ("province", *LEVELS)
WORDS = {
    "province": "省级",
    "city": "市级",
    "county": "县（市、区）级",
    "township": "乡（镇、街道）级",
    "village": "村（社区/居）级",
}


def is_missing(requirement: Requirement, level: str, removed: Collection[str] = ()) -> bool:
    """Whether it asks for a level the organisation does not have; `removed` are codes of nodes it left out."""
    if requirement.level in (None, level):
        return False
    above = ORDER.index(requirement.level) < ORDER.index(level)
    left_out = [code in removed for code in requirement.node_codes]
    return above or (bool(left_out) and all(left_out))


def codes_with_level(card: Scorecard) -> list[str]:
    """Every requirement that concerns one level, whichever."""
    return [each.code for each in card.requirements if each.level]


def excuse(level: str) -> str:
    """The reason that is proposed; people may word it anew."""
    return f"本次评价的是{WORDS[level]}组织，没有或不设这一层级，确无需要（第5部分 8.2）"
