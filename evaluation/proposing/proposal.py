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

    @property
    def sentence(self) -> str:
        """As it stands among what is missing: `参训率 62.5%（10÷16）：不到 80%`."""
        return f"{self.words}：{self.why_not}" if self.why_not else self.words

    def to_dict(self) -> dict:
        return {"kind": self.kind, "words": self.words, "why_not": self.why_not}

    @classmethod
    def from_dict(cls, data: Mapping) -> Ground:
        """As it was frozen: without a key. Raises KeyError where something is missing."""
        return cls(data["kind"], "", data["words"], data["why_not"])


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
    def is_not_applicable(self) -> bool:
        """By the level of the organisation: nothing else leads there."""
        return self.outcome == "not_applicable"

    @property
    def has_verdict(self) -> bool:
        return self.value is not None

    @property
    def counting(self) -> tuple[Ground, ...]:
        return tuple(ground for ground in self.grounds if ground.counts)

    @property
    def not_counting(self) -> tuple[Ground, ...]:
        return tuple(ground for ground in self.grounds if not ground.counts)

    @property
    def ordered(self) -> tuple[Ground, ...]:
        """What made the proposal first, for lists of which only the beginning is shown: of one that is not met what
        does not count.
        """
        if self.outcome == "not_met":
            return (*self.not_counting, *self.counting)
        return (*self.counting, *self.not_counting)

    @property
    def lacking(self) -> tuple[str, ...]:
        """What is missing and no ground tells already."""
        told = {ground.sentence for ground in self.grounds}
        return tuple(sentence for sentence in self.missing if sentence not in told)

    def to_dict(self) -> dict:
        """As it is frozen into the result: {"outcome", "words", "value", "grounds", "missing"}.

        What is missing and stands among the grounds already is told once: by the number of the ground, from 0.
        """
        told = {ground.sentence: number for number, ground in enumerate(self.grounds)}
        return {
            "outcome": self.outcome,
            "words": self.words,
            "value": dict(self.value) if self.value is not None else None,
            "grounds": [ground.to_dict() for ground in self.grounds],
            "missing": [told.get(sentence, sentence) for sentence in self.missing],
        }

    @classmethod
    def from_dict(cls, code: str, data: Mapping) -> Proposal:
        """As it was frozen; raises LookupError where something is missing."""
        grounds = tuple(map(Ground.from_dict, data["grounds"]))
        words, value = data["words"], data["value"]
        missing = tuple(grounds[each].sentence if type(each) is int else each for each in data["missing"])
        return cls(code, data["outcome"], words, value, grounds, missing)
