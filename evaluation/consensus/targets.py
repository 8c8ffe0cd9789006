"""What the members of a panel found at each target, what stands there, and whether it is settled. Pure.

Only who judged a target counts for it: who did not is neither for nor against. A ruling stands until somebody's
judgement comes in that it was not made upon; a returned sheet that is submitted again opens what it changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from ..scoring import Item, Requirement, Scorecard, Sheet, score
from ..scoring.judgement import WORDS
from ..scoring.judgement import parse_decision as read_decision
from ..scoring.judgement import parse_judgement as read_judgement
from ..scoring.outlook import Outlook, effects, outlook
from ..scoring.printed import fact_of, loss_of, printed_facts

AGREED, DISPUTED, DECIDED, UNJUDGED = "agreed", "disputed", "decided", "unjudged"
STATES = {AGREED: "一致", DISPUTED: "待裁定", DECIDED: "已裁定", UNJUDGED: "无人评"}


@dataclass(frozen=True, slots=True)
class Position:
    """What one member has on the own sheet there; `value` {} where he did not judge."""

    member: int
    name: str
    value: Mapping

    @property
    def fact(self) -> dict:
        return fact_of(self.value)

    @property
    def words(self) -> dict[str, str]:
        """The words he wrote beside it: reason, note, finding, asked."""
        return {name: self.value[name] for name in WORDS if self.value.get(name)}

    def to_dict(self) -> dict:
        """As a ruling keeps it."""
        return {"participant": self.member, "name": self.name, "value": dict(self.value)}


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands on the official sheet, and the ruling that put it there (`way` empty without one)."""

    value: Mapping
    version: int
    author: str
    at: datetime | None = None
    way: str = ""
    positions: tuple[Position, ...] = ()
    minority: str = ""

    @property
    def fact(self) -> dict:
        return fact_of(self.value)

    @property
    def reason(self) -> str:
        return self.value.get("reason", "")

    def holds(self, position: Position) -> bool:
        """Whether it was made upon this position, or says the same."""
        known = {each.member: each.fact for each in self.positions}
        return position.fact in (self.fact, known.get(position.member))


@dataclass(frozen=True, slots=True)
class Target:
    """One requirement or item of the 合议. `is_moot`: its whole item was ruled not applicable."""

    code: str
    subject: Requirement | Item
    positions: tuple[Position, ...]
    standing: Standing | None = None
    is_moot: bool = False

    @property
    def judged(self) -> list[Position]:
        return [position for position in self.positions if position.value]

    @property
    def facts(self) -> list[dict]:
        """The different facts found, in the order of the members."""
        found = []
        for position in self.judged:
            if position.fact not in found:
                found.append(position.fact)
        return found

    @property
    def version(self) -> int:
        return self.standing.version if self.standing else 0

    @property
    def stands(self) -> bool:
        return self.standing is not None and bool(self.standing.value)

    @property
    def is_settled(self) -> bool:
        """Nothing is to be done any more: ruled upon what the members say now."""
        return self.is_moot or (self.stands and all(self.standing.holds(each) for each in self.judged))

    @property
    def is_unanimous(self) -> bool:
        return len(self.facts) == 1

    @property
    def state(self) -> str:
        """A key of STATES. Agreed: one fact, and nothing else stands on the official sheet."""
        if self.is_unanimous and (not self.stands or self.standing.fact == self.facts[0]):
            return AGREED
        if self.is_settled:
            return DECIDED
        return DISPUTED if self.facts else UNJUDGED

    @property
    def is_open(self) -> bool:
        """To be ruled by the leader."""
        return self.state in (DISPUTED, UNJUDGED)

    @property
    def is_proposed_zero(self) -> bool:
        """An item of which nobody spoke: all its requirements lose the most, which proposes a zero (8.2)."""
        return isinstance(self.subject, Item) and self.state == UNJUDGED

    @property
    def is_to_take(self) -> bool:
        """Agreed, and not yet on the official sheet."""
        return self.state == AGREED and not self.is_settled


