"""Which totals are still possible, and how far one open target can move the total. Pure and exact.

Every open target becomes one of its possible facts. Items are independent of each other, so the reachable scores of
an item are found by walking through its requirements with a set of states; the section's ceiling and the sum of the
sections keep the order, so that lowest and highest totals come from lowest and highest items (8.2, 8.3, 9.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from evaluation.scoring.printed import REJECTED, UNMET, judgement_of
from evaluation.scoring.scorecard import Item, Requirement, Scorecard, Section

# Target → what it may become. A requirement has one fact at least; an item nobody decides follows its requirements.
Possible = Mapping[str, Sequence[dict]]


class Step(NamedTuple):
    """What one fact of a requirement does to its item."""

    lost: int
    is_worst: bool
    applies: bool
    at_fault: bool


class State(NamedTuple):
    """Where an item stands after some of its requirements; more loss than its points makes no difference."""

    lost: int = 0
    all_worst: bool = True
    applies: bool = False
    at_fault: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Outlook:
    """The lowest and the highest total still possible."""

    low: int
    high: int
    full: int
    pass_mark: int

    @property
    def words(self) -> str:
        """Whether the verdict can still change; what it will be where nothing is open any more."""
        if self.low >= self.pass_mark:
            return f"怎样裁定都已过 {self.pass_mark}" if self.is_open else f"已过 {self.pass_mark}"
        if self.high < self.pass_mark:
            return f"怎样裁定都不到 {self.pass_mark}" if self.is_open else f"不到 {self.pass_mark}"
        return "还可能变"

    @property
    def is_open(self) -> bool:
        return self.low < self.high

    @property
    def range(self) -> str:
        return f"{self.low}–{self.high}" if self.is_open else str(self.low)


def outlook(card: Scorecard, possible: Possible) -> Outlook:
    """The range of totals over all that the open targets may become."""
    low = high = 0
    for section in card.sections:
        scores = [item_scores(item, possible) for item in section.items]
        low += min(section.heading_points, sum(map(min, scores)))
        high += min(section.heading_points, sum(map(max, scores)))
    return Outlook(low, high, card.full_marks, card.pass_mark)


def effects(card: Scorecard, possible: Possible, targets: Iterable[str]) -> dict[str, int]:
    """Target → the most by which the total can differ between two of its facts, whatever the others become."""
    lows = {item.code: min(item_scores(item, possible)) for item in card.items}
    return {target: effect(card, possible, target, lows) for target in targets}


def effect(card: Scorecard, possible: Possible, target: str, lows: Mapping[str, int]) -> int:
    """The effect of one target; `lows` are the lowest scores of the items.

    The ceiling of the section takes least away where its other items score lowest.
    """
    section, item = place_of(card, target)
    floor = sum(lows[other.code] for other in section.items) - lows[item.code]
    most = 0
    for branches in outcomes_by_fact(item, possible, target):
        gains = [
            [min(section.heading_points, floor + score) for score in (min(scores), max(scores))]
            for scores in branches
        ]
        for place, one in enumerate(gains):
            most = max([most, *(spread(one, other) for other in gains[place + 1 :])])
    return most


def spread(one: list[int], other: list[int]) -> int:
    return max(one[1] - other[0], other[1] - one[0])


def item_scores(item: Item, possible: Possible) -> set[int]:
    """Every score the item can still have."""
    states, watched = {State()}, gives_way_to(item)
    for requirement in ordered(item):
        steps = steps_of(requirement, possible, watched)
        states = {advance(item, state, requirement, step) for state in states for step in set(steps)}
    decisions = possible.get(item.code) or (None,)
    return {score for state in states for fact in decisions for score in scores_of(item, state, fact)}


def outcomes_by_fact(item: Item, possible: Possible, target: str):
    """For each way the others of the item may go: the scores of the item under each fact of the target."""
    width = len(possible.get(target, ())) if target != item.code else 1
    states, watched = {(State(),) * width}, gives_way_to(item)
    for requirement in ordered(item):
        steps = steps_of(requirement, possible, watched)
        rows = [steps] if requirement.code == target else [[step] * width for step in set(steps)]
        states = {
            tuple(advance(item, *pair) for pair in zip(each, [requirement] * width, row, strict=True))
            for each in states
            for row in rows
        }
    for each in states:
        if target == item.code:
            yield [scores_of(item, each[0], fact) for fact in decided(item, each[0], possible)]
        else:
            yield from ([scores_of(item, s, d) for s in each] for d in possible.get(item.code) or (None,))


def decided(item: Item, state: State, possible: Possible) -> Sequence[dict]:
    """What may be decided of the item itself: a zero nobody speaks of only where it is proposed (8.2)."""
    proposed = (UNMET, REJECTED) if is_proposed(state) else (REJECTED,)
    return possible.get(item.code) or proposed


def ordered(item: Item) -> list[Requirement]:
    """Its requirements, those that give way to another last (reading 3)."""
    return sorted(item.requirements, key=lambda requirement: bool(getattr(requirement.rule, "void_with", "")))


def gives_way_to(item: Item) -> set[str]:
    """Codes of the requirements whose fault voids the deduction of another (reading 3): only these are remembered."""
    return {getattr(requirement.rule, "void_with", "") for requirement in item.requirements}


def steps_of(requirement: Requirement, possible: Possible, watched: set[str]) -> list[Step]:
    """What each of its possible facts does to the item."""
    steps = [step_of(requirement, fact) for fact in possible[requirement.code]]
    if requirement.code in watched:
        return steps
    return [step._replace(at_fault=False) for step in steps]


def step_of(requirement: Requirement, fact: Mapping) -> Step:
    judgement = judgement_of(requirement, fact)
    if judgement.not_applicable:
        return Step(0, False, False, False)
    rule = requirement.rule
    return Step(rule.lost(judgement), rule.is_worst(judgement), True, bool(judgement.faults))


def advance(item: Item, state: State, requirement: Requirement, step: Step) -> State:
    void = getattr(requirement.rule, "void_with", "") in state.at_fault
    lost = min(item.points, state.lost + (0 if void else step.lost))
    at_fault = state.at_fault | {requirement.code} if step.at_fault else state.at_fault
    all_worst = state.all_worst and (step.is_worst or not step.applies)
    return State(lost, all_worst, state.applies or step.applies, at_fault)


def scores_of(item: Item, state: State, fact: Mapping | None) -> set[int]:
    """The score under a decision of 8.2; without one a proposed zero may still be confirmed or rejected."""
    natural = item.points - state.lost
    if fact is None:
        return {0, natural} if is_proposed(state) else {natural}
    if fact.get("unmet"):
        return {0}
    return {item.points if fact.get("not_applicable") else natural}


def is_proposed(state: State) -> bool:
    return state.applies and state.all_worst


def place_of(card: Scorecard, target: str) -> tuple[Section, Item]:
    item = card.items_by_code.get(target) or card.item_of[target]
    return next(section for section in card.sections if item in section.items), item
