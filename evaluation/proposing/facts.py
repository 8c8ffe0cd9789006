"""What the data of an organisation say on a day, as proposals are made of it. Pure: `reading` fills it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from standards.activities.rates import Rate


@dataclass(frozen=True, slots=True)
class LinkedStandard:
    """A standard ticked for a requirement, on the evaluation's date. `why_not` is empty when it counts."""

    pk: int
    number: str
    title: str
    status: str
    word: str
    why_not: str
    approved_on: date | None
    issued_on: date | None
    effective_on: date | None
    ends_on: date | None
    text_sha256: str

    @property
    def label(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def counts(self) -> bool:
        return not self.why_not


@dataclass(frozen=True, slots=True)
class RegistryRow:
    """One standard of the registry on the day: where it stands and what it lacks.

    `path` holds the codes of its node and of every node above it; `status` is a value of `standards` Status;
    `why_not` as of LinkedStandard. `odd_number` says in words what is wrong with its number, `unapproved` what its
    approval lacks, `stale` what 查新 said and nobody followed, `unchecked` that 查新 is due; each is empty when
    nothing is.
    """

    pk: int
    label: str
    path: tuple[str, ...]
    status: str
    is_own: bool
    why_not: str
    has_text: bool
    odd_number: str = ""
    unapproved: str = ""
    stale: str = ""
    unchecked: str = ""

    @property
    def is_in_force(self) -> bool:
        return self.status == "in_force"

    def stands_in(self, subsystem: str) -> bool:
        """Whether it is filed in the sub-system; "" is the whole system."""
        return not subsystem or subsystem in self.path


@dataclass(frozen=True, slots=True)
class Place:
    """A node of the organisation's tree with its figures: 现有数 and 应有数 of the whole branch."""

    code: str
    label: str
    subsystem: str
    is_leaf: bool
    present: int
    expected: int

    def stands_in(self, subsystem: str) -> bool:
        """Whether it belongs to the sub-system; "" is the whole system."""
        return not subsystem or subsystem == self.subsystem


@dataclass(frozen=True, slots=True)
class Removal:
    """A node the organisation does without, and why (T/CSSG 001.3 3.4.2)."""

    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class RunningVersion:
    """The 体系版本 that runs on the day, and which documents of A1-7-3 belong to it (keys of rules.DOCUMENTS)."""

    pk: int
    name: str
    issued_on: date
    documents: frozenset[str]


@dataclass(frozen=True, slots=True)
class Record:
    """What there is of one source of work records, in words; of what is not there they say 「没有」.

    `rate` where it is a share of something.
    """

    name: str
    label: str
    words: str
    is_there: bool
    url: str
    rate: Rate | None = None

    def reaches(self, percent: int) -> bool:
        """Whether there is enough of it; a share is compared as a fraction, never as a rounded percentage."""
        return self.rate.reaches(percent) if self.rate else self.is_there


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure that was measured: a plain decimal, its derivation, what to mind about it."""

    value: str
    words: str
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facts:
    """Everything proposals are made of. What was not read (`reading` leaves out what nobody asks for) is empty.

    `linked` and `files` by code of the requirement, `places` and `removed` by code of the node,
    `citations` (which ended editions it cites) by key of the standard, `records` by name of the source, `measured` by
    key of rules.MEASURES.
    """

    on: date
    level: str
    linked: Mapping[str, Sequence[LinkedStandard]] = field(default_factory=dict)
    registry: Sequence[RegistryRow] = ()
    places: Mapping[str, Place] = field(default_factory=dict)
    removed: Mapping[str, Removal] = field(default_factory=dict)
    version: RunningVersion | None = None
    citations: Mapping[int, str] = field(default_factory=dict)
    records: Mapping[str, Record] = field(default_factory=dict)
    measured: Mapping[str, Measured] = field(default_factory=dict)
    files: Mapping[str, int] = field(default_factory=dict)

    def record(self, name: str) -> Record:
        """What there is of a source; nothing, where it was not read."""
        return self.records.get(name) or Record(name, "工作记录", "没有", False, "")
