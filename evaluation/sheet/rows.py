"""One row of the sheet page: a requirement with its one-touch answers. Pure: no HTTP, no database."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..proposing.contradictions import is_against
from ..scoring import Requirement, RequirementResult
from ..scoring.judgement import WORDS
from ..scoring.printed import fact_of
from ..scoring.rules import FaultRule, Option, TierDeduction

if TYPE_CHECKING:
    from ..models import Evidence
    from ..proposing.proposal import Proposal
    from .beside import SelfJudged
    from .reading import Entry


ROOM = 7  # characters that fit on a button
PROPOSED = "建议"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the database knows about the sheet, by target code."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    proofs: Mapping[str, Sequence[Evidence]] = field(default_factory=dict)
    selves: Mapping[str, SelfJudged] = field(default_factory=dict)
    proposals: Mapping[str, Proposal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Button:
    """One answer. `value` is the judgement it makes, `sent` what a form sends: a second touch clears.

    `is_suggested`: the data propose it and it is not chosen. `has_reason`: it brings the reason it needs.
    """

    label: str
    effect: str
    value: str
    is_chosen: bool
    tone: str
    key: str = ""
    is_suggested: bool = False
    has_reason: bool = False

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
    proofs: Sequence[Evidence]
    attention: str
    self_judged: SelfJudged | None = None
    proposal: Proposal | None = None

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


def build_row(result: RequirementResult, facts: Facts) -> Row:
    proposal = facts.proposals.get(result.code)
    buttons = build_buttons(result, proposal)
    return Row(
        result,
        facts.entries.get(result.code),
        buttons,
        build_excuse(result, proposal, len(buttons)),
        build_counter(result),
        build_measure(result),
        facts.proofs.get(result.code, ()),
        attention(result, proposal),
        facts.selves.get(result.code),
        proposal,
    )


def attention(result: RequirementResult, proposal: Proposal | None) -> str:
    """What the people at the sheet are asked afterwards, never before they judge."""
    if result.reason_due:
        return "这一结果要写理由。"
    if result.void:
        return result.requirement.rule.void_reason
    if result.remark_due:
        return "由人判定的要求，请写备注：查看了什么、发现了什么。"
    if proposal is None or not is_against(result, proposal) or result.judgement.reason:
        return ""
    return f"与建议“{proposal.words}”不同，请写理由。"


def build_buttons(result: RequirementResult, proposal: Proposal | None) -> tuple[Button, ...]:
    """One button an answer; a counter has 满足 alone beside it, a measured value none. Last what is proposed, where
    no answer is just that; never preselected.
    """
    proposed, facts = proposed_facts(proposal), chosen_facts(result)
    buttons = [
        build_button(option, facts, str(place), proposed)
        for place, option in enumerate(options_of(result.requirement), 1)
    ]
    if (
        proposed
        and "not_applicable" not in proposed
        and proposed not in [json.loads(b.value) for b in buttons]
    ):
        buttons.append(build_proposed(proposal, proposed, facts, str(len(buttons) + 1)))
    return tuple(buttons)


def options_of(requirement: Requirement) -> list[Option]:
    if isinstance(requirement.rule, TierDeduction):
        return []
    options = requirement.rule.options()
    return options[:1] if is_counted(requirement) else options


def build_button(option: Option, facts: dict, key: str, proposed: dict) -> Button:
    chosen = facts == option.judgement
    suggested = proposed == option.judgement and not chosen
    tone = "bad" if option.worst or (option.points < 0) else "good"
    effect = " ".join(filter(None, (PROPOSED if suggested else "", option.effect)))
    return Button(option.label, effect, compact(option.judgement), chosen, tone, key, suggested)


def build_proposed(proposal: Proposal, proposed: dict, facts: dict, key: str) -> Button:
    """Beside a counter or a figure to be typed: what the data come to, to be taken over in one touch."""
    words = f"{proposed['value']}%" if "value" in proposed else proposal.words
    shown = words if len(words) <= ROOM else f"{words[:ROOM]}…"
    tone = "bad" if proposal.outcome == "not_met" else "good"
    chosen = facts == proposed
    return Button("采用建议", shown, compact(proposed), chosen, tone, key, not chosen)


def proposed_facts(proposal: Proposal | None) -> dict:
    """The judgement that is proposed, without its words; empty where people decide."""
    if proposal is None or not proposal.has_verdict:
        return {}
    return fact_of(proposal.value)


def build_excuse(result: RequirementResult, proposal: Proposal | None, before: int) -> Button:
    """不适用; its reason is written beside it (8.2), or proposed with it."""
    chosen = bool(result.judgement and result.judgement.not_applicable)
    is_proposed = "not_applicable" in proposed_facts(proposal)
    value = compact(proposal.value if is_proposed else {"not_applicable": True})
    effect = PROPOSED if is_proposed and not chosen else "写理由"
    return Button(
        "不适用", effect, value, chosen, "plain", str(before + 1), is_proposed and not chosen, is_proposed
    )


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
    return fact_of(result.judgement.to_dict()) if result.judgement else {}


def compact(value: Mapping | None) -> str:
    """A judgement as it stands in an attribute of the page."""
    return json.dumps(value or {}, ensure_ascii=False, separators=(",", ":"))
