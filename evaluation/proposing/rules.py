"""What proves each requirement: the evidence rules of an edition, data of fixtures/evidence. Pure.

One rule per requirement, of a small set of kinds:

| kind | what proves the requirement | of its own |
|---|---|---|
| `standards` | a standard ticked for it counts (tree §6.2) | |
| `places` | at each of these places of the tree stands a standard that counts | `nodes` |
| `version` | a 体系版本 runs; with `documents` each of these belongs to it | `documents` |
| `coverage` | every leaf of the sub-system has its standards (GB/T 13016 现有数 ÷ 应有数) | `subsystem` |
| `currency` | nothing in use cites or is a standard that has ended | `subsystem` |
| `numbers` | own standards have numbers of one form, agreeing with their class | `subsystem` |
| `texts` | every standard in force has its text | |
| `approvals` | every own standard in force has approver, day and document of its approval | |
| `records` | every source of `sources` is there and whole | |
| `measured` | a figure that was measured | `of` |
| `files` | a file brought as evidence, or a standard ticked for it | `what` |
| `people` | nothing but people's own look | |

Beside each may stand `sources` (work records to look at), `checks` (what people look at) and `sample` (the list a
random sample is drawn from). `subsystem` "" means the whole system. Only a rule of class a or a* may lead to a verdict.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from evaluation.errors import EvaluationError
from evaluation.scoring import Requirement, Scorecard
from evaluation.scoring.rules import ChoiceRule, TierDeduction

SUBSYSTEMS = ("JC", "TG", "GL", "GZ")
DOCUMENTS = {
    "decree": "标准体系发布令",
    "explanation": "体系表编制说明",
    "list": "标准明细表",
    "statistics": "标准统计表",
}
MEASURES = {"satisfaction": "满意度调查", "efficiency": "办理时限对比"}
COMMON = ("sources", "checks", "sample", "subsystem")
# Kind → what it must say of its own.
KINDS: dict[str, tuple[str, ...]] = {
    "standards": (),
    "places": ("nodes",),
    "version": (),
    "coverage": ("subsystem",),
    "currency": ("subsystem",),
    "numbers": ("subsystem",),
    "texts": (),
    "approvals": (),
    "records": ("sources",),
    "measured": ("of",),
    "files": ("what",),
    "people": ("checks",),
}
MAY_SAY = {"version": ("documents",)}
LISTS, WORDS = ("checks", "nodes", "documents"), ("sample", "subsystem", "of", "what")
DECIDED = ("a", "a*")
WHOLE = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """A source of work records, and from how many percent on a share of it suffices."""

    source: str
    at_least: int = WHOLE

    @classmethod
    def from_data(cls, data: object) -> Asked:
        """Raises EvaluationError unless it is a name, or {"source", "at_least"} with a whole percentage."""
        asked = cls(data) if isinstance(data, str) else cls(data["source"], data["at_least"])
        if type(asked.at_least) is not int or not 0 < asked.at_least <= WHOLE:
            raise EvaluationError(
                f"{asked.source} 的 at_least 应为 1 到 100 的整数，现为“{asked.at_least}”。"
            )
        return asked


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """What proves one requirement; see the table of this module."""

    kind: str
    sources: tuple[Asked, ...] = ()
    checks: tuple[str, ...] = ()
    sample: str = ""
    subsystem: str = ""
    nodes: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    of: str = ""
    what: str = ""

    @classmethod
    def from_dict(cls, data: Mapping) -> EvidenceRule:
        """Raises EvaluationError for an unknown kind, a missing or a superfluous key."""
        kind = data.get("kind")
        if kind not in KINDS:
            raise EvaluationError(f"证据规则的种类“{kind}”不认识，应为：{'、'.join(KINDS)}。")
        demanded, own = KINDS[kind], (*KINDS[kind], *MAY_SAY.get(kind, ()))
        if missing := [name for name in demanded if name not in data]:
            raise EvaluationError(f"证据规则“{kind}”缺少 {'、'.join(missing)}。")
        if unknown := sorted(set(data) - {"kind", *own, *COMMON}):
            raise EvaluationError(f"证据规则“{kind}”多出 {'、'.join(unknown)}。")
        if wrong := [name for name, value in data.items() if not isinstance(value, shape_of(name))]:
            raise EvaluationError(f"证据规则“{kind}”的 {'、'.join(wrong)} 类型不对。")
        lists = {name: tuple(data[name]) for name in LISTS if name in data}
        words = {name: data[name] for name in WORDS if name in data}
        return cls(kind, tuple(Asked.from_data(each) for each in data.get("sources", ())), **lists, **words)

    @property
    def source_names(self) -> tuple[str, ...]:
        """Every source of work records it looks at, the measured one too."""
        measured = (self.of,) if self.of and self.of not in MEASURES else ()
        return (*(each.source for each in self.sources), *measured)


def shape_of(name: str) -> type:
    return list if name in (*LISTS, "sources") else str


@dataclass(frozen=True)
class Rules:
    """The evidence rules of one edition by code of the requirement; empty for an edition without a file."""

    edition: str
    by_code: Mapping[str, EvidenceRule] = field(default_factory=dict)

    @classmethod
    def from_dict(cls, data: Mapping) -> Rules:
        try:
            rows = {code: EvidenceRule.from_dict(row) for code, row in data["requirements"].items()}
            return cls(data["edition"], rows)
        except (KeyError, TypeError, AttributeError) as error:
            raise EvaluationError(f"缺少内容或内容有误：{error}。") from error

    def __getitem__(self, code: str) -> EvidenceRule:
        return self.by_code.get(code, PEOPLE)

    def sources_of(self, codes: Iterable[str]) -> list[str]:
        """Names of all sources these requirements ask for, each once."""
        return list(dict.fromkeys(name for code in codes for name in self[code].source_names))


PEOPLE = EvidenceRule("people", checks=("由人核对。",))


def check_rules(rules: Rules, card: Scorecard, *, known: Mapping[str, Collection[str]]) -> None:
    """Raises EvaluationError, naming the requirement, unless the rules fit the edition.

    Every requirement has one rule and no other code has; what a rule leads to, its requirement can be judged by; and
    every name is one of `known`: {"sources", "samples", "nodes"}.
    """
    wanted, given = set(card.requirements_by_code), set(rules.by_code)
    if wanted != given:
        raise EvaluationError(f"证据规则与评价要求对不上：{'、'.join(sorted(wanted ^ given)[:10])}。")
    for requirement in card.requirements:
        if sentence := doubt_about(requirement, rules[requirement.code], known):
            raise EvaluationError(f"{requirement.code} 的证据规则有误：{sentence}。")


def doubt_about(requirement: Requirement, rule: EvidenceRule, known: Mapping[str, Collection[str]]) -> str:
    """What is wrong with the rule of a requirement; "" when it fits."""
    is_decided = requirement.judging in DECIDED
    if (rule.kind == "people") != (requirement.judging == "c"):
        return "由人判定的要求（且只有它们）用 people"
    if (rule.kind == "measured") != isinstance(requirement.rule, TierDeduction):
        return "按百分数分档的要求（且只有它们）用 measured"
    if is_decided and isinstance(requirement.rule, ChoiceRule):
        return "选项由人选定，不能是 a 类"
    if rule.kind == "files" and is_decided:
        return "有没有文件不能判定这条要求"
    if rule.documents and len(set(rule.documents)) != requirement.rule.max:
        return f"文件应为 {requirement.rule.max} 种，各不相同"
    return unknown_name(rule, known)


def unknown_name(rule: EvidenceRule, known: Mapping[str, Collection[str]]) -> str:
    """The first name that nobody knows, in words."""
    lists = {
        "sources": list(rule.source_names),
        "samples": [rule.sample] if rule.sample else [],
        "nodes": rule.nodes,
        "documents": rule.documents,
        "subsystems": [rule.subsystem] if rule.subsystem else [],
    }
    known = {**known, "documents": DOCUMENTS, "subsystems": SUBSYSTEMS}
    unknown = [name for key, names in lists.items() for name in names if name not in known[key]]
    return f"不认识“{unknown[0]}”" if unknown else ""
