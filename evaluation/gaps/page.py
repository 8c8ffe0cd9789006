"""What the page 达标路径 shows: the total today and with the ticked gaps closed, every gap, what people must judge."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from ..scoring import Section, distance_words, signed
from ..scoring.outlook import Outlook, effects
from .gap import Gap, gaps_of
from .reading import Standing
from .search import PEOPLE, WORST, Ways, ways_of


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
class Line:
    """One table: its range today, and once the ticked gaps are closed."""

    section: Section
    today: tuple[int, int]
    then: tuple[int, int]

    @property
    def today_words(self) -> str:
        return range_words(*self.today)

    @property
    def then_words(self) -> str:
        return range_words(*self.then)


@dataclass(frozen=True, slots=True)
class Open:
    """A requirement that people must judge and nobody did: what hangs on it, and what the data lack for it."""

    code: str
    section: str
    text: str
    stake: int
    missing: tuple[str, ...]


@dataclass(frozen=True)
class GapsPage:
    """Everything the page shows of one standing. `ticked` are codes of gaps; others have been left out."""

    standing: Standing
    ways: Ways
    ticked: tuple[str, ...]

    @classmethod
    def of(cls, standing: Standing, people: str = WORST, ticked: Collection[str] = ()) -> GapsPage:
        ways = ways_of(standing.forecast, people)
        return cls(standing, ways, tuple(code for code in ways.codes if code in set(ticked)))

    @cached_property
    def today(self) -> Outlook:
        return self.ways.outlook()

    @cached_property
    def then(self) -> Outlook:
        return self.ways.outlook(self.ticked)

    @property
    def total(self) -> int:
        return self.ways.total()

    @property
    def total_then(self) -> int:
        return self.ways.total(self.ticked)

    @property
    def people_words(self) -> str:
        return PEOPLE[self.ways.people]

    @cached_property
    def gaps(self) -> list[Gap]:
        standing = self.standing
        return gaps_of(self.ways, standing.rules, standing.facts, standing.proposals, standing.judged)

    @cached_property
    def rows(self) -> list[Row]:
        """The gap that brings most first, those that bring as much in printed order."""
        found = sorted(self.gaps, key=lambda gap: -gap.gain)
        return [Row(gap, gap.code in self.ticked, self.now(gap.code)) for gap in found]

    def now(self, code: str) -> int:
        return self.ways.gain(code, [each for each in self.ticked if each != code])

    @cached_property
    def lines(self) -> list[Line]:
        today, then = self.ways.by_section(), self.ways.by_section(self.ticked)
        return [Line(each, today[each.code], then[each.code]) for each in self.ways.card.sections]

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

    @property
    def figures(self) -> dict:
        """Every figure that moves when gaps are ticked, for the script of the page."""
        return {
            "count": len(self.ticked),
            "total": self.total_then,
            "gained": signed(self.total_then - self.total),
            "low": self.then.low,
            "high": self.then.high,
            "range": self.then.range,
            "distance": self.distance,
            "passed": self.is_passed,
            "sections": {line.section.code: line.then_words for line in self.lines},
            "gains": {code: signed(self.now(code)) for code in self.ways.codes},
        }

    @property
    def distance(self) -> str:
        return distance_words(self.total_then, self.ways.card.pass_mark)

    @property
    def is_passed(self) -> bool:
        return self.total_then >= self.ways.card.pass_mark

    @property
    def gained(self) -> str:
        return signed(self.total_then - self.total)


def range_words(low: int, high: int) -> str:
    return f"{low}–{high}" if low < high else str(low)
