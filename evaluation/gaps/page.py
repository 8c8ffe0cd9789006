"""What the page 达标路径 shows: the total today and with the ticked gaps closed, every gap, what people must judge."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from ..scoring import signed
from ..scoring.outlook import effects
from .gap import Gap, gaps_of
from .reading import Standing
from .search import WORST, ways_of
from .simulating import Simulation, ticked_of


@dataclass(frozen=True, slots=True)
class Row:
    """A gap with what it brings now: ticked, what the total would lose without it; else what it would add."""

    gap: Gap
    is_ticked: bool
    now: int

    @property
    def alone_words(self) -> str:
        return signed(self.gap.gain)

    @property
    def now_words(self) -> str:
        return signed(self.now)


@dataclass(frozen=True, slots=True)
class Open:
    """A requirement that people must judge and nobody did: what hangs on it, and what the data lack for it."""

    code: str
    section: str
    text: str
    stake: int
    missing: tuple[str, ...]


@dataclass(frozen=True)
class GapsPage(Simulation):
    """Everything the page shows of one standing: with the figures every gap, and what is left to people."""

    standing: Standing

    @classmethod
    def of_standing(cls, standing: Standing, people: str = WORST, ticked: Collection[str] = ()) -> GapsPage:
        ways = ways_of(standing.forecast, people)
        return cls(ways, ticked_of(ways, ticked), standing)

    @cached_property
    def gaps(self) -> list[Gap]:
        standing = self.standing
        return gaps_of(
            self.ways,
            standing.rules,
            standing.facts,
            standing.proposals,
            standing.judged,
            bool(standing.frozen),
        )

    @cached_property
    def rows(self) -> list[Row]:
        """The gap that brings most first, those that bring as much in printed order."""
        found = sorted(self.gaps, key=lambda gap: -gap.gain)
        return [Row(gap, gap.code in self.ticked, self.now(gap.code)) for gap in found]

    @cached_property
    def open(self) -> list[Open]:
        """What hangs on people, the most first."""
        known = self.standing.forecast
        stakes = effects(known.card, known.possible, known.open)
        rows = [self.open_row(code, stakes[code]) for code in known.open]
        return sorted(rows, key=lambda row: -row.stake)

    def open_row(self, code: str, stake: int) -> Open:
        card, proposal = self.ways.card, self.standing.proposals.get(code)
        text = card.requirements_by_code[code].full_text
        return Open(code, self.ways.section_of[code].code, text, stake, proposal.missing if proposal else ())

    @cached_property
    def new_standards(self) -> list[str]:
        """Codes of the gaps that one new standard closes."""
        return [gap.code for gap in self.gaps if gap.is_one_standard]
