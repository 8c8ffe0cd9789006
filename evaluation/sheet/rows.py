"""One row of the sheet page: a requirement with its one-touch answers. Pure: no HTTP, no database."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..scoring import Requirement, RequirementResult
from ..scoring.judgement import WORDS
from ..scoring.rules import FaultRule, Option, TierDeduction

if TYPE_CHECKING:
    from ..measures import Offer
    from ..models import Evidence
    from .beside import SelfJudged
    from .reading import Entry, LinkedStandard


ROOM = 7  # figures that fit on a button


@dataclass(frozen=True, slots=True)
class Facts:
    """What the database knows about the sheet, by target code."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    linked: Mapping[str, Sequence[LinkedStandard]] = field(default_factory=dict)
    proofs: Mapping[str, Sequence[Evidence]] = field(default_factory=dict)
    selves: Mapping[str, SelfJudged] = field(default_factory=dict)
    offers: Mapping[str, Offer] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Button:
    """One answer. `value` is the judgement it makes, `sent` what a form sends: a second touch clears."""

    label: str
    effect: str
    value: str
    is_chosen: bool
    tone: str
    key: str = ""
    is_suggested: bool = False

    @property
    def sent(self) -> str:
        return "{}" if self.is_chosen else self.value

    @property
    def sign(self) -> str:
        return {"good": "✓", "bad": "×"}.get(self.tone, "") if self.is_chosen else ""


@dataclass(frozen=True, slots=True)
class Counter:
    """The − n 处 ＋ of a requirement with several faults; both ends stop at what is printed."""

    words: str
    effect: str
    faults: int
    maximum: int

    @property
    def fewer(self) -> str:
        return compact({"faults": self.faults - 1} if self.faults > 1 else {"met": True})

    @property
    def more(self) -> str:
        return compact({"faults": self.faults + 1})

    @property
    def at_least(self) -> bool:
        return self.faults == 0

    @property
    def at_most(self) -> bool:
        return self.faults == self.maximum


@dataclass(frozen=True, slots=True)
class Measure:
    """A measured percentage: what stands in the field and which tier it falls into."""

    name: str
    value: str
    tiers: tuple[tuple[str, str, bool], ...]


class Written:
    """Mixin of what stands at a place of the sheet, from its `entry`, which is None before anybody wrote there."""

    __slots__ = ()

    @property
    def base(self) -> int:
        return self.entry.version if self.entry else 0

    @property
    def value(self) -> str:
        return compact(self.entry.value if self.entry else {})

    def word(self, name: str) -> str:
        return self.entry.value.get(name, "") if self.entry else ""

    @property
    def reason(self) -> str:
        return self.word("reason")


@dataclass(frozen=True, slots=True)
class Row(Written):
    """One requirement on the page."""

    result: RequirementResult
    entry: Entry | None
    buttons: tuple[Button, ...]
    excuse: Button
    counter: Counter | None
    measure: Measure | None
    linked: Sequence[LinkedStandard]
    proofs: Sequence[Evidence]
    attention: str
    self_judged: SelfJudged | None = None
    offer: Offer | None = None

    @property
    def code(self) -> str:
        return self.result.code

    @property
    def requirement(self) -> Requirement:
        return self.result.requirement

    @property
    def note(self) -> str:
        return self.word("note")

    @property
    def finding(self) -> str:
        return self.word("finding")

    @property
    def asked(self) -> str:
        return self.word("asked")

    @property
    def is_plainly_met(self) -> bool:
        """Met, with nothing to look at: it may fold away when its item is finished."""
        written = self.attention or self.proofs or any(self.word(name) for name in WORDS)
        return self.result.state == "met" and not written

    @property
    def registry_words(self) -> str:
        """What stands after 登记簿 when nothing is linked; empty when the registry cannot tell."""
        if self.linked or not self.requirement.node_codes:
            return ""
        return "没有挂接的标准"


def build_row(result: RequirementResult, facts: Facts) -> Row:
    entry, linked = facts.entries.get(result.code), facts.linked.get(result.code, ())
    offer = facts.offers.get(result.code)
    buttons = build_buttons(result, suggests_met(result.requirement, linked)) or build_offered(result, offer)
    return Row(
        result,
        entry,
        buttons,
        build_excuse(result, len(buttons)),
        build_counter(result),
        build_measure(result),
        linked,
        facts.proofs.get(result.code, ()),
        attention(result, linked),
        facts.selves.get(result.code),
        offer,
    )


