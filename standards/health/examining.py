"""What the registry itself is examined for."""

from collections.abc import Iterator
from datetime import date

from . import dates, making, numbers, papers, places, references, versions
from .problem import Examination, Problem
from .reading import read_registry
from .registry import Registry

LOOKS = (
    *(references.cited, references.unfollowed, references.unsuitable, references.unchecked),
    *(numbers.irregular, numbers.other_class, numbers.two_editions, numbers.other_year, numbers.same_title),
    *(papers.no_text, papers.no_approval, papers.no_department, papers.no_effective_day),
    papers.no_applicability,
    *(dates.not_ended, dates.left_empty, dates.disorder, dates.ahead, dates.no_successor),
    places.misfiled,
    *(making.reviews, making.plans, making.rounds, making.unpublished, making.unadopted),
    versions.behind,
)
CHECKS = tuple(
    check
    for module in (references, numbers, papers, dates, places, making, versions)
    for check in module.CHECKS
)


def examine(registry: Registry) -> Iterator[Problem]:
    """Every fault of a registry as read. Pure."""
    for look in LOOKS:
        yield from look(registry)


def find(organization, on: date) -> Iterator[Problem]:
    return examine(read_registry(organization, on))


EXAMINATION = Examination(CHECKS, find)
