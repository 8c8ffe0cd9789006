"""What the data propose for one requirement, and what it rests on. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

OUTCOMES = {
    "met": "满足",
    "not_met": "不满足",
    "measured": "测得值",
    "not_applicable": "不适用",
    "open": "由人判定",
}


@dataclass(frozen=True, slots=True)
class Ground:
    """One thing a proposal looked at. `why_not` is empty when it counts for the requirement.

    `kind` says what `key` names: `standard` (its key), `record` (the source), `version` (its key), `file`, `place`
    (code of the node).
    """

    kind: str
    key: str
    words: str
    why_not: str = ""

    @property
    def counts(self) -> bool:
        return not self.why_not

    def to_dict(self) -> dict:
        return {"kind": self.kind, "words": self.words, "why_not": self.why_not}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the data say of one requirement; nobody's judgement.

    `outcome` is a key of OUTCOMES. `value` is the judgement that accepting it makes (exchange format), None where
    people decide. `words` are the outcome for people; `missing` what the data lack, a sentence each; `checks` what
    people look at; `sample` the key of the list a random sample is drawn from.
    """

    code: str
    outcome: str
    words: str
    value: Mapping | None = None
    grounds: tuple[Ground, ...] = ()
    missing: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    sample: str = ""

    @property
    def has_verdict(self) -> bool:
        return self.value is not None

    @property
    def counting(self) -> tuple[Ground, ...]:
        return tuple(ground for ground in self.grounds if ground.counts)

    @property
    def not_counting(self) -> tuple[Ground, ...]:
        return tuple(ground for ground in self.grounds if not ground.counts)

    def to_dict(self) -> dict:
        """As it is frozen into the result: {"outcome", "words", "value", "grounds", "missing"}."""
        return {
            "outcome": self.outcome,
            "words": self.words,
            "value": dict(self.value) if self.value is not None else None,
            "grounds": [ground.to_dict() for ground in self.grounds],
            "missing": list(self.missing),
        }
