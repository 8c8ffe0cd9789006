"""Appendix A arithmetic: T/CSSG 001.5 clauses 8.2, 8.3, 9.2 and 9.3, and the readings of the edition.

Pure, total and independent of order: the same facts give the same result whatever order they came in.
Points are integers; percentages are Decimal and compared unrounded.
"""

from __future__ import annotations

from evaluation.scoring.item_result import ItemResult, RequirementResult
from evaluation.scoring.judgement import ItemDecision, Judgement, Sheet
from evaluation.scoring.result import Result, SectionResult
from evaluation.scoring.scorecard import Item, Requirement, Section


def score(sheet: Sheet) -> Result:
    """Score a sheet. A requirement without a judgement is met, or without award where its rule awards."""
    sections = tuple(score_section(section, sheet) for section in sheet.scorecard.sections)
    total = sum(section.score for section in sections)
    return Result(sheet.scorecard, sections, total, sum(section.items_sum for section in sections))


def score_section(section: Section, sheet: Sheet) -> SectionResult:
    """One table alone; its score = min(Σ items, heading), so that the most is exactly the full marks (9.2)."""
    items = tuple(_score_item(item, sheet) for item in section.items)
    items_sum = sum(result.score for result in items)
    return SectionResult(section, items, items_sum, min(items_sum, section.heading_points))


def _score_item(item: Item, sheet: Sheet) -> ItemResult:
    decision = sheet.decisions.get(item.code)
    judgements = {r.code: sheet.judgements.get(r.code) for r in item.requirements}
    excused = decision is not None and decision.not_applicable
    results = tuple(_score_requirement(r, judgements, excused) for r in item.requirements)
    lost = sum(result.lost for result in results)
    return ItemResult(
        item, results, decision, lost, _item_score(item, lost, decision), _is_zero_proposed(results)
    )


def _item_score(item: Item, lost: int, decision: ItemDecision | None) -> int:
    """Zero if confirmed unmet, full if not applicable (8.2), else points less losses, at least 0 (8.3)."""
    if decision is not None and decision.unmet:
        return 0
    if decision is not None and decision.not_applicable:
        return item.points
    return max(0, item.points - lost)


def _is_zero_proposed(results: tuple[RequirementResult, ...]) -> bool:
    """Whether every applicable requirement is at its worst, and there is one (8.2)."""
    applicable = [result for result in results if result.state != "not_applicable"]
    return bool(applicable) and all(result.is_worst for result in applicable)


def _score_requirement(
    requirement: Requirement, judgements: dict[str, Judgement | None], excused: bool
) -> RequirementResult:
    """`judgements` are those of the same item, for a rule that gives way to another (reading 3)."""
    judgement, rule = judgements[requirement.code], requirement.rule
    if excused:
        return RequirementResult(requirement, judgement, 0, item_not_applicable=True)
    if judgement is None:
        return RequirementResult(requirement, None, rule.full if rule.awards else 0)
    if judgement.not_applicable:
        return RequirementResult(requirement, judgement, 0)
    lost = rule.lost(judgement)
    other = judgements.get(getattr(rule, "void_with", ""))
    if lost and other is not None and other.faults:
        return RequirementResult(requirement, judgement, 0, void=True)
    return RequirementResult(requirement, judgement, lost)