def suggests_met(requirement: Requirement, linked: Sequence[LinkedStandard]) -> bool:
    """The registry suggests 满足 where it alone decides and a linked standard counts; it never presses."""
    return requirement.judging == "a" and any(standard.counts for standard in linked)


def attention(result: RequirementResult, linked: Sequence[LinkedStandard]) -> str:
    """What the people at the sheet are asked afterwards, never before they judge."""
    if result.reason_due:
        return "这一结果要写理由。"
    if result.void:
        return result.requirement.rule.void_reason
    requirement, reason = result.requirement, bool(result.judgement and result.judgement.reason)
    if requirement.judging != "a" or not requirement.node_codes or reason:
        return ""
    if result.state == "met" and not any(standard.counts for standard in linked):
        return "登记簿里没有能计入的标准，判为满足请写理由。"
    if result.state == "deducted" and any(standard.counts for standard in linked):
        return "登记簿里有能计入的标准，判为不满足请写理由。"
    return ""


def build_buttons(result: RequirementResult, suggested: bool) -> tuple[Button, ...]:
    """One button an answer; a counter has 满足 alone beside it, a measured value none."""
    rule = result.requirement.rule
    if isinstance(rule, TierDeduction):
        return ()
    options = rule.options()
    if is_counted(result.requirement):
        options = options[:1]
    facts = chosen_facts(result)
    return tuple(
        build_button(option, facts, str(place), suggested and place == 1)
        for place, option in enumerate(options, 1)
    )


def build_button(option: Option, facts: dict, key: str, suggested: bool) -> Button:
    chosen = facts == option.judgement
    tone = "bad" if option.worst or (option.points < 0) else "good"
    effect = option.effect or ("登记簿建议" if suggested and not chosen else "")
    return Button(
        option.label, effect, compact(option.judgement), chosen, tone, key, suggested and not chosen
    )


def build_offered(result: RequirementResult, offer: Offer | None) -> tuple[Button, ...]:
    """Beside a figure to be typed: what was measured on site, to be taken over in one touch; never preselected."""
    if offer is None:
        return ()
    facts = {"value": offer.value}
    chosen = chosen_facts(result) == facts
    shown = offer.value if len(offer.value) <= ROOM else f"{offer.value[:ROOM]}…"
    return (Button("采用测得值", shown, compact(facts), chosen, "good", "1", not chosen),)


def build_excuse(result: RequirementResult, before: int) -> Button:
    """不适用; its reason is written beside it (8.2)."""
    chosen = bool(result.judgement and result.judgement.not_applicable)
    return Button("不适用", "写理由", compact({"not_applicable": True}), chosen, "plain", str(before + 1))


def is_counted(requirement: Requirement) -> bool:
    return isinstance(requirement.rule, FaultRule) and requirement.rule.max > 1


def build_counter(result: RequirementResult) -> Counter | None:
    requirement, judgement = result.requirement, result.judgement
    if not is_counted(requirement):
        return None
    if judgement is None or judgement.not_applicable:
        return Counter("未评" if judgement is None else "不适用", "", 0, requirement.rule.max)
    faults = judgement.faults or 0
    effect = f"扣 {requirement.rule.points * faults}" if faults else "不扣分"
    return Counter(f"{faults} 处", effect, faults, requirement.rule.max)


def build_measure(result: RequirementResult) -> Measure | None:
    rule = result.requirement.rule
    if not isinstance(rule, TierDeduction):
        return None
    value = result.judgement.value if result.judgement else None
    here = rule.tier_of(value) if value is not None else None
    tiers = tuple(
        (option.label, option.effect or "不扣分", tier == here)
        for option, tier in zip(rule.options(), rule.tiers, strict=True)
    )
    return Measure(rule.measure, f"{value:f}" if value is not None else "", tiers)


def chosen_facts(result: RequirementResult) -> dict:
    """The judgement without its words: what a button is compared with."""
    data = result.judgement.to_dict() if result.judgement else {}
    return {name: fact for name, fact in data.items() if name not in WORDS}


def compact(value: Mapping | None) -> str:
    """A judgement as it stands in an attribute of the page."""
    return json.dumps(value or {}, ensure_ascii=False, separators=(",", ":"))
