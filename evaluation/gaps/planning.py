"""Which of the chosen gaps a new standard closes, and how it may be called (T/CSSG 001.2 12 a). Pure.

A requirement that asks whether a standard exists wants one entry, one that asks for standards at several places one
for each place without any. Everything else is left out, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..proposing.facts import Facts
from ..proposing.judging import propose_one
from ..proposing.rules import Rules
from ..scoring import Requirement, Scorecard

NUMBERED = re.compile(r"^(?:[a-z]\)|\d+)\s*")
ASKING = re.compile(r"^(?:有|建立)")
# Wordings that name no single standard: the leaf's own name says it better.
VAGUE = ("等", "或", "应采用", "符合", "相关", "完整")
NOUNS = ("规范", "规程", "程序", "标准", "制度", "要求", "办法", "措施", "导则", "指南")
UNDER_WAY = ("draft", "upcoming")
NOT_A_STANDARD = "缺的不是一项标准"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A place at the end of the organisation's tree; `path` are its own code and those above it."""

    code: str
    name: str
    path: tuple[str, ...]
    takes_own: bool

    def is_in(self, place: str) -> bool:
        return place in self.path


@dataclass(frozen=True, slots=True)
class Wanted:
    """One standard to be made: for which requirement, under which title, at one of which leaves."""

    key: str
    code: str
    text: str
    title: str
    leaves: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A chosen requirement that is not planned; `standard` is the key of the one to look at, where there is one."""

    code: str
    text: str
    why: str
    standard: int | None = None


@dataclass(frozen=True)
class Planning:
    wanted: tuple[Wanted, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def planning(
    card: Scorecard, rules: Rules, facts: Facts, codes: Collection[str], leaves: Sequence[Leaf]
) -> Planning:
    """The chosen requirements in printed order, each either wanted (once or several times) or left out."""
    chosen = [requirement for requirement in card.requirements if requirement.code in set(codes)]
    rows = [row for requirement in chosen for row in rows_of(requirement, rules, facts, leaves)]
    return Planning(
        tuple(row for row in rows if isinstance(row, Wanted)),
        tuple(row for row in rows if isinstance(row, LeftOut)),
    )


def rows_of(
    requirement: Requirement, rules: Rules, facts: Facts, leaves: Sequence[Leaf]
) -> Iterator[Wanted | LeftOut]:
    """What becomes of one chosen requirement."""
    rule, text = rules[requirement.code], requirement.full_text
    proposal = propose_one(requirement, rule, facts)
    if proposal.outcome == "not_applicable":
        yield LeftOut(requirement.code, text, "本级不适用，不用制定")
    elif rule.kind not in ("standards", "places"):
        yield LeftOut(requirement.code, text, f"{NOT_A_STANDARD}：{other_gap(proposal.missing)}")
    elif not proposal.missing:
        yield LeftOut(requirement.code, text, "已有能计入的标准，不用制定")
    elif rule.kind == "standards":
        yield row_of(requirement, requirement.node_codes, linked_state(requirement, facts), leaves)
    else:
        yield from rows_of_places(requirement, rule.nodes, facts, leaves)


def other_gap(missing: Sequence[str]) -> str:
    return f"{missing[0]}{f' 等 {len(missing)} 项' if len(missing) > 1 else ''}" if missing else "由人核对"


def rows_of_places(
    requirement: Requirement, places: Sequence[str], facts: Facts, leaves: Sequence[Leaf]
) -> Iterator[Wanted | LeftOut]:
    """One for each place where no standard counts."""
    linked = linked_state(requirement, facts) if len(places) == 1 else None
    for place in places:
        if not any(place in row.path and not row.why_not for row in facts.registry):
            yield row_of(requirement, (place,), linked or filed_state(place, facts), leaves, len(places) > 1)


@dataclass(frozen=True, slots=True)
class State:
    """Why no new standard is needed, for the one of this key."""

    why: str
    standard: int


def linked_state(requirement: Requirement, facts: Facts) -> State | None:
    """A ticked standard that is on its way, or that counts as soon as something is mended."""
    rows = [(row.pk, row.label, row.status, row.why_not) for row in facts.linked.get(requirement.code, ())]
    return state_among(rows)


def filed_state(place: str, facts: Facts) -> State | None:
    rows = [row for row in facts.registry if place in row.path]
    return state_among([(row.pk, row.label, row.status, row.why_not) for row in rows])


def state_among(rows: Iterable[tuple[int, str, str, str]]) -> State | None:
    """What has ended needs another; of the rest those on their way are told first."""
    known = list(rows)
    for key, label, status, why_not in known:
        if status in UNDER_WAY:
            return State(f"已列入计划或正在制定：{label}（{why_not}）", key)
    for key, label, status, why_not in known:
        if status == "in_force":
            return State(f"已有“{label}”，{why_not}：补齐即可计入，不用另定", key)
        if status == "identified":
            return State(f"“{label}”待采用：采用审核后即可计入，不用另定", key)
    return None


def row_of(
    requirement: Requirement,
    places: Sequence[str],
    state: State | None,
    leaves: Sequence[Leaf],
    is_one_of_several: bool = False,
) -> Wanted | LeftOut:
    """The entry at one of `places` (none: anywhere), or why there is none."""
    text = requirement.full_text
    if state:
        return LeftOut(requirement.code, text, state.why, state.standard)
    fitting = [leaf for leaf in leaves if not places or any(leaf.is_in(place) for place in places)]
    if not fitting:
        return LeftOut(
            requirement.code, text, f"体系中没有 {'、'.join(places)}：已删减的，先在标准体系中恢复"
        )
    own = tuple(leaf for leaf in fitting if leaf.takes_own)
    if not own:
        return LeftOut(
            requirement.code, text, f"“{fitting[0].name}”放指导性文件，不编号：请直接登记指导性文件"
        )
    key = f"{requirement.code}.{places[0]}" if is_one_of_several else requirement.code
    title = leaf_title(own[0]) if is_one_of_several else title_of(requirement, own)
    codes = tuple(leaf.code for leaf in own)
    return Wanted(key, requirement.code, text, title, codes, reason_for(requirement))


def title_of(requirement: Requirement, leaves: Sequence[Leaf]) -> str:
    """`有网格巡查管理规范` → `网格巡查管理规范`; the name of the leaf where the wording names no one standard."""
    words = ASKING.sub("", NUMBERED.sub("", requirement.text.strip()))
    if any(each in words for each in VAGUE) and len(leaves) == 1:
        return leaf_title(leaves[0])
    return as_title(words)


def leaf_title(leaf: Leaf) -> str:
    return as_title(leaf.name)


def as_title(words: str) -> str:
    """Ends with what a standard is called by."""
    words = words.strip("《》 。；")
    return words if words.endswith(NOUNS) else f"{words}规范"


def reason_for(requirement: Requirement) -> str:
    return f"补齐附录A {requirement.code}“{requirement.full_text}”，现无能计入的标准"
