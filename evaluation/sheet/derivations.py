"""「为什么是这个分」: the derivation of any figure of a sheet, in the order people ask. Pure.

算式 → 逐条 → 规则 (the clause quoted) → 所选要求 → 谁判的 → 算到哪里. A figure is named by its target:
a requirement (`A4-6.4-2`), an item (`A4-6.4`), a table (`A.4`), or `total`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import EvaluationError
from ..proposing.contradictions import is_against
from ..scoring import ItemResult, Reading, RequirementResult, Result, SectionResult
from .rows import Facts

if TYPE_CHECKING:
    from ..proposing.proposal import Proposal
    from .reading import Entry

TOTAL = "total"
CAP = ("第5部分 8.3", "评分表中的每项评价内容的规定得分为最高扣分限，扣完为止。")
ZERO = (
    "第5部分 8.2",
    "某些项目确无需要，经评估小组界定可不扣分，按满分计算。"
    "组织应有的评价项目而未满足，则该项目的实际得分为 0。",
)
HEADING = ("第5部分 9.2", "按附录评分标准表进行评分，满分 500 分。")
VERDICT = ("第5部分 9.3", "总分大于或等于 300 分为合格，小于 300 分为不合格。")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of 逐条: `target` opens the derivation of its own figure."""

    target: str
    words: str
    points: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Derivation:
    """Everything behind one figure; empty parts are left out on the page."""

    target: str
    heading: str
    formula: str
    lines_heading: str
    lines: tuple[Line, ...]
    sums: tuple[tuple[str, str], ...]
    rules: tuple[tuple[str, str], ...]
    readings: tuple[Reading, ...]
    chosen: RequirementResult | None
    proposal: Proposal | None
    author: Entry | None
    upwards: str

    @property
    def agreement(self) -> str:
        """How the judgement stands to a proposal that has a verdict; empty before it is judged."""
        if not (self.chosen and self.proposal and self.proposal.has_verdict and self.chosen.judgement):
            return ""
        return "与判定不同" if is_against(self.chosen, self.proposal) else "与判定一致"


def derive(result: Result, target: str, facts: Facts) -> Derivation:
    """The derivation of one figure; raises EvaluationError for a target the scorecard does not know."""
    if target == TOTAL:
        return derive_total(result)
    for section in result.sections:
        if section.code == target:
            return derive_section(result, section)
        for item in section.items:
            if item.code == target:
                return derive_item(result, section, item, None, facts)
            for requirement in item.requirements:
                if requirement.code == target:
                    return derive_item(result, section, item, requirement, facts)
    raise EvaluationError(f"评价细则中没有 {target[:20]}，请从评分页上点一个分数。")


def derive_item(
    result: Result, section: SectionResult, item: ItemResult, chosen: RequirementResult | None, facts: Facts
) -> Derivation:
    """The figure of an item; with one of its requirements chosen, what was found there too."""
    target = chosen.code if chosen else item.code
    return Derivation(
        target,
        f"{item.item.number} {item.item.title}：{item.score} 分",
        item.derivation,
        "逐条得分" if item.item.awards else "逐条扣分",
        tuple(requirement_line(requirement, target) for requirement in item.requirements),
        item_sums(item),
        item_rules(item, chosen),
        readings_of(result, item, chosen),
        chosen,
        facts.proposals.get(target),
        facts.entries.get(target),
        f"{item.code} 得 {item.score} → {section.code} 已得 {section.earned} / {section.section.full}"
        f" → 总分已得 {result.earned}",
    )


def requirement_line(requirement: RequirementResult, target: str) -> Line:
    points = requirement.awarded if requirement.requirement.rule.awards else requirement.lost
    return Line(requirement.code, outcome(requirement), str(points), requirement.code == target)


def outcome(requirement: RequirementResult) -> str:
    """What was found, in the words of the rule without its points: `不满足`, `缺2项`, `满意度89.96%`."""
    if requirement.state in ("unjudged", "not_applicable"):
        return "未评" if requirement.state == "unjudged" else "不适用"
    return requirement.requirement.rule.words(requirement.judgement).rpartition("，")[0]


def item_sums(item: ItemResult) -> tuple[tuple[str, str], ...]:
    """扣分合计, what is beyond the cap, and what is really deducted."""
    if item.item.awards:
        return (("得分合计", str(item.score)),)
    hits = sum(bool(requirement.lost) for requirement in item.requirements)
    sums = [(f"扣分合计（{hits} 条）", str(item.lost))]
    if item.is_capped:
        sums.append(("超出上限，不再扣", f"−{item.excess}"))
    if item.is_zeroed:
        sums.append(("确认计0分，再扣", str(item.item.points - (item.lost - item.excess))))
    return (*sums, ("实际扣分", str(item.item.points - item.score)))


def item_rules(item: ItemResult, chosen: RequirementResult | None) -> tuple[tuple[str, str], ...]:
    """Clauses that made the figure: the cap, 8.2 where it is decided or proposed, the printed deduction."""
    rules = [] if item.item.awards else [CAP]
    if item.zero_state:
        rules.append(ZERO)
    if chosen:
        rules.append((chosen.requirement.clause, chosen.requirement.deduction_text))
    return tuple(rules)


def readings_of(result: Result, item: ItemResult, chosen: RequirementResult | None) -> tuple[Reading, ...]:
    requirements = [chosen] if chosen else item.requirements
    numbers = {number for requirement in requirements for number in requirement.requirement.readings}
    return tuple(reading for reading in result.scorecard.readings if reading.no in numbers)


def derive_section(result: Result, section: SectionResult) -> Derivation:
    """The figure of a table: its items, the sum and the printed heading it is capped by."""
    lines = tuple(
        Line(
            item.code, item.item.title, f"{item.score} / {item.item.points}" if item.is_finished else "未评完"
        )
        for item in section.items
    )
    sums = (("各项合计", str(section.items_sum)), ("标注分值", str(section.section.heading_points)))
    return Derivation(
        section.code,
        f"{section.code} {section.section.short_title}：{section.score} 分",
        f"{section.derivation}（其中未评 {section.unjudged} 分，未评的暂不扣分、暂不得分）"
        if section.unjudged
        else section.derivation,
        "逐项得分",
        lines,
        (*sums, ("得分", str(section.score))),
        (HEADING,),
        (),
        None,
        None,
        None,
        f"{section.code} 已得 {section.earned} / {section.section.full} → 总分已得 {result.earned}",
    )


def derive_total(result: Result) -> Derivation:
    """The total: seven tables, and the verdict it leads to."""
    card = result.scorecard
    lines = tuple(
        Line(section.code, section.section.short_title, f"{section.earned} / {section.section.full}")
        for section in result.sections
    )
    sums = (("已得", str(result.earned)), ("未评", str(result.unjudged)), ("已扣", str(result.deducted)))
    formula = "＋".join(str(section.earned) for section in result.sections)
    return Derivation(
        TOTAL,
        f"总分：已得 {result.earned} / {card.full_marks}",
        f"{formula} ＝ {result.earned}（只算评完的项）",
        "逐表已得",
        lines,
        (*sums, ("三者相加", str(card.full_marks))),
        (HEADING, VERDICT),
        (),
        None,
        None,
        None,
        f"{card.sums_note}",
    )
