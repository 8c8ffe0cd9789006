"""What one requirement of Appendix A costs or earns: the rule kinds of T/CSSG 001.5 Appendix A.

A rule turns a judgement (a fact) into points lost. Every rule has a `full` value it can lose at most:
for a deducting rule the largest deduction, for an award rule the largest award. An award is read as
`full - lost`, so that items, caps and zeros need one arithmetic only.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from evaluation.errors import EvaluationError

if TYPE_CHECKING:
    from evaluation.scoring.judgement import Judgement

MET = "满足"
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Option:
    """One answer as offered to people: the same words on buttons, in Excel and in the report.

    `points` is signed (−5 deducted, +10 awarded, 0 neither). `judgement` is the dict that
    `parse_judgement` reads, or None for a tier, which is reached by entering the measured value.
    """

    label: str
    points: int
    judgement: dict | None
    worst: bool = False
    needs_reason: bool = False
    awards: bool = False

    @property
    def effect(self) -> str:
        """`扣 5`, `得 10`, or nothing where nothing is deducted."""
        if self.awards:
            return f"得 {self.points}"
        return f"扣 {-self.points}" if self.points else ""


@dataclass(frozen=True, slots=True)
class Rule(ABC):
    """Common face of all rules.

    `facts` are the keys of a judgement the rule understands, `usage` tells people what to write.
    """

    kind: str
    awards: ClassVar[bool] = False
    facts: ClassVar[tuple[str, ...]] = ()

    @property
    @abstractmethod
    def full(self) -> int:
        """The most this rule can lose (deduct), or award."""

    @property
    @abstractmethod
    def usage(self) -> str:
        """What to write in the exchange format, for a sentence that refuses something else."""

    @abstractmethod
    def lost(self, judgement: Judgement) -> int:
        """Points lost by an applicable judgement, before the cap of the item."""

    @abstractmethod
    def is_worst(self, judgement: Judgement) -> bool:
        """Whether an applicable judgement is the worst this rule knows (the ground of a zero by 8.2)."""

    @abstractmethod
    def words(self, judgement: Judgement) -> str:
        """The outcome of an applicable judgement in words: `缺2项，扣4分`."""

    @abstractmethod
    def options(self) -> list[Option]:
        """The one-touch answers, in the order of the buttons."""

    @abstractmethod
    def to_dict(self) -> dict:
        """The rule as the edition writes it."""


@dataclass(frozen=True, slots=True)
class FaultRule(Rule):
    """`fixed`: one fault; `several`: 0 to `max` faults; `missing`: 每缺一项, 0 to `max` missing."""

    points: int = 0
    max: int = 1
    parts: tuple[str, ...] = ()
    facts: ClassVar[tuple[str, ...]] = ("met", "faults")
    UNITS: ClassVar[dict[str, str]] = {"fixed": "不满足", "several": "{n}处", "missing": "缺{n}项"}

    @property
    def full(self) -> int:
        return self.points * self.max

    @property
    def usage(self) -> str:
        limit = "0 或 1" if self.max == 1 else f"0 到 {self.max} 的整数"
        return f'请写 {{"met": true}} 或 {{"faults": n}}（n 为 {limit}）'

    def lost(self, judgement: Judgement) -> int:
        return self.points * (judgement.faults or 0)

    def is_worst(self, judgement: Judgement) -> bool:
        return judgement.faults == self.max

    def words(self, judgement: Judgement) -> str:
        if not judgement.faults:
            return "满足，不扣分"
        return f"{self.fault_words(judgement.faults)}，扣{self.lost(judgement)}分"

    def fault_words(self, faults: int) -> str:
        """`不满足` for a single fault, else the count with its unit: `缺2项`, `3处`."""
        if self.max == 1 and self.kind != "several":
            return "不满足" if self.kind == "fixed" else "缺1项"
        return self.UNITS[self.kind].format(n=faults)

    def options(self) -> list[Option]:
        """满足, then one answer per number of faults (a counter on the page when `max` is over 1)."""
        met = Option(MET, 0, {"met": True})
        if self.max == 1:
            return [met, Option("不满足", -self.points, {"faults": 1}, worst=True)]
        return [met] + [
            Option(self.fault_words(n), -self.points * n, {"faults": n}, worst=n == self.max)
            for n in range(1, self.max + 1)
        ]

    def to_dict(self) -> dict:
        data: dict = {"kind": self.kind, "points": self.points}
        if self.kind != "fixed":
            data["max"] = self.max
        if self.parts:
            data["parts"] = list(self.parts)
        return data


@dataclass(frozen=True, slots=True)
class Choice:
    """One printed alternative; `points` are deducted or awarded, `reason` asks for a written reason."""

    choice: str
    points: int
    worst: bool = False
    reason: bool = False

    def to_dict(self) -> dict:
        flags = {name: True for name in ("worst", "reason") if getattr(self, name)}
        return {"choice": self.choice, "points": self.points, **flags}


@dataclass(frozen=True, slots=True)
class ChoiceRule(Rule):
    """`choice`: exclusive deductions, or 满足; `met` says what 满足 means (清楚合理, 完整)."""

    choices: tuple[Choice, ...] = ()
    met: str = ""
    facts: ClassVar[tuple[str, ...]] = ("met", "choice")

    @property
    def full(self) -> int:
        return max(choice.points for choice in self.choices)

    @property
    def names(self) -> tuple[str, ...]:
        """The values of `choice` a judgement may have."""
        return (MET, *(choice.choice for choice in self.choices))

    @property
    def usage(self) -> str:
        return f'请写 {{"choice": …}}，可选：{"、".join(self.names)}'

    def chosen(self, judgement: Judgement) -> Choice | None:
        return next((choice for choice in self.choices if choice.choice == judgement.choice), None)

    def lost(self, judgement: Judgement) -> int:
        chosen = self.chosen(judgement)
        return chosen.points if chosen else 0

    def is_worst(self, judgement: Judgement) -> bool:
        chosen = self.chosen(judgement)
        return bool(chosen and chosen.worst)

    def words(self, judgement: Judgement) -> str:
        chosen = self.chosen(judgement)
        return f"{chosen.choice}，扣{chosen.points}分" if chosen else "满足，不扣分"

    def options(self) -> list[Option]:
        label = f"{MET}（{self.met}）" if self.met else MET
        return [Option(label, 0, {"met": True})] + [
            Option(c.choice, -c.points, {"choice": c.choice}, c.worst, c.reason) for c in self.choices
        ]

    def to_dict(self) -> dict:
        return {"kind": self.kind, "met": self.met, "choices": [c.to_dict() for c in self.choices]}


@dataclass(frozen=True, slots=True)
class ChoiceAward(ChoiceRule):
    """`choice_award`: the highest level reached earns its points; levels are not added (reading 25)."""

    awards: ClassVar[bool] = True
    facts: ClassVar[tuple[str, ...]] = ("choice",)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(choice.choice for choice in self.choices)

    def lost(self, judgement: Judgement) -> int:
        return self.full - self.chosen(judgement).points

    def words(self, judgement: Judgement) -> str:
        chosen = self.chosen(judgement)
        return f"{chosen.choice}，得{chosen.points}分"

    def options(self) -> list[Option]:
        return [
            Option(c.choice, c.points, {"choice": c.choice}, c.worst, c.reason, awards=True)
            for c in self.choices
        ]

    def to_dict(self) -> dict:
        return {"kind": self.kind, "choices": [c.to_dict() for c in self.choices]}


@dataclass(frozen=True, slots=True)
class Tier:
    """Percentages from `at_least` (inclusive: 以上含本数) up to the next higher tier (exclusive)."""

    at_least: Decimal
    points: int

    def to_dict(self) -> dict:
        return {"at_least": str(self.at_least), "points": self.points}


@dataclass(frozen=True, slots=True)
class TierDeduction(Rule):
    """`tiers_deduction`: a measured percentage, compared unrounded, falls into exactly one tier.

    `tiers` run from the best down to the one that starts at 0. With `void_with` the deduction is not
    made while that requirement of the same item is at fault, for the reason `void_reason` (reading 3).
    """

    measure: str = ""
    tiers: tuple[Tier, ...] = ()
    void_with: str = ""
    void_reason: str = ""
    facts: ClassVar[tuple[str, ...]] = ("met", "value")
    VERB: ClassVar[str] = "扣"

    @property
    def full(self) -> int:
        return max(tier.points for tier in self.tiers)

    @property
    def usage(self) -> str:
        return '请写 {"value": "62.5"}（0 到 100 的百分数，不带百分号）'

    def tier_of(self, value: Decimal) -> Tier:
        """The one tier that holds a value of 0 to 100."""
        return next(tier for tier in self.tiers if value >= tier.at_least)

    def points_of(self, judgement: Judgement) -> int:
        if judgement.value is None:
            return self.tiers[0].points
        return self.tier_of(judgement.value).points

    def lost(self, judgement: Judgement) -> int:
        return self.points_of(judgement)

    def is_worst(self, judgement: Judgement) -> bool:
        return judgement.value is not None and self.tier_of(judgement.value) == self.tiers[-1]

    def words(self, judgement: Judgement) -> str:
        if judgement.value is None:
            return "满足，不扣分"
        tier = self.tier_of(judgement.value)
        points = f"{self.VERB}{tier.points}分" if tier.points or self.awards else "不扣分"
        return f"{self.measure}{judgement.value:f}%（{self.label(tier)}），{points}"

    def label(self, tier: Tier) -> str:
        """`≥90%`, `≥80%且＜90%`, `＜60%`."""
        place = self.tiers.index(tier)
        lower = f"≥{tier.at_least}%" if place < len(self.tiers) - 1 else ""
        upper = f"＜{self.tiers[place - 1].at_least}%" if place and tier.at_least < HUNDRED else ""
        return "且".join(part for part in (lower, upper) if part)

    def options(self) -> list[Option]:
        """The tiers, for display: a tier is reached by its value, so `judgement` is None."""
        sign = 1 if self.awards else -1
        return [
            Option(self.label(tier), sign * tier.points, None, tier == self.tiers[-1], awards=self.awards)
            for tier in self.tiers
        ]

    def to_dict(self) -> dict:
        data = {"kind": self.kind, "measure": self.measure, "tiers": [tier.to_dict() for tier in self.tiers]}
        if self.void_with:
            data |= {"void_with": self.void_with, "void_reason": self.void_reason}
        return data


@dataclass(frozen=True, slots=True)
class TierAward(TierDeduction):
    """`tiers_award`: a measured percentage earns the points of its tier (readings 23 and 24)."""

    awards: ClassVar[bool] = True
    facts: ClassVar[tuple[str, ...]] = ("value",)
    VERB: ClassVar[str] = "得"

    def lost(self, judgement: Judgement) -> int:
        return self.full - self.points_of(judgement)


KINDS: dict[str, type[Rule]] = {
    "fixed": FaultRule,
    "several": FaultRule,
    "missing": FaultRule,
    "choice": ChoiceRule,
    "choice_award": ChoiceAward,
    "tiers_deduction": TierDeduction,
    "tiers_award": TierAward,
}


def rule_from_dict(data: dict) -> Rule:
    """Build the rule of a scorecard file; raises EvaluationError for an unknown kind or broken tiers."""
    if data["kind"] not in KINDS:
        raise EvaluationError(f"评分表中的规则“{data['kind']}”不认识，应为：{'、'.join(KINDS)}。")
    fields = dict(data)
    if "parts" in fields:
        fields["parts"] = tuple(fields["parts"])
    if "choices" in fields:
        fields["choices"] = tuple(Choice(**choice) for choice in fields["choices"])
    if "tiers" in fields:
        fields["tiers"] = _tiers(fields["tiers"])
    return KINDS[data["kind"]](**fields)


def _tiers(rows: list[dict]) -> tuple[Tier, ...]:
    tiers = tuple(Tier(Decimal(row["at_least"]), row["points"]) for row in rows)
    bounds = [tier.at_least for tier in tiers]
    if bounds != sorted(set(bounds), reverse=True) or bounds[-1] != 0:
        raise EvaluationError(f"评分表中的分档应从高到低、以 0 结束、不重复，现为：{bounds}。")
    return tiers
