"""What the 合议 page shows: figures, rows with a cell for each member, the ballot of the row that is open. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from ..scoring import Item, Scorecard
from ..scoring.outlook import place_of
from ..scoring.printed import finding_of
from ..sheet.page import Bar
from .ballot import Ballot, Draft, build_ballot, first_draft
from .proposed import differs, is_unexplained, registry_word
from .targets import AGREED, DECIDED, DISPUTED, STATES, UNJUDGED, Consensus, Position, Standing, Target

if TYPE_CHECKING:
    from ..proposing.proposal import Proposal

PENDING, ALL = "pending", "all"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one member found: word and printed points; 未评 where he did not judge."""

    name: str
    word: str = "未评"
    effect: str = ""
    tone: str = "none"


@dataclass(frozen=True, slots=True)
class Row:
    """One target on the page."""

    target: Target
    section: str
    cells: tuple[Cell, ...]
    stake: int
    effect: int
    registry: str
    stands: Cell | None
    proposal: Proposal | None = None

    @property
    def code(self) -> str:
        return self.target.code

    @property
    def text(self) -> str:
        subject = self.target.subject
        return f"{subject.title}（整项，第5部分 8.2）" if isinstance(subject, Item) else subject.text

    @property
    def deduction_text(self) -> str:
        return getattr(self.target.subject, "deduction_text", "")

    @property
    def standing(self) -> Standing | None:
        return self.target.standing

    @property
    def effect_words(self) -> str:
        """Why the total moves by other points than are at stake; "" where it moves by these."""
        return moved_words(self.stake, self.effect)

    @property
    def state(self) -> str:
        return STATES[DISPUTED if self.target.is_proposed_zero else self.target.state]

    @property
    def differs(self) -> bool:
        """Whether what stands, or what all found, is another than the data propose."""
        target = self.target
        facts = [target.standing.fact] if target.stands else target.facts[:1] if target.is_unanimous else []
        return any(differs(target.subject, fact, self.proposal) for fact in facts)

    @property
    def was_ruled(self) -> bool:
        """Ruled before somebody's judgement came in that the ruling was not made upon."""
        return self.target.is_open and self.target.stands


@dataclass(frozen=True)
class Page:
    """The whole page of one look at it."""

    consensus: Consensus
    rows: Mapping[str, Row]
    show: str = PENDING
    section: str = ""
    ballot: Ballot | None = None
    sections: tuple[tuple[str, int], ...] = field(default=())

    @property
    def members(self) -> list[str]:
        return [f"{name}（组长）" if leads else name for _, name, leads in self.consensus.members]

    @property
    def proposals(self) -> dict[str, Proposal]:
        """What the data say, by code."""
        return {code: row.proposal for code, row in self.rows.items() if row.proposal}

    @cached_property
    def open(self) -> list[Row]:
        """Disputes and proposed zeros, then what nobody judged; the order of 上一条 and 下一条."""
        nobodys = {target.code for target in self.consensus.unjudged}
        return sorted(self.shown(self.consensus.open), key=lambda row: row.code in nobodys)

    def shown(self, targets: Sequence[Target]) -> list[Row]:
        rows = [self.rows[target.code] for target in targets]
        return [row for row in rows if self.section in ("", row.section)]

    @property
    def disputed(self) -> list[Row]:
        rows = self.open[: len(self.open) - len(self.unjudged)]
        return rows + self.decided if self.show == ALL else rows

    @cached_property
    def unjudged(self) -> list[Row]:
        return self.shown(self.consensus.unjudged)

    @cached_property
    def decided(self) -> list[Row]:
        return self.shown(self.consensus.decided)

    @cached_property
    def agreed(self) -> list[Row]:
        return self.shown(self.consensus.agreed)

    @property
    def unexplained(self) -> list[Row]:
        """Agreed, not on the official sheet, and not what the data alone propose, without a word why from any member:
        the leader rules them one by one.
        """
        rows = [self.rows[target.code] for target in self.consensus.to_take]
        return [row for row in rows if is_unexplained(row.target, row.proposal)]

    @property
    def opened(self) -> str:
        return self.ballot.row.code if self.ballot else ""

    @property
    def opens_unjudged(self) -> bool:
        """Whether the row that is opened lies in this folded part; so for the others."""
        return any(row.code == self.opened for row in self.unjudged)

    @property
    def opens_decided(self) -> bool:
        return any(row.code == self.opened for row in self.decided)

    @property
    def opens_agreed(self) -> bool:
        return any(row.code == self.opened for row in self.agreed)

    @property
    def width(self) -> int:
        """Columns of the table."""
        return len(self.consensus.members) + 5

    @property
    def left(self) -> int:
        """What is still to be done before the lock."""
        return len(self.consensus.open) + len(self.consensus.to_take)

    @property
    def verdict_tone(self) -> str:
        outlook = self.consensus.outlook
        if outlook.low >= outlook.pass_mark:
            return "good"
        return "bad" if outlook.high < outlook.pass_mark else "warn"

    @property
    def counts(self) -> dict[str, int]:
        found = self.consensus
        ruled, left = len(found.decided), len(found.open)
        return {"all": len(found.targets), AGREED: len(found.agreed), "differing": ruled + left} | {
            DECIDED: ruled,
            "open": left,
            UNJUDGED: len(found.unjudged),
            "to_take": len(found.to_take),
            "takeable": len(found.to_take) - len(self.unexplained),
            "minority": sum(bool(each.standing and each.standing.minority) for each in found.decided),
        }

    @property
    def agreed_words(self) -> str:
        """`满足 133，扣分 18，不适用 6`: what the agreed ones found."""
        tones = [next((c.tone for c in row.cells if c.tone != "none"), "") for row in self.agreed]
        named = (("good", "满足或得分"), ("bad", "扣分"), ("plain", "不适用"))
        return "，".join(f"{word} {tones.count(tone)}" for tone, word in named if tone in tones)

    @property
    def bar(self) -> Bar:
        outlook = self.consensus.outlook
        open_points = outlook.high - outlook.low
        return Bar(outlook.low, open_points, outlook.full - outlook.high, outlook.full, outlook.pass_mark)

    @property
    def moved_words(self) -> str:
        """Why the total can move by other points than are at stake as printed; "" where by these."""
        return moved_words(sum(self.consensus.stakes.values()), self.bar.unjudged, "应扣相差 {}，")

    @property
    def before(self) -> str:
        return self.beside(-1)

    @property
    def after(self) -> str:
        return self.beside(1)

    def beside(self, step: int) -> str:
        """The open target before or after the one that is opened; the first of all when none is."""
        codes = [row.code for row in self.open]
        if self.opened not in codes:
            return codes[0] if codes and step > 0 else ""
        place = codes.index(self.opened) + step
        return codes[place] if 0 <= place < len(codes) else ""


