"""Numbers given by others: national, industry, local, group, enterprise and international standards."""

import re
from dataclasses import dataclass, field, replace

from standards.numbering import codes
from standards.numbering.errors import NumberError
from standards.numbering.sorting import join_fields
from standards.numbering.tails import edition_key

SUFFIXES = ("", "T", "Z")
SEGMENT = re.compile(r"(?P<letters>[A-Z]*)(?P<digits>\d*)")
SEGMENTS, SEGMENT_LETTERS, SEGMENT_DIGITS, BASE_WIDTH = 6, 4, 8, 16


@dataclass(frozen=True)
class ExternalNumber:
    """`base[/suffix] number[-year]` with what may follow; `GB/T 24421.3-2009` is GB, T, 24421.3, 2009.

    `range_end` closes a range (GB 50254~50259-1996), `edition` is a displayed tag such as 2018年版,
    `amendment` is XG1-2012, `adoption` the display form of the adopted standard with its degree, which
    is no part of the identity.
    """

    base: str
    suffix: str
    number: str
    year: int | None = None
    range_end: str = ""
    all_parts: bool = False
    edition: str = ""
    amendment: str = ""
    adoption: str = field(default="", compare=False)
    warnings: tuple[str, ...] = field(default=(), compare=False)
    raw: str = field(default="", compare=False)

    def check(self) -> None:
        """NumberError when a part is longer than any real number, so that `sort_text` always holds."""
        segments = number_segments(self.number) + number_segments(self.range_end)
        fits = all(len(a) <= SEGMENT_LETTERS and len(d) <= SEGMENT_DIGITS for a, d in segments)
        few = max(len(number_segments(n)) for n in (self.number, self.range_end)) <= SEGMENTS
        if len(self.base) > BASE_WIDTH or not (fits and few):
            raise NumberError(f"“{self.code} {self.number}”太长，不像标准编号，请核对原文后改正。")

    @property
    def code(self) -> str:
        """`GB/T`."""
        return f"{self.base}/{self.suffix}" if self.suffix else self.base

    @property
    def level(self) -> str:
        """A key of LEVELS: national, industry, local, group, enterprise, international, foreign."""
        return codes.level_of(self.base)

    @property
    def family(self) -> str:
        """Code and number without year and what follows: the same for all editions."""
        return f"{self.code} {self._numbers}"

    @property
    def family_loose(self) -> str:
        """Family without /T or /Z: GB 12238-1989 became GB/T 12238-2008."""
        return f"{self.base} {self._numbers}"

    @property
    def related_families(self) -> list[str]:
        """The families of all forms of obligation: what GB, GB/T and GB/Z of one number are called."""
        return [replace(self, suffix=suffix).family for suffix in SUFFIXES]

    @property
    def without_amendment(self) -> "ExternalNumber":
        """The standard an amendment belongs to."""
        return replace(self, amendment="")

    @property
    def key(self) -> str:
        """ASCII form for unique index and matching; `parse(number.key) == number`."""
        marks = [edition_key(self.edition), "ALL" if self.all_parts else ""]
        return " ".join([self._dated(self._dash), *filter(None, marks)]) + self._amended

    @property
    def sort_key(self) -> tuple[int | str, ...]:
        """By level, code, number segment by segment as numbers, year, edition, amendment."""
        edition = "".join(filter(None, [edition_key(self.edition), "ALL" if self.all_parts else ""]))
        level = list(codes.LEVELS).index(self.level)
        return (
            *(1, level, self.base, *_sortable(self.number), SUFFIXES.index(self.suffix)),
            *(self.year or 0, _last_digits(self.range_end), edition, self.amendment),
        )

    @property
    def sort_text(self) -> str:
        """Digits whose text order equals that of `sort_key`."""
        segments = (SEGMENT_LETTERS, SEGMENT_DIGITS + 1) * SEGMENTS
        return join_fields(
            zip(self.sort_key, (1, 1, BASE_WIDTH, *segments, 1, 4, SEGMENT_DIGITS, 10, 12), strict=True)
        )

    def __str__(self) -> str:
        return self._displayed(self._dash)

    def printed(self) -> str:
        """The form of covers, with the long dash: `GB/T 34300—2017`; a colon stays."""
        return self._displayed("—" if self._dash == "-" else self._dash)

    @property
    def _dash(self) -> str:
        return codes.dash_of(self.base)

    @property
    def _numbers(self) -> str:
        return f"{self.number}~{self.range_end}" if self.range_end else self.number

    @property
    def _amended(self) -> str:
        return f"/{self.amendment}" if self.amendment else ""

    def _dated(self, dash: str) -> str:
        return f"{self.family}{dash}{self.year}" if self.year else self.family

    def _displayed(self, dash: str) -> str:
        edition = f"（{self.edition}）" if self.edition else ""
        parts = "（所有部分）" if self.all_parts else ""
        degree = "," in self.adoption
        adoption = f"（{self.adoption}）" if degree else f"/{self.adoption}" if self.adoption else ""
        return f"{self._dated(dash)}{edition}{parts}{self._amended}{adoption}"


def number_segments(number: str) -> list[tuple[str, str]]:
    """The (letters, digits) runs of a number: `JC101.1` is [("JC", "101"), ("", "1")]."""
    return [found.groups() for found in SEGMENT.finditer(number) if found[0]]


def _sortable(number: str) -> tuple[int | str, ...]:
    # One is added to every figure, so that a missing segment (0) sorts before part 0.
    runs = [(letters, int(digits) + 1 if digits else 0) for letters, digits in number_segments(number)]
    runs += [("", 0)] * (SEGMENTS - len(runs))
    return tuple(value for run in runs for value in run)


def _last_digits(number: str) -> int:
    segments = number_segments(number)
    return int(segments[-1][1] or 0) if segments else 0
