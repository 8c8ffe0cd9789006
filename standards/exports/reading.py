"""Rows of the 标准明细表 read from the registry, a thousand at a time: flat memory, no query per row."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import islice

from ..models import Standard
from ..models.standard import Status
from .columns import SHEETS

CHUNK = 1000
FIELDS = (
    *("pk", "node__subsystem", "node__class_code", "node__code", "node__clause", "node__name"),
    *("number", "title", "rank", "origin", "status_on", "issued_on", "effective_on"),
    *("replaced_numbers", "adoption", "confirmed_on", "intended_rank", "remark"),
)
# What tells a standard from another, beside what is printed of it.
IDENTITY = ("pk", "node__code", "node__subsystem", "number_key", "number_family")
RANKS = {"": "", **dict(Standard.Rank.choices)}
ORIGINS = dict(Standard.Origin.choices)
STATUSES = dict(Status.choices)


def read_rows(standards, *, on: date) -> Iterator[tuple]:
    """The values of the columns after 序号 of every standard of the queryset, in printed order."""
    for _, cells in read_entries(standards, on=on):
        yield cells


def read_entries(standards, *, on: date) -> Iterator[tuple[tuple, tuple]]:
    """Pairs of `IDENTITY` and the values of the columns after 序号, in printed order."""
    fields = (*FIELDS, *IDENTITY)
    rows = standards.with_status(on=on).in_order().values_list(*fields).iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        keys = [row[0] for row in chunk]
        departments = departments_of(keys)
        replaced = replaced_by(keys)
        for row in chunk:
            cells = values(row[: len(FIELDS)], "、".join(departments[row[0]]), replaced[row[0]])
            yield row[len(FIELDS) :], cells


def departments_of(keys: list[int]) -> dict[int, list[str]]:
    """For each standard of `keys` its 实施部门, in the order of the departments."""
    links = Standard.departments.through.objects.filter(standard__in=keys)
    links = links.order_by("department__order", "department_id")
    return gathered(links.values_list("standard_id", "department__name"))


def replaced_by(keys: list[int]) -> dict[int, list[str]]:
    """For each standard of `keys` the numbers of the registered standards it takes the place of."""
    links = Standard.replaces.through.objects.filter(from_standard__in=keys, from_standard__stage="published")
    links = links.order_by("to_standard__number_sort", "to_standard_id")
    return gathered(links.values_list("from_standard_id", "to_standard__number"))


def gathered(pairs) -> dict[int, list[str]]:
    """Pairs (key, text) as a list of texts for each key."""
    found = defaultdict(list)
    for key, text in pairs:
        found[key].append(text)
    return found


def values(row: tuple, departments: str, replaced: list[str]) -> tuple:
    """The cells of one standard from 体系分类代号 to 备注."""
    (_, subsystem, class_code, code, clause, name, number, title, rank, origin, status) = row[:11]
    issued, effective, replaced_numbers, adoption, confirmed, intended, remark = row[11:]
    place = SHEETS[subsystem] if subsystem == "ZD" else clause or code
    # A number may be linked and written out as well.
    old = dict.fromkeys([*replaced, *replaced_numbers.replace(";", "；").split("；")])
    return (
        *(class_code or code, f"{place} {name}", number, title, RANKS[rank], ORIGINS[origin]),
        *(STATUSES[status], issued, effective, "；".join(filter(None, map(str.strip, old))), adoption),
        *(departments, confirmed, RANKS[intended], remark),
    )
