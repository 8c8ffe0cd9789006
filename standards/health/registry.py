"""What the checks look at: one registry on a day, as `reading` fills it. Nothing here asks the database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from ..models import Node, PeriodicReview, ReviewRound, Standard, StatusFinding
from ..models.standard import Status
from ..references.citations import Known
from ..references.editions import loose, year_of
from ..references.suitability import Due
from .problem import Check, Link, Problem


@dataclass(frozen=True)
class Running:
    """The 体系版本 of the day: keys of the standards it lists as 现行, and when it was issued."""

    pk: int
    name: str
    in_force: frozenset[int]


@dataclass(frozen=True)
class Registry:
    """Rows come with their `node` and with `has_text`, `has_approval`, `has_departments`.

    `tree` holds the nodes the organisation uses, `replacing` pairs (new, old) of keys, `told` what 查新 said of a
    standard and nobody followed, `reviews` and `rounds` the open ones, all by key of the standard.
    """

    organization: object
    on: date
    rows: Sequence[Standard]
    tree: Mapping[int, Node] = field(default_factory=dict)
    citations: Sequence[Known] = ()
    suitability: Sequence[Due] = ()
    replacing: Sequence[tuple[int, int]] = ()
    told: Mapping[int, StatusFinding] = field(default_factory=dict)
    reviews: Mapping[int, PeriodicReview] = field(default_factory=dict)
    rounds: Mapping[int, ReviewRound] = field(default_factory=dict)
    version: Running | None = None
    has_open_version: int | None = None

    @cached_property
    def by_pk(self) -> dict[int, Standard]:
        return {row.pk: row for row in self.rows}

    @cached_property
    def in_force(self) -> list[Standard]:
        return [row for row in self.rows if row.status(self.on) == Status.IN_FORCE]

    @cached_property
    def published(self) -> list[Standard]:
        """In force or soon."""
        wanted = (Status.IN_FORCE, Status.UPCOMING)
        return [row for row in self.rows if row.status(self.on) in wanted]

    @cached_property
    def newest(self) -> dict[str, int]:
        """Family → year of its newest edition in force or soon; GB and GB/T of a number are one family."""
        years: dict[str, int] = {}
        for row in self.published:
            family = loose(row.number_family)
            years[family] = max(years.get(family, 0), year_of_row(row))
        return years

    def has_edition_after(self, row: Standard) -> bool:
        """Whether a later edition of it is in force or soon."""
        return bool(row.number_key) and self.newest.get(loose(row.number_family), 0) > year_of_row(row)

    @property
    def here(self) -> dict[str, int]:
        """What an address says of the organisation."""
        return {"organization": self.organization.pk}


def year_of_row(row: Standard) -> int:
    return year_of(row.number_key, row.number_family)


def page_of(row: Standard) -> Link:
    return Link("查看", "standards:standard", (row.pk,))


def about(check: Check, row: Standard, sentence: str, mend: Link) -> Problem:
    """A problem of one standard."""
    return Problem(check, str(row), sentence, page_of(row), mend, row.node.subsystem)


def form(words: str, name: str, row: Standard, *more: int, **query) -> Link:
    """A form about one standard."""
    return Link(words, f"standards:{name}", (row.pk, *more), query)


def edit(row: Standard, words: str = "") -> Link:
    """Where its entries are mended: 更正 of what is published of one's own, else its own form."""
    if row.is_own and row.is_published:
        return form(words or "更正", "standard-correct", row)
    return form(words or "编辑", "standard-edit", row)


def refile(row: Standard) -> Link:
    """Where another place in the tree is chosen."""
    if row.is_own and row.is_published:
        return form("调整分类", "standard-move", row)
    return form("改分类", "standard-edit", row)


def listed(names: Iterable[str], most: int = 3) -> str:
    """「甲」、「乙」 and how many more."""
    names = [f"“{name}”" for name in names]
    more = f"等 {len(names)} 项" if len(names) > most else ""
    return "、".join(names[:most]) + more
