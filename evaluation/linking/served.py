"""Which requirements a standard serves today, and what would be lost with it. A fixed number of statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..endings.turning import turned
from ..models import Fulfilment, ScorecardEdition
from ..proposing.editions import rules_of
from ..proposing.facts import LinkedStandard
from ..proposing.judging import propose
from ..proposing.links import linked_standard
from ..proposing.proposal import Ground, Proposal
from ..proposing.reading import read_facts
from ..scoring import Requirement, parse_judgement
from .suggested import Suggested, suggestions

# How the tag of a proposal is tinted, and the sign in it.
SIGNS = {
    "met": ("good", "✓"),
    "not_met": ("bad", "✗"),
    "measured": ("warn", ""),
    "not_applicable": ("plain", ""),
    "open": ("warn", "？"),
}
# What has ended or never began is not linked any more.
OVER = ("replaced", "withdrawn", "abandoned")


@dataclass(frozen=True)
class Served:
    """A requirement the standard is ticked for: what the data propose, and what they would without it.

    `without` is None where the standard does not count: nothing is lost with it.
    """

    requirement: Requirement
    proposal: Proposal
    without: Proposal | None
    others: tuple[Ground, ...]

    @property
    def tone(self) -> str:
        return SIGNS[self.proposal.outcome][0]

    @property
    def words(self) -> str:
        """`✓ 满足`: the proposal behind its sign."""
        return f"{SIGNS[self.proposal.outcome][1]} {self.proposal.words}".strip()

    @property
    def is_lost(self) -> bool:
        """The proposal changes with the standard; where people decide, no other standard is left."""
        if self.without is None:
            return False
        if self.proposal.has_verdict:
            return self.proposal.value != self.without.value
        return self.proposal.outcome == "open" and not self.others

    @property
    def loss(self) -> str:
        """`登记簿建议变为“不满足”，扣5分`; where people decide, the most it may cost."""
        if not self.is_lost:
            return ""
        if not self.without.has_verdict:
            return f"没有别的标准可作依据，最多扣{self.requirement.rule.full}分"
        judged = parse_judgement(self.requirement, self.without.value)
        points = self.requirement.rule.words(judged).rpartition("，")[2]
        return f"登记簿建议变为“{self.without.words}”，{points}"


@dataclass(frozen=True)
class Card:
    """The card 对应的评价要求 of a standard on a day.

    `linked` is the standard as it counts (None while nothing is ticked), `elsewhere` names other editions with ticks,
    `suggested` is for whoever may tick.
    """

    linked: LinkedStandard | None = None
    rows: tuple[Served, ...] = ()
    elsewhere: tuple[str, ...] = ()
    suggested: tuple[Suggested, ...] = ()
    may_link: bool = False

    @property
    def lost(self) -> int:
        """How many requirements are lost with the standard."""
        return sum(row.is_lost for row in self.rows)


def card_of(standard, edition: ScorecardEdition | None, on: date, *, may_link: bool) -> Card:
    """The card by the newest edition; empty before one is loaded."""
    if edition is None:
        return Card()
    ticks = list(Fulfilment.objects.filter(standard=standard).values_list("edition__code", "requirement"))
    codes = {code for name, code in ticks if name == edition.code}
    status = standard.status(on)
    offered = may_link and status not in OVER
    return Card(
        linked=linked_on(standard, on) if codes else None,
        rows=rows_of(standard, edition, codes, on) if codes else (),
        elsewhere=tuple(sorted({name for name, _ in ticks} - {edition.code})),
        suggested=tuple(suggestions(edition, standard.title, standard.node, codes)) if offered else (),
        may_link=may_link,
    )


def linked_on(standard, on: date) -> LinkedStandard:
    """The standard as it counts on a day."""
    text = standard.documents.kept().filter(kind="text").values_list("attachment__sha256", flat=True).last()
    return linked_standard(standard, text or "", on)


def rows_of(standard, edition: ScorecardEdition, codes: set[str], on: date) -> tuple[Served, ...]:
    """The ticked requirements in printed order, each proposed for with the standard and without it."""
    card, rules = edition.scorecard, rules_of(edition.code)
    facts = read_facts(standard.organization, edition=edition, rules=rules, on=on, codes=codes)
    now = propose(card, rules, facts, codes)
    counting = [
        code for code, each in now.items() if any(is_of(ground, standard) for ground in each.counting)
    ]
    then = propose(card, rules, turned(facts, [standard.pk]), counting)
    return tuple(
        Served(card.requirements_by_code[code], each, then.get(code), others_of(each, standard))
        for code, each in now.items()
    )


def is_of(ground: Ground, standard) -> bool:
    return ground.kind == "standard" and ground.key == str(standard.pk)


def others_of(proposal: Proposal, standard) -> tuple[Ground, ...]:
    """The other standards that count for it."""
    return tuple(each for each in proposal.counting if each.kind == "standard" and not is_of(each, standard))
