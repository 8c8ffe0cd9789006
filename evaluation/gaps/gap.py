"""What is missing for full marks: one gap for each requirement at which sheet or data lose points. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..proposing.facts import Facts
from ..proposing.proposal import Proposal
from ..proposing.rules import EvidenceRule, Rules
from ..scoring import Requirement
from ..scoring.printed import finding_of
from .planning import State, filed_state, linked_state, title_of
from .search import Ways, printed_loss

KINDS = {"standard": "制定标准", "record": "补全资料", "people": "人员判定"}
MADE = ("standards", "places")
GUIDANCE = "ZD"
NONE = Proposal("", "open", "")


@dataclass(frozen=True, slots=True)
class Gap:
    """One requirement at which points are lost, and what closing it would bring.

    `printed` is its deduction (or the award not earned) as printed, before any cap; `gain` what closing it alone adds
    to the total, `why_gain` why that is another figure. `kind` is a key of KINDS: new standards close it (`standards`
    of them), records or what lacks of the standard there is (`standard`, its key), or people who judged so. `title` is
    how a new standard may be called, `node` the leaf it belongs to, "" where none is named. `words` say why it is a
    gap, `is_judged` that a sheet says so and not the data alone.
    """

    code: str
    item: str
    section: str
    text: str
    kind: str
    printed: int
    gain: int
    words: tuple[str, ...]
    why_gain: str = ""
    title: str = ""
    node: str = ""
    standards: int = 0
    standard: int | None = None
    is_judged: bool = False

    @property
    def kind_words(self) -> str:
        return KINDS[self.kind]

    @property
    def is_one_standard(self) -> bool:
        """Whether one new standard closes it."""
        return self.standards == 1


def gaps_of(
    ways: Ways,
    rules: Rules,
    facts: Facts,
    proposals: Mapping[str, Proposal],
    judged: Mapping[str, dict] | None = None,
    is_frozen: bool = False,
) -> list[Gap]:
    """The gaps in printed order; `judged` are the values of the sheet the forecast was made from.

    `is_frozen`: the proposals are those of a locked result. They alone say why, the facts only how it is mended today.
    """
    known, judged = ways.card.requirements_by_code, judged or {}
    return [
        gap_of(known[code], ways, rules[code], facts, proposals.get(code, NONE), code in judged, is_frozen)
        for code in ways.codes
    ]


def gap_of(
    requirement: Requirement,
    ways: Ways,
    rule: EvidenceRule,
    facts: Facts,
    proposal: Proposal,
    is_judged: bool,
    is_frozen: bool = False,
) -> Gap:
    code = requirement.code
    state = standard_there(requirement, rule, facts) if proposal.missing else None
    kind = kind_of(requirement, rule, proposal, state)
    printed, gain = printed_loss(ways.card, code, ways.possible[code][0]), ways.gain(code)
    return Gap(
        code,
        ways.card.item_of[code].code,
        ways.section_of[code].code,
        requirement.full_text,
        kind,
        printed,
        gain,
        words_of(told(requirement, ways) if is_judged else "", proposal, None if is_frozen else state),
        why_gain(requirement, ways, printed, gain),
        title_of(requirement, ()) if kind == "standard" else "",
        next(iter(rule.nodes or requirement.node_codes), ""),
        len(proposal.missing) if kind == "standard" else 0,
        state.standard if state else None,
        is_judged,
    )


def standard_there(requirement: Requirement, rule: EvidenceRule, facts: Facts) -> State | None:
    """The standard that is on its way, or lacks something only: it is mended, not made anew."""
    if rule.kind not in MADE:
        return None
    there = linked_state(requirement, facts)
    return there or (filed_state(rule.nodes[0], facts) if len(rule.nodes) == 1 else None)


def kind_of(requirement: Requirement, rule: EvidenceRule, proposal: Proposal, state: State | None) -> str:
    """Who closes it. Where the data lack nothing, people judged so."""
    if requirement.judging == "c":
        return "people"
    if not proposal.missing:
        return "record" if proposal.outcome == "measured" else "people"
    return "standard" if rule.kind in MADE and state is None and not is_guidance(rule) else "record"


def is_guidance(rule: EvidenceRule) -> bool:
    """Whether it asks for papers of the 指导层 (T/CSSG 001.2 9.3.2): they are entered, not drafted as standards."""
    return bool(rule.nodes) and all(code.startswith(GUIDANCE) for code in rule.nodes)


def told(requirement: Requirement, ways: Ways) -> str:
    """What the sheet says."""
    return f"评价表判为“{finding_of(ways.card, requirement.code, ways.possible[requirement.code][0]).word}”"


def words_of(judged: str, proposal: Proposal, state: State | None) -> tuple[str, ...]:
    """What the sheet says, then what the data lack; the proposal's own words where neither says anything."""
    lacking = (state.why,) if state else proposal.missing
    return tuple(filter(None, (judged, *lacking))) or (proposal.words,)


def why_gain(requirement: Requirement, ways: Ways, printed: int, gain: int) -> str:
    """Why the total moves by another figure than the printed one; "" when it does not."""
    item, section = ways.card.item_of[requirement.code], ways.section_of[requirement.code]
    if gain == printed:
        return ""
    if gain < 0:
        return "补上后，另一条不再免扣（口径3）"
    if gain > printed:
        return "这一项全不满足，计 0 分；补上一条即恢复（8.2）"
    if ways.score(item, (requirement.code,)) - ways.score(item, ()) < printed:
        return f"本项最多扣 {item.points} 分，应扣的多于此数（8.3）"
    return f"本表按 {section.heading_points} 分封顶（9.2）"
