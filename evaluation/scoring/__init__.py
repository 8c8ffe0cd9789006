"""The scoring core of Appendix A (T/CSSG 001.5-2020): pure, without database or Django.

card = Scorecard.from_dict(edition)
sheet = Sheet(card, {"A1-1-1": parse_judgement(card.requirements_by_code["A1-1-1"], {"faults": 1})})
score(sheet).total
"""

from evaluation.scoring.arithmetic import score, score_section
from evaluation.scoring.item_result import STATES, ZERO_STATES, ItemResult, RequirementResult
from evaluation.scoring.judgement import ItemDecision, Judgement, Sheet, parse_decision, parse_judgement
from evaluation.scoring.result import Result, SectionResult, distance_words, rate_words, signed, tenths_of
from evaluation.scoring.rules import Option, Rule
from evaluation.scoring.scorecard import Item, Reading, Repair, Requirement, Scorecard, Section

__all__ = [
    "STATES",
    "ZERO_STATES",
    "Item",
    "ItemDecision",
    "ItemResult",
    "Judgement",
    "Option",
    "Reading",
    "Repair",
    "Requirement",
    "RequirementResult",
    "Result",
    "Rule",
    "Scorecard",
    "Section",
    "SectionResult",
    "Sheet",
    "distance_words",
    "parse_decision",
    "parse_judgement",
    "rate_words",
    "score",
    "score_section",
    "signed",
    "tenths_of",
]