def moved_words(stake: int, effect: int, before: str = "") -> str:
    """A ceiling takes away from the points at stake; what comes on top is the zero of an item (8.2)."""
    if effect == stake:
        return ""
    words = f"封顶后 {effect}" if effect < stake else f"含 8.2 计 0 分，共 {effect}"
    return before.format(stake) + words


def build_page(
    consensus: Consensus,
    proposals: Mapping[str, Proposal] | None = None,
    *,
    show: str = PENDING,
    section: str = "",
) -> Page:
    """All rows; raises KeyError for a table the scorecard does not have. `proposals`: what the data say, by code."""
    proposals = proposals or {}
    places = {code: place_of(consensus.card, code)[0].code for code in consensus.targets}
    open_by_table = [places[target.code] for target in consensus.open]
    tables = tuple((part.code, open_by_table.count(part.code)) for part in consensus.card.sections)
    if section and section not in dict(tables):
        raise KeyError(section)
    rows = {
        code: build_row(consensus, target, places[code], proposals.get(code))
        for code, target in consensus.targets.items()
    }
    return Page(consensus, rows, ALL if show == ALL else PENDING, section, None, tables)


def build_row(
    consensus: Consensus,
    target: Target,
    section: str,
    proposal: Proposal | None,
) -> Row:
    card = consensus.card
    return Row(
        target,
        section,
        tuple(cell_of(card, target, position) for position in target.positions),
        consensus.stakes.get(target.code, 0),
        consensus.effects.get(target.code, 0),
        registry_word(card, proposal),
        cell(card, target.code, target.standing.author, target.standing.fact) if target.stands else None,
        proposal,
    )


def cell_of(card: Scorecard, target: Target, position: Position) -> Cell:
    if not position.value:
        return Cell(position.name)
    return cell(card, target.code, position.name, position.fact)


def cell(card: Scorecard, code: str, name: str, fact: Mapping) -> Cell:
    found = finding_of(card, code, fact)
    return Cell(name, found.word, found.effect, found.tone)


def with_ballot(page: Page, code: str, proofs: Mapping[int, int], draft: Draft | None = None) -> Page:
    """The page with one row opened. `proofs`: member → files and photos he has there. Raises KeyError."""
    row = page.rows[code]
    ballot = build_ballot(page.consensus.card, row, proofs, draft or first_draft(row), after(page, code))
    return replace(page, ballot=ballot)


def after(page: Page, code: str) -> str:
    """Where the leader goes once this is ruled: the next open one, else the first that is left."""
    codes = [row.code for row in page.open]
    place = codes.index(code) if code in codes else -1
    rest = codes[place + 1 :] + codes[: max(place, 0)]
    return rest[0] if rest else ""