@dataclass(frozen=True)
class Consensus:
    """All targets of one panel, in printed order. What the page, the papers and the services ask."""

    card: Scorecard
    members: tuple[tuple[int, str, bool], ...]
    targets: Mapping[str, Target]

    @cached_property
    def possible(self) -> dict[str, list[dict]]:
        """Target → the facts it may still become: one where it is settled or agreed, else what was found there;
        where nobody judged, whatever is printed."""
        found = {code: self.possible_at(target) for code, target in self.targets.items()}
        return {code: facts for code, facts in found.items() if facts}

    def possible_at(self, target: Target) -> list[dict]:
        if target.is_moot:
            return [{"not_applicable": True}]
        if target.is_settled:
            return [target.standing.fact]
        facts = target.facts
        if facts and target.stands and target.standing.fact not in facts:
            facts.append(target.standing.fact)
        if facts:
            return facts
        # A zero that nobody speaks of follows from the requirements of its item.
        return [] if target.code in self.card.items_by_code else printed_facts(self.card, target.code)

    @cached_property
    def outlook(self) -> Outlook:
        return outlook(self.card, self.possible)

    @cached_property
    def stakes(self) -> dict[str, int]:
        """Open target → the largest difference between the printed values it may become."""
        return {target.code: self.stake(target) for target in self.targets.values() if target.is_open}

    def stake(self, target: Target) -> int:
        facts = self.possible.get(target.code) or printed_facts(self.card, target.code)
        losses = [loss_of(self.card, target.code, fact) for fact in facts]
        return max(losses) - min(losses)

    @cached_property
    def effects(self) -> dict[str, int]:
        """Open target → by how much it can move the total, after the caps."""
        return effects(self.card, self.possible, self.stakes)

    @cached_property
    def open(self) -> list[Target]:
        """Those to be ruled, most points at stake first; what a cap hides behind what it does not."""
        places = {code: place for place, code in enumerate(self.targets)}
        order = lambda code: (-self.stakes[code], -self.effects[code], places[code])  # noqa: E731
        return [self.targets[code] for code in sorted(self.stakes, key=order)]

    @cached_property
    def agreed(self) -> list[Target]:
        return [target for target in self.targets.values() if target.state == AGREED]

    @cached_property
    def decided(self) -> list[Target]:
        return [target for target in self.targets.values() if target.state == DECIDED]

    @cached_property
    def unjudged(self) -> list[Target]:
        """Requirements nobody judged."""
        return [row for row in self.open if row.state == UNJUDGED and not row.is_proposed_zero]

    @cached_property
    def proposed_zeros(self) -> list[Target]:
        """Items for which 8.2 proposes a zero, to be confirmed or rejected."""
        return [target for target in self.open if target.is_proposed_zero]

    @cached_property
    def to_take(self) -> list[Target]:
        return [target for target in self.agreed if target.is_to_take]


def build_consensus(
    card: Scorecard,
    members: tuple[tuple[int, str, bool], ...],
    found: Mapping[int, Mapping[str, Mapping]],
    standing: Mapping[str, Standing],
) -> Consensus:
    """The 合议 from the members' judgements (member → target → value) and what stands on the official sheet.

    Every requirement is a target; an item where somebody decided by 8.2, or where the official sheet proposes a zero.
    """
    official = official_sheet(card, standing)
    zeros = set(score(official).undecided_zero)
    targets: dict[str, Target] = {}
    for item in card.items:
        whole = target_of(item, members, found, standing)
        if whole.judged or whole.stands or item.code in zeros:
            targets[item.code] = whole
        decision = official.decisions.get(item.code)
        moot = whole.is_settled and decision is not None and decision.not_applicable
        for requirement in item.requirements:
            targets[requirement.code] = target_of(requirement, members, found, standing, moot)
    return Consensus(card, members, targets)


def target_of(subject, members, found, standing, is_moot: bool = False) -> Target:
    code = subject.code
    positions = tuple(Position(pk, name, found.get(pk, {}).get(code, {})) for pk, name, _ in members)
    return Target(code, subject, positions, standing.get(code), is_moot)


def official_sheet(card: Scorecard, standing: Mapping[str, Standing]) -> Sheet:
    judgements, decisions = {}, {}
    for code, entry in standing.items():
        if entry.value and code in card.items_by_code:
            decisions[code] = read_decision(card.items_by_code[code], entry.value)
        elif entry.value:
            judgements[code] = read_judgement(card.requirements_by_code[code], entry.value)
    return Sheet(card, judgements, decisions)
