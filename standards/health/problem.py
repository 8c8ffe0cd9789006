"""What a check is, and what it found. Pure but for the address of a link."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.urls import reverse


class Severity(TextChoices):
    """Whether points are lost by it, or order only."""

    SCORE = "score", "会影响评价"
    ORDER = "order", "应改"


@dataclass(frozen=True)
class Check:
    """One kind of fault: its name in addresses, in words, the clause it is measured by."""

    code: str
    heading: str
    clause: str
    severity: Severity

    @property
    def tone(self) -> str:
        """How its tag is tinted."""
        return "bad" if self.severity == Severity.SCORE else "warn"


@dataclass(frozen=True)
class Link:
    """A page and what its link says."""

    words: str
    name: str
    args: tuple = ()
    query: Mapping[str, object] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return reverse(self.name, args=self.args) + (f"?{urlencode(self.query)}" if self.query else "")


@dataclass(frozen=True)
class Problem:
    """One fault: `label` names the record, `sentence` what is wrong, `page` shows it to everybody who reads the
    registry, `mend` is the form for the office. `subsystem` is where it stands, empty for the whole system.
    """

    check: Check
    label: str
    sentence: str
    page: Link
    mend: Link
    subsystem: str = ""


@dataclass(frozen=True)
class Examination:
    """What one app looks for: its checks, and what they find for an organisation on a day."""

    checks: tuple[Check, ...]
    find: Callable[[object, date], Iterable[Problem]]
