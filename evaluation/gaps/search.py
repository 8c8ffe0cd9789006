"""Totals after gaps are closed, and the best sets of gaps to close: exact, not greedy. Pure.

What a set of gaps brings depends on the others: an item loses no more than its points (8.3), a table scores no more
than its heading (A.5: 75 → 70), an item of which nothing is fulfilled counts 0 (8.2), and one requirement can give way
to another (reading 3). Items are independent of each other, so the best sets of every size are found item by item, put
together within a table under its ceiling, then over the tables. Points are integers.

A set is an integer whose bits are the gaps, the first printed the highest: of two sets of one size the larger integer
is the one that is printed first, and putting sets together adds their integers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, product

from ..scoring import Item, Requirement, Scorecard, Section
from ..scoring.outlook import Outlook, Possible, gives_way_to, item_scores, step_of
from ..scoring.printed import loss_of, printed_facts
from .forecast import Forecast

WORST, BEST = "worst", "best"
PEOPLE = {WORST: "按最低计", BEST: "按最高计"}
NOTHING: frozenset[str] = frozenset()

# Size of a set → (score, set): the best one; those of which no other has both as large.
Bests = dict[int, tuple[int, int]]
Fronts = dict[int, list[tuple[int, int]]]
NONE = (-1, 0)


@dataclass(frozen=True, slots=True)
class Choice:
    """A set of gaps, in printed order, and the total once they are closed."""

    codes: tuple[str, ...]
    total: int


@dataclass(frozen=True)
class Ways:
    """All that can be made of the gaps `codes` (printed order) of a scorecard whose targets may become `possible`.

    `people` says how what nobody judged is counted: WORST nothing is given and every zero of 8.2 applies, BEST the
    contrary. Closing a gap brings its requirement to its best result; a confirmed zero of its item falls with it.
    """

    card: Scorecard
    possible: Possible
    codes: tuple[str, ...]
    people: str = WORST
    known: dict = field(default_factory=dict, compare=False, repr=False)

    def outlook(self, ticked: Collection[str] = NOTHING) -> Outlook:
        """The lowest and the highest total once the ticked gaps are closed."""
        low, high = (sum(each) for each in zip(*self.by_section(ticked).values(), strict=True))
        return Outlook(low, high, self.card.full_marks, self.card.pass_mark)

    def total(self, ticked: Collection[str] = NOTHING) -> int:
        """The total once the ticked gaps are closed, what is open counted as `people` says."""
        return sum(self.chosen(scores) for scores in self.by_section(ticked).values())

    def by_section(self, ticked: Collection[str] = NOTHING) -> dict[str, tuple[int, int]]:
        """Code of the table → its lowest and its highest score."""
        return {section.code: self.section_scores(section, ticked) for section in self.card.sections}

    def section_scores(self, section: Section, ticked: Collection[str]) -> tuple[int, int]:
        scores = [self.scores(item, ticked) for item in section.items]
        low, high = (min(section.heading_points, sum(each)) for each in zip(*scores, strict=True))
        return low, high

    def gain(self, code: str, ticked: Collection[str] = NOTHING) -> int:
        """What closing one more gap adds to the total. Rarely it is negative: a plan there is must be carried out."""
        section = self.section_of[code]
        before, after = (self.section_scores(section, each) for each in (ticked, {*ticked, code}))
        return self.chosen(after) - self.chosen(before)

    def smallest(self, target: int, among: Iterable[str] | None = None) -> Choice | None:
        """The fewest gaps that reach `target`, of those the highest total, of those the first printed.

        Only gaps of `among` are closed, when given. None when not even all of them reach it.
        """
        return next((self.choice(*best) for best in self.bests(among) if best[0] >= target), None)

    def most(self, count: int, among: Iterable[str] | None = None) -> Choice:
        """The highest total with at most `count` gaps, of those the fewest gaps, of those the first printed."""
        return self.choice(*max(self.bests(among)[: count + 1], key=lambda best: best[0]))

    def bests(self, among: Iterable[str] | None = None) -> list[tuple[int, int]]:
        """At place k the total and the set of the best k gaps."""
        wanted = self.codes if among is None else set(among)
        allowed = tuple(code for code in self.codes if code in wanted)
        if allowed not in self.known:
            found = summed(self.bests_of_section(section, set(allowed)) for section in self.card.sections)
            self.known[allowed] = [found[count] for count in sorted(found)]
        return self.known[allowed]

    def choice(self, total: int, chosen: int) -> Choice:
        return Choice(tuple(code for code in self.codes if chosen & self.bits[code]), total)

    def bests_of_section(self, section: Section, allowed: set[str]) -> Bests:
        """The best set of every size within one table, under its ceiling."""
        tables = [self.fronts_of_item(item, allowed) for item in section.items]
        highest = sum(max(score for front in table.values() for score, _ in front) for table in tables)
        if highest <= section.heading_points:
            return summed({count: max(front) for count, front in table.items()} for table in tables)
        found = under_ceiling(tables, section.heading_points)
        return {count: max(front) for count, front in found.items()}

    def fronts_of_item(self, item: Item, allowed: set[str]) -> Fronts:
        gaps = [requirement for requirement in item.requirements if requirement.code in allowed]
        fronts = self.sets_tried(item, gaps) if is_entangled(item) else self.sets_built(item, gaps)
        return {count: undominated(front) for count, front in fronts.items()}

    def sets_tried(self, item: Item, gaps: list[Requirement]) -> Fronts:
        """Every set of an item in which one requirement gives way to another (reading 3)."""
        found = defaultdict(list)
        for count in range(len(gaps) + 1):
            for some in combinations([gap.code for gap in gaps], count):
                found[count].append((self.score(item, some), sum(self.bits[code] for code in some)))
        return found

    def sets_built(self, item: Item, gaps: list[Requirement]) -> Fronts:
        """The sets of an item gap by gap: those of one size that regain as much differ in printed order alone."""
        states = {(0, 0): 0}
        for gap in gaps:
            worth, bit = self.worth(gap), self.bits[gap.code]
            more = {(count + 1, back + worth): chosen + bit for (count, back), chosen in states.items()}
            states |= {key: max(chosen, states.get(key, 0)) for key, chosen in more.items()}
        lost, found = sum(map(self.loss, item.requirements)), defaultdict(list)
        for (count, back), chosen in states.items():
            # With one gap closed not everything is unmet: no zero by 8.2 any more.
            score = max(0, item.points - lost + back) if count else self.score(item, NOTHING)
            found[count].append((score, chosen))
        return found

    def loss(self, requirement: Requirement) -> int:
        """What it costs as it stands, before any cap."""
        losses = [step_of(requirement, fact).lost for fact in self.possible[requirement.code]]
        return max(losses) if self.people == WORST else min(losses)

    def worth(self, requirement: Requirement) -> int:
        """What closing it gives back, before any cap."""
        return self.loss(requirement) - step_of(requirement, best_fact(self.card, requirement.code)).lost

    def score(self, item: Item, closed: Collection[str]) -> int:
        return self.chosen(self.scores(item, closed))

    def chosen(self, scores: tuple[int, int]) -> int:
        return scores[0] if self.people == WORST else scores[1]

    def scores(self, item: Item, ticked: Collection[str]) -> tuple[int, int]:
        """The lowest and the highest score of an item once the ticked gaps are closed."""
        closed = tuple(
            each.code for each in item.requirements if each.code in ticked and each.code in self.bits
        )
        if (item.code, closed) not in self.known:
            scores = item_scores(item, self.possible if not closed else self.mended(item, closed))
            self.known[item.code, closed] = (min(scores), max(scores))
        return self.known[item.code, closed]

    def mended(self, item: Item, closed: Iterable[str]) -> Possible:
        """What the requirements of an item may become once gaps of it are closed."""
        known = {each.code: self.possible[each.code] for each in item.requirements}
        decision = [fact for fact in self.possible.get(item.code, ()) if not fact.get("unmet")]
        return known | {code: [best_fact(self.card, code)] for code in closed} | {item.code: decision}

    @cached_property
    def bits(self) -> dict[str, int]:
        """Code of a gap → its bit."""
        return {code: 1 << place for place, code in enumerate(reversed(self.codes))}

    @cached_property
    def section_of(self) -> dict[str, Section]:
        """Code of a requirement → its table."""
        places = [(section, item) for section in self.card.sections for item in section.items]
        return {each.code: section for section, item in places for each in item.requirements}


def ways_of(known: Forecast, people: str = WORST) -> Ways:
    """All that can be made of the gaps of a forecast."""
    return Ways(known.card, known.possible, gap_codes(known), people)


def gap_codes(known: Forecast) -> tuple[str, ...]:
    """Requirements, in printed order, that are decided and lose more than they must; not those of an excused item."""
    return tuple(
        requirement.code
        for item in known.card.items
        if not known.known.get(item.code, {}).get("not_applicable")
        for requirement in item.requirements
        if printed_loss(known.card, requirement.code, known.known.get(requirement.code)) > 0
    )


def printed_loss(card: Scorecard, code: str, fact: Mapping | None) -> int:
    """What a fact loses more than the best one, as printed."""
    return loss_of(card, code, fact) - loss_of(card, code, best_fact(card, code)) if fact else 0


def best_fact(card: Scorecard, code: str) -> dict:
    """What a requirement becomes when its gap is closed: the first of the printed facts."""
    return printed_facts(card, code)[0]


def is_entangled(item: Item) -> bool:
    """Whether one of its requirements gives way to another (reading 3)."""
    return gives_way_to(item) != {""}


def summed(tables: Iterable[Bests]) -> Bests:
    """The best sets of several tables put together, where no ceiling cuts: the best of each make the best of all."""
    found: Bests = {0: (0, 0)}
    for table in tables:
        more: Bests = {}
        for size, (score, chosen) in found.items():
            for count, (other, others) in table.items():
                both = (score + other, chosen + others)
                if both > more.get(size + count, NONE):
                    more[size + count] = both
        found = more
    return found


def under_ceiling(tables: Iterable[Fronts], ceiling: int) -> Fronts:
    """The sets of several tables put together, no score above the ceiling.

    It can cut: a smaller sum may do as well with a set printed earlier. Then both are kept.
    """
    found: Fronts = {0: [(0, 0)]}
    for table in tables:
        more = defaultdict(list)
        for size, front in found.items():
            for (score, chosen), (count, others) in product(front, table.items()):
                more[size + count] += [(min(ceiling, score + other), chosen + set_) for other, set_ in others]
        found = {size: undominated(front) for size, front in more.items()}
    return found


def undominated(front: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without those that another equals in score and stands before in print; the highest score first."""
    kept, first = [], -1
    for score, chosen in sorted(front, reverse=True):
        if chosen > first:
            kept.append((score, chosen))
            first = chosen
    return kept
