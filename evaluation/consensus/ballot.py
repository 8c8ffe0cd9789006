"""The ballot of one target: the printed values to choose from, and what the members wrote, side by side. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from ..scoring import Item, Scorecard
from ..scoring.printed import DECISIONS, NOT_APPLICABLE, finding_of, is_measured
from ..sheet.rows import compact
from .proposed import differs, wants_reason
from .targets import Position, Target

if TYPE_CHECKING:
    from .page import Row

MEASURED = "measured"
WORDS = {"reason": "理由", "note": "备注", "finding": "发现的问题", "asked": "提问记录"}


@dataclass(frozen=True, slots=True)
class Draft:
    """What the leader has filled in of a ballot; `value` is compact JSON, or `measured` with the figure beside."""

    target: str
    value: str = ""
    measured: str = ""
    reason: str = ""
    minority: str = ""
    error: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One printed value to be ruled, with those who found it; `is_proposed` where the data come to it too."""

    value: str
    label: str
    effect: str
    supporters: int
    is_chosen: bool
    is_proposed: bool

    @property
    def words(self) -> str:
        return f"{self.label}，{self.effect}" if self.effect else self.label


@dataclass(frozen=True, slots=True)
class Note:
    """One member's words beside his judgement, and how many files and photos he has there."""

    member: int
    name: str
    words: tuple[tuple[str, str], ...]
    proofs: int


@dataclass(frozen=True, slots=True)
class Ballot:
    """The open row: what may be ruled, what is filled in, the members' notes side by side."""

    row: Row
    choices: tuple[Choice, ...]
    is_measured: bool
    notes: tuple[Note, ...]
    draft: Draft
    uuid: UUID
    next: str

    @property
    def base(self) -> int:
        return self.row.target.version

    @property
    def asks_reason(self) -> bool:
        return not self.row.target.is_unanimous

    @property
    def asks_against(self) -> bool:
        """Whether a ruling against what the data propose wants a reason."""
        proposal = self.row.proposal
        return bool(proposal and proposal.has_verdict and wants_reason(self.row.target.subject))


def build_ballot(
    card: Scorecard, row: Row, proofs: Mapping[int, int], draft: Draft, following: str
) -> Ballot:
    """The ballot of a row. `proofs`: member → files and photos he has there; `following` is opened afterwards."""
    choices = tuple(choice(card, row, fact, draft) for fact in offered(card, row.target))
    notes = tuple(note_of(position, proofs) for position in row.target.positions)
    return Ballot(row, choices, is_measured(card, row.code), notes, draft, uuid4(), following)


def first_draft(row: Row) -> Draft:
    """What stands, or what all found; never one of several."""
    if row.target.stands and not row.was_ruled:
        standing = row.standing
        return Draft(row.code, compact(standing.fact), reason=standing.reason, minority=standing.minority)
    return Draft(row.code, compact(row.target.facts[0]) if row.target.is_unanimous else "")


def note_of(position: Position, proofs: Mapping[int, int]) -> Note:
    words = tuple((WORDS[name], text) for name, text in position.words.items())
    return Note(position.member, position.name, words, proofs.get(position.member, 0))


def offered(card: Scorecard, target: Target) -> list[dict]:
    """The printed values; of a measured figure those the members measured."""
    if isinstance(target.subject, Item):
        return [fact for fact, _ in DECISIONS]
    if is_measured(card, target.code):
        standing = [target.standing.fact] if target.stands else []
        measured = [fact for fact in target.facts + standing if "not_applicable" not in fact]
        unique = [fact for place, fact in enumerate(measured) if fact not in measured[:place]]
        return [*unique, NOT_APPLICABLE]
    return [option.judgement for option in target.subject.options()] + [NOT_APPLICABLE]


def choice(card: Scorecard, row: Row, fact: dict, draft: Draft) -> Choice:
    target, proposal = row.target, row.proposal
    finding, value = finding_of(card, target.code, fact), compact(fact)
    proposed = bool(proposal and proposal.has_verdict) and not differs(target.subject, fact, proposal)
    supporters = sum(position.fact == fact for position in target.judged)
    effect = effect_words(target, fact, finding)
    return Choice(value, finding.word, effect, supporters, value == draft.value, proposed)


def effect_words(target: Target, fact: dict, finding) -> str:
    """`扣 5`, `扣 0`, `得 10`; nothing for 不适用 and for decisions on an item, whose words say it."""
    if isinstance(target.subject, Item) or fact == NOT_APPLICABLE:
        return ""
    return f"得 {finding.points}" if target.subject.rule.awards else f"扣 {-finding.points}"
