"""The 标准明细表: from the database to the file, beside openpyxl writing the same cells from memory."""

import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import django
from django.utils import timezone
from openpyxl import Workbook

from gridgov.organizations.models import Organization
from standards.exports.columns import SHEETS
from standards.exports.reading import read_rows
from standards.exports.registry import export_registry
from standards.models import Standard

from . import Sizes
from .measuring import Row, interleaved, peak_memory, ratio
from .world import keep_rows, make_organization, make_rows

WARM_UP = 10


def measure(sizes: Sizes) -> Iterator[Row]:
    small = make_registry(WARM_UP)
    for size in sizes.exports:
        organization = make_registry(size)
        cells = cells_of(organization)
        works = (lambda o=organization: export(o), lambda c=cells: write_bare(c))
        yield Row(
            f"明细表 {size:,} 行 ÷ openpyxl 直写", ratio(*interleaved(*works, rounds=sizes.rounds)), 1.2
        )
        yield Row(f"明细表 {size:,} 行，内存增加", memory_added(small, organization), 10, "MB")


def make_registry(size: int) -> Organization:
    organization = make_organization(f"明细{size}市网格化治理中心", "city")
    keep_rows(organization, make_rows(size))
    return organization


def export(organization: Organization) -> None:
    rows = Standard.objects.of(organization)
    export_registry(organization=organization, standards=rows, on=timezone.localdate()).file.close()


def cells_of(organization: Organization) -> dict[str, list[tuple]]:
    """Title of each list → its rows, as the export writes them."""
    rows, on = Standard.objects.of(organization), timezone.localdate()
    return {
        title: [
            (place, *row) for place, row in enumerate(read_rows(rows.filter(node__subsystem=code), on=on), 1)
        ]
        for code, title in SHEETS.items()
    }


def write_bare(cells: dict[str, list[tuple]]) -> None:
    book = Workbook(write_only=True)
    for title, rows in cells.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    with tempfile.TemporaryFile() as file:
        book.save(file)


def memory_added(small: Organization, large: Organization) -> float | None:
    """MB by which the large export raises the peak of a process that has done a small one; in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=django.setup) as pool:
        before = pool.submit(peak_of_export, small.pk).result()
        after = pool.submit(peak_of_export, large.pk).result()
    return None if before is None else after - before


def peak_of_export(key: int) -> float | None:
    export(Organization.objects.get(pk=key))
    return peak_memory()
