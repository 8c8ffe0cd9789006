"""Requirements for levels an organisation does not have: 确无需要 (8.2; appendix A §4.5 no. 18). Pure.

Which requirement concerns which level is a column of the edition. An organisation has its own level and those below
it: a county has no 市级 row, a village three levels less. People confirm what is proposed here.
"""

from evaluation.scoring import Requirement
from evaluation.scoring.scorecard import LEVELS

ORDER = ("province", *LEVELS)
WORDS = {
    "province": "省级",
    "city": "市级",
    "county": "县（市、区）级",
    "township": "乡（镇、街道）级",
    "village": "村（社区/居）级",
}


def is_missing(requirement: Requirement, level: str) -> bool:
    """Whether it asks for a level above that of the organisation."""
    return requirement.level is not None and ORDER.index(requirement.level) < ORDER.index(level)


def excuse(level: str) -> str:
    """The reason that is proposed; people may word it anew."""
    return f"本次评价的是{WORDS[level]}组织，没有这一层级，确无需要（第5部分 8.2）"
