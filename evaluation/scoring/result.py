"""The result of scoring a sheet: sections and totals, every figure with its derivation.

Nothing is stored twice: what follows from the item results is computed when it is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from evaluation.scoring.item_result import STATES, ItemResult, RequirementResult
from evaluation.scoring.scorecard import Scorecard, Section

PASSED, FAILED = "合格", "不合格"


@dataclass(frozen=True)
class SectionResult:
    """One table. `items_sum` is Σ of its items, `score` = min(items_sum, heading).

    For the score bar `earned + deducted + unjudged == section.full`: earned counts finished items only,
    capped by the heading; deducted is what the best outcome of the rest can no longer reach, after the
    heading cap, so points hidden by that cap are not shown as lost; unjudged is what remains open.
    """

    section: Section
    items: tuple[ItemResult, ...]
    items_sum: int
    score: int

    @property
    def code(self) -> str:
        return self.section.code

    @property
    def is_capped(self) -> bool:
        return self.items_sum > self.score

    @cached_property
    def earned(self) -> int:
        finished = sum(result.score for result in self.items if result.is_finished)
        return min(self.section.heading_points, finished)

    @cached_property
    def deducted(self) -> int:
        best = sum(result.item.points - result.certainly_lost for result in self.items)
        return self.section.full - min(self.section.heading_points, best)

    @property
    def unjudged(self) -> int:
        return self.section.full - self.earned - self.deducted

    @property
    def judged_count(self) -> int:
        return sum(result.judged_count for result in self.items)

    @property
    def requirements_count(self) -> int:
        return sum(len(result.requirements) for result in self.items)

    @cached_property
    def figures(self) -> dict:
        """Every number of the table, for a page that shows them; computed once, for a table is kept between saves."""
        return {
            "score": self.score,
            "items": self.items_sum,
            "earned": self.earned,
            "deducted": self.deducted,
            "unjudged": self.unjudged,
            "judged": self.judged_count,
            "count": self.requirements_count,
        }

    @cached_property
    def item_figures(self) -> dict[str, dict]:
        """Item code → its numbers and where its zero by 8.2 stands."""
        return {
            item.code: {
                "score": item.score,
                "lost": item.lost,
                "judged": item.judged_count,
                "zero": item.zero_state,
            }
            for item in self.items
        }

    @property
    def derivation(self) -> str:
        """`各项合计 72，标注 70 分封顶，得 70`."""
        cap = f"，标注 {self.section.heading_points} 分封顶" if self.is_capped else ""
        return f"各项合计 {self.items_sum}{cap}，得 {self.score}"

    def to_dict(self) -> dict:
        return {
            "heading_points": self.section.heading_points,
            "full": self.section.full,
            "items": self.items_sum,
            "score": self.score,
            "derivation": self.derivation,
        }


@dataclass(frozen=True)
class Result:
    """The whole result. `total` is reconciled (section caps), `total_uncapped` is Σ of all items."""

    scorecard: Scorecard
    sections: tuple[SectionResult, ...]
    total: int
    total_uncapped: int

    @cached_property
    def items(self) -> dict[str, ItemResult]:
        """Item code → result, in printed order."""
        return {result.code: result for section in self.sections for result in section.items}

    @cached_property
    def requirements(self) -> dict[str, RequirementResult]:
        """Requirement code → result, in printed order."""
        return {result.code: result for item in self.items.values() for result in item.requirements}

    @property
    def verdict(self) -> str:
        return self._verdict(self.total)

    @property
    def verdict_uncapped(self) -> str:
        return self._verdict(self.total_uncapped)

    def _verdict(self, total: int) -> str:
        return PASSED if total >= self.scorecard.pass_mark else FAILED

    @property
    def passed(self) -> bool:
        return self.verdict == PASSED

    @property
    def verdicts_differ(self) -> bool:
        """With and without section caps: then a lock demands a written decision."""
        return self.verdict != self.verdict_uncapped

    @property
    def distance(self) -> int:
        """Total minus the pass mark: negative when points are missing."""
        return self.total - self.scorecard.pass_mark

    @cached_property
    def earned(self) -> int:
        """已得: finished items only. earned + deducted + unjudged == full marks."""
        return sum(section.earned for section in self.sections)

    @cached_property
    def deducted(self) -> int:
        """已扣: points no longer within reach."""
        return sum(section.deducted for section in self.sections)

    @property
    def unjudged(self) -> int:
        """未评: points still open."""
        return self.scorecard.full_marks - self.earned - self.deducted

    @cached_property
    def proposed_zero(self) -> list[str]:
        """Items whose every applicable requirement is judged at its worst, decided or not."""
        return [code for code, result in self.items.items() if result.proposed_zero]

    @cached_property
    def undecided_zero(self) -> list[str]:
        """Items whose proposed zero must be confirmed or rejected before a lock."""
        return [code for code, result in self.items.items() if result.is_undecided_zero]

    @cached_property
    def unjudged_codes(self) -> list[str]:
        """Requirements without a judgement, those of not applicable items excepted."""
        return [code for code, result in self.requirements.items() if not result.is_judged]

    @cached_property
    def reasons_due(self) -> list[str]:
        """Requirements whose judgement needs a written reason before a lock."""
        return [code for code, result in self.requirements.items() if result.reason_due]

    @cached_property
    def remarks_due(self) -> list[str]:
        """Requirements that only people judge, judged without a word (tree and evidence §6.3)."""
        return [code for code, result in self.requirements.items() if result.remark_due]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many requirements are in each of STATES."""
        states = [result.state for result in self.requirements.values()]
        return {state: states.count(state) for state in STATES}

    @property
    def derivation(self) -> str:
        """`45＋25＋…＝412，满分 500，合格线 300：合格`."""
        terms = "＋".join(str(section.score) for section in self.sections)
        card = self.scorecard
        return f"{terms}＝{self.total}，满分 {card.full_marks}，合格线 {card.pass_mark}：{self.verdict}"

    def summary(self) -> dict:
        """The line that `manage.py score` prints, keys in their documented order."""
        sections = {s.code: {"items": s.items_sum, "score": s.score} for s in self.sections}
        return {
            "total": self.total,
            "total_uncapped": self.total_uncapped,
            "verdict": self.verdict,
            "sections": sections,
            "items": {code: result.score for code, result in self.items.items()},
            "proposed_zero": self.proposed_zero,
        }

    def to_dict(self) -> dict:
        """Everything, with derivations, as frozen at the lock."""
        return {
            "total": self.total,
            "total_uncapped": self.total_uncapped,
            "verdict": self.verdict,
            "verdict_uncapped": self.verdict_uncapped,
            "verdicts_differ": self.verdicts_differ,
            "distance": self.distance,
            "full_marks": self.scorecard.full_marks,
            "pass_mark": self.scorecard.pass_mark,
            "sums_note": self.scorecard.sums_note,
            "derivation": self.derivation,
            "counts": self.counts,
            "proposed_zero": self.proposed_zero,
            "undecided_zero": self.undecided_zero,
            "unjudged": self.unjudged_codes,
            "sections": {section.code: section.to_dict() for section in self.sections},
            "items": {code: result.to_dict() for code, result in self.items.items()},
            "requirements": {code: result.to_dict() for code, result in self.requirements.items()},
        }


def distance_words(points: int, pass_mark: int) -> str:
    """`还差 16`, `正好 300`, `已过 300，多 18`: how far `points` are from the pass mark."""
    if points < pass_mark:
        return f"还差 {pass_mark - points}"
    return f"已过 {pass_mark}，多 {points - pass_mark}" if points > pass_mark else f"正好 {pass_mark}"


def signed(points: int) -> str:
    """`+6`, `−4`, `0`: minus is the typographic one."""
    return f"+{points}" if points > 0 else str(points).replace("-", "−")


def tenths_of(points: int, full: int) -> int:
    """The share of `full` in tenths of a percent, half a tenth rounded up."""
    return (points * 2000 + full) // (2 * full)


def rate_words(points: int, full: int) -> str:
    """`82.5%`: the share of the points that can be had, the same on the screen and on paper."""
    tenths = tenths_of(points, full)
    return f"{tenths // 10}.{tenths % 10}%"
