"""The facts of a day as if standards had ended that day, and others had begun. Pure.

What the registry is read from changes in four places: the links, the rows, the figures of the leaves, and who cites
what has ended. Work records, versions and measures stay as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ..proposing.facts import Facts, LinkedStandard, Place, RegistryRow

LIVING = ("in_force", "upcoming", "draft")
NO_TEXT = "无文本"


@dataclass(frozen=True, slots=True)
class Beginning:
    """A standard as it is once it has taken effect: whether it counts, where it stands and what it serves.

    `codes` are its own requirements and those it takes over from the edition it revises.
    """

    pk: int
    number: str
    title: str
    has_text: bool
    codes: frozenset[str] = frozenset()
    path: tuple[str, ...] = ()
    is_own: bool = True

    @property
    def why_not(self) -> str:
        return "" if self.has_text else NO_TEXT


def turned(
    facts: Facts,
    ended: Collection[int],
    begun: Sequence[Beginning] = (),
    citations: Mapping[int, str] | None = None,
) -> Facts:
    """The facts without the standards of these keys, and with those that begin in force.

    `citations` says of every standard whose citations are touched which ended editions it cites then; "" for none.
    Of places only leaves are counted anew: no verdict rests on the figures of larger ones.
    """
    ended = set(ended)
    beginning = {each.pk: each for each in begun}
    registry = [row_of(row, beginning) for row in facts.registry if row.pk not in ended]
    known = {row.pk for row in registry}
    registry += [new_row(each) for each in begun if each.pk not in known and facts.registry]
    told = {**facts.citations, **(citations or {})}
    return replace(
        facts,
        linked=links_of(facts.linked, ended, begun),
        registry=registry,
        places=places_of(facts.places, registry),
        citations={key: words for key, words in told.items() if words and key not in ended},
    )


def row_of(row: RegistryRow, beginning: Mapping[int, Beginning]) -> RegistryRow:
    """What is published has a number of its class, an approver, a day and the document (demands of the step)."""
    if row.pk not in beginning:
        return row
    why_not = beginning[row.pk].why_not
    return replace(
        row, status="in_force", why_not=why_not, has_text=not why_not, odd_number="", unapproved=""
    )


def new_row(each: Beginning) -> RegistryRow:
    """What was only 待采用 stands in no list yet; it has not been 查新 since."""
    label, why_not = f"{each.number} {each.title}".strip(), each.why_not
    return RegistryRow(each.pk, label, each.path, "in_force", each.is_own, why_not, not why_not)


def links_of(
    linked: Mapping[str, Sequence[LinkedStandard]], ended: set[int], begun: Iterable[Beginning]
) -> dict[str, list[LinkedStandard]]:
    left = {code: [row for row in rows if row.pk not in ended] for code, rows in linked.items()}
    for each in begun:
        for code in each.codes:
            others = [row for row in left.get(code, ()) if row.pk != each.pk]
            left[code] = [*others, link_of(each)]
    return left


def link_of(each: Beginning) -> LinkedStandard:
    return LinkedStandard(
        pk=each.pk,
        number=each.number,
        title=each.title,
        status="in_force",
        word="现行",
        why_not=each.why_not,
        approved_on=None,
        issued_on=None,
        effective_on=None,
        ends_on=None,
        text_sha256="",
    )


def places_of(places: Mapping[str, Place], registry: Sequence[RegistryRow]) -> dict[str, Place]:
    """现有数 and 应有数 of every leaf, by the rule of `standards.statistics`."""
    living: dict[str, list[bool]] = {}
    for row in registry:
        if row.status in LIVING and row.path:
            living.setdefault(row.path[0], []).append(row.is_in_force)
    return {
        code: counted(place, living.get(code, ())) if place.is_leaf else place
        for code, place in places.items()
    }


def counted(place: Place, living: Sequence[bool]) -> Place:
    return replace(place, present=sum(living), expected=max(1, len(living)))
