"""The figures that move when gaps are ticked: they come of what is known alone, without the data behind it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from ..scoring import Scorecard, Section, distance_words, signed
from ..scoring.outlook import Outlook
from .forecast import forecast
from .search import PEOPLE, WORST, Ways, ways_of


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


@dataclass(frozen=True)
class Simulation:
    """The totals of `ways`, today and once the gaps `ticked` are closed; codes that are none have been left out."""

    ways: Ways
    ticked: tuple[str, ...]

    @classmethod
    def of(
        cls, card: Scorecard, known: Mapping[str, dict], people: str = WORST, ticked: Collection[str] = ()
    ) -> Simulation:
        """What is `known`: target → its fact."""
        ways = ways_of(forecast(card, {}, known), people)
        return cls(ways, ticked_of(ways, ticked))

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

    def now(self, code: str) -> int:
        return self.ways.gain(code, [each for each in self.ticked if each != code])

    @cached_property
    def lines(self) -> list[Line]:
        today, then = self.ways.by_section(), self.ways.by_section(self.ticked)
        return [Line(each, today[each.code], then[each.code]) for each in self.ways.card.sections]

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


def ticked_of(ways: Ways, codes: Collection[str]) -> tuple[str, ...]:
    """Those of the codes that are gaps, in printed order."""
    wanted = set(codes)
    return tuple(code for code in ways.codes if code in wanted)
