"""Editions of one standard in a registry: which is meant by a number, which is in force, which is newer."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from ..models import Standard
from ..models.standard import Status

ENDED = (Status.REPLACED, Status.WITHDRAWN)


def loose(family: str) -> str:
    """The family without /T or /Z: GB 12238-1989 became GB/T 12238-2008."""
    return family.replace("/T ", " ").replace("/Z ", " ")


def year_of(key: str, family: str) -> int:
    """The year in a number's key, which stands after the family and a dash; 0 where there is none."""
    rest = key.removeprefix(family)
    return int(rest[1:5]) if rest[:1] in ("-", ":") and rest[1:5].isdecimal() else 0


def wholes_of(family: str) -> list[str]:
    """What `（所有部分）` of it would be called: GB/T 24421 of GB/T 24421.3; the family itself too."""
    pieces = family.split(".")
    return [".".join(pieces[:end]) for end in range(1, len(pieces) + 1)]


class Editions:
    """The numbered standards of one registry, found by key and by family."""

    def __init__(self, standards: Iterable[Standard]):
        self.by_key: dict[str, Standard] = {}
        self.by_family: dict[str, list[Standard]] = defaultdict(list)
        self.by_whole: dict[str, list[Standard]] = defaultdict(list)
        for row in standards:
            self.by_key[row.number_key] = row
            self.by_family[loose(row.number_family)].append(row)
            for whole in wholes_of(loose(row.number_family)):
                self.by_whole[whole].append(row)

    def all_of(self, family: str, *, with_parts: bool = False) -> list[Standard]:
        """Every edition of the family, newest first; GB and GB/T of a number are one family."""
        rows = (self.by_whole if with_parts else self.by_family).get(loose(family), [])
        return sorted(
            rows, key=lambda row: (year_of(row.number_key, row.number_family), row.pk), reverse=True
        )

    def meant(self, family: str, on: date, *, with_parts: bool = False) -> Standard | None:
        """What an undated reference means on a date: the newest edition in force, else the newest there is."""
        rows = self.all_of(family, with_parts=with_parts)
        in_force = [row for row in rows if row.status(on) == Status.IN_FORCE]
        return next(iter(in_force or rows), None)

    def newer(self, family: str, year: int, on: date) -> Standard | None:
        """The newest edition in force on the date whose year is after `year`."""
        found = self.meant(family, on)
        if found is None or found.status(on) != Status.IN_FORCE:
            return None
        return found if year_of(found.number_key, found.number_family) > year else None
