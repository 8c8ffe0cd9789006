"""Results of one requirement and of one item, each with its derivation.

Points are computed by arithmetic.py; the texts are made when they are read, so that scoring stays fast.
"""

from __future__ import annotations

from dataclasses import dataclass

from evaluation.scoring.judgement import WORDS, ItemDecision, Judgement
from evaluation.scoring.scorecard import Item, Requirement

STATES = {
    "unjudged": "未评",
    "met": "满足",
    "deducted": "扣分",
    "awarded": "分档得分",
    "not_applicable": "不适用",
}
ZERO_STATES = {
    "": "",
    "proposed": "建议计0分，待确认",
    "confirmed": "确认计0分",
    "rejected": "不计0分",
    "not_applicable": "不适用，按满分计算",
}


@dataclass(frozen=True, slots=True)
class RequirementResult:
    """One requirement: points `lost` before the cap of its item.

    `item_not_applicable`: its item is not applicable, its own judgement does not count. `void`: not
    deducted because another requirement of the item is already at fault (reading 3).
    """

    requirement: Requirement
    judgement: Judgement | None
    lost: int
    item_not_applicable: bool = False
    void: bool = False

    @property
    def code(self) -> str:
        return self.requirement.code

    @property
    def state(self) -> str:
        """A key of STATES."""
        if self.item_not_applicable or (self.judgement and self.judgement.not_applicable):
            return "not_applicable"
        if self.judgement is None:
            return "unjudged"
        if self.requirement.rule.awards:
            return "awarded"
        return "deducted" if self.lost else "met"

    @property
    def awarded(self) -> int | None:
        """Points earned by an award rule; None for a deducting one."""
        rule = self.requirement.rule
        return rule.full - self.lost if rule.awards else None

    @property
    def deducted(self) -> int | None:
        """Points deducted before the cap; None for an award rule."""
        return None if self.requirement.rule.awards else self.lost

    @property
    def is_judged(self) -> bool:
        return self.judgement is not None or self.item_not_applicable

    @property
    def is_worst(self) -> bool:
        """Judged, applicable, and at the worst result its rule knows."""
        if self.judgement is None or self.state == "not_applicable":
            return False
        return self.requirement.rule.is_worst(self.judgement)

    @property
    def reason_due(self) -> bool:
        """Whether the judgement needs a written reason and has none (显著提高, reading 26)."""
        if self.judgement is None or self.judgement.choice is None or self.judgement.reason:
            return False
        return any(choice.reason for choice in [self.requirement.rule.chosen(self.judgement)] if choice)

    @property
    def remark_due(self) -> bool:
        """Whether only people judge it (class c), and they did without a word of what they looked at."""
        if self.judgement is None or self.item_not_applicable or self.requirement.judging != "c":
            return False
        return not any(getattr(self.judgement, name) for name in WORDS)

    @property
    def derivation(self) -> str:
        """`每缺一项扣2分：缺1项，扣2分`."""
        rule, judgement = self.requirement.rule, self.judgement
        if self.item_not_applicable:
            return "本项不适用，按满分计算（第5部分 8.2）"
        if judgement is None:
            return "未评，暂不得分" if rule.awards else "未评，暂不扣分"
        if judgement.not_applicable:
            effect = f"得{rule.full}分" if rule.awards else "不扣分"
            return f"不适用，按满分计算，{effect}（第5部分 8.2）：{judgement.reason}"
        if self.void:
            return rule.void_reason
        words = rule.words(judgement)
        return words if self.state == "met" else f"{self.requirement.deduction_text.rstrip('。')}：{words}"

    def to_dict(self) -> dict:
        return {
            "state": self.state,
            "judgement": self.judgement.to_dict() if self.judgement else None,
            "deducted": self.deducted,
            "awarded": self.awarded,
            "derivation": self.derivation,
        }


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One scored item: `lost` is the sum over its requirements before the cap, `score` after cap, zero
    and not-applicable; `proposed_zero` says that every applicable requirement is at its worst (8.2)."""

    item: Item
    requirements: tuple[RequirementResult, ...]
    decision: ItemDecision | None
    lost: int
    score: int
    proposed_zero: bool

    @property
    def code(self) -> str:
        return self.item.code

    @property
    def is_zeroed(self) -> bool:
        return self.decision is not None and self.decision.unmet is True

    @property
    def is_not_applicable(self) -> bool:
        return self.decision is not None and self.decision.not_applicable

    @property
    def excess(self) -> int:
        """Deductions beyond the points of the item, which are not made (8.3)."""
        return max(0, self.lost - self.item.points)

    @property
    def is_capped(self) -> bool:
        return self.excess > 0

    @property
    def is_finished(self) -> bool:
        """Nothing still to be judged can change its score: all judged, or decided by 8.2."""
        decided = self.is_zeroed or self.is_not_applicable
        return decided or all(result.is_judged for result in self.requirements)

    @property
    def judged_count(self) -> int:
        return sum(result.is_judged for result in self.requirements)

    @property
    def certainly_lost(self) -> int:
        """Points already gone, whatever the unjudged requirements bring."""
        if self.is_finished:
            return self.item.points - self.score
        return min(self.item.points, sum(r.lost for r in self.requirements if r.is_judged))

    @property
    def zero_state(self) -> str:
        """A key of ZERO_STATES: where the decision of 8.2 stands."""
        if self.decision is None:
            return "proposed" if self.proposed_zero else ""
        if self.decision.not_applicable:
            return "not_applicable"
        return "confirmed" if self.decision.unmet else "rejected"

    @property
    def is_undecided_zero(self) -> bool:
        """Proposed, not yet decided, and confirming it would change the score."""
        return self.zero_state == "proposed" and self.score > 0

    @property
    def derivation(self) -> str:
        """`10 − 10（应扣 12，最多扣 10）＝ 0`."""
        points, decision = self.item.points, self.decision
        if self.is_not_applicable:
            return f"{points}（不适用，按满分计算，第5部分 8.2）：{decision.reason}"
        if self.is_zeroed:
            return f"0（应有的评价项目而未满足，实际得分为0，第5部分 8.2）：{decision.reason}"
        pending = len(self.requirements) - self.judged_count
        tail = f"（{pending} 条未评）" if pending else ""
        if self.item.awards:
            return f"得分合计 {self.score}，得 {self.score}{tail}"
        if self.is_capped:
            return f"{points} − {points}（应扣 {self.lost}，最多扣 {points}）＝ 0{tail}"
        return f"{points} − {self.lost} ＝ {self.score}{tail}"

    def to_dict(self) -> dict:
        return {
            "points": self.item.points,
            "lost": self.lost,
            "excess": self.excess,
            "score": self.score,
            "proposed_zero": self.proposed_zero,
            "zero_state": self.zero_state,
            "decision": self.decision.to_dict() if self.decision else None,
            "derivation": self.derivation,
        }
