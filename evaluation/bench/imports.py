"""Importing a list: 预检 and confirmation, beside openpyxl reading the file and the rows inserted bare."""

import io
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import count
from multiprocessing import get_context

import django
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from openpyxl import load_workbook

from gridgov.organizations.models import Department, Organization
from standards.exports.registry import export_registry
from standards.importing.findings import Options
from standards.models import Standard
from standards.services.importing import check_list, confirm_import

from . import Sizes
from .measuring import Row, interleaved, peak_memory, ratio
from .world import DEPARTMENT, keep_rows, make_organization, make_rows

WARM_UP = 10
NAME = "明细表.xlsx"
places = count(1)


def measure(sizes: Sizes) -> Iterator[Row]:
    small = list_of(make_rows(WARM_UP))
    for size in sizes.imports:
        rows = make_rows(size)
        content = list_of(rows)
        works = (lambda c=content: take_in(c), lambda c=content, r=rows: insert_bare(c, r))
        times = interleaved(*works, rounds=sizes.rounds)
        yield Row(f"导入 {size:,} 行 ÷ openpyxl 读出并直接插入", ratio(*times), 2)
        yield Row(f"导入 {size:,} 行，内存增加", memory_added(small, content), 120, "MB")


def list_of(rows: list[Standard]) -> bytes:
    """The rows as a 明细表: our own export of a registry that holds them."""
    organization = make_registry()
    keep_rows(organization, rows)
    standards = Standard.objects.of(organization)
    written = export_registry(organization=organization, standards=standards, on=timezone.localdate())
    with written.file as file:
        return file.read()


def make_registry() -> Organization:
    return make_organization(f"导入{next(places)}市网格化治理中心", "city")


def take_in(content: bytes) -> None:
    """The whole way of a list, into an empty registry."""
    organization = make_registry()
    Department.objects.create(organization=organization, name=DEPARTMENT)
    file = ContentFile(content, name=NAME)
    # The export has no column for the dates of approval.
    options = Options(same_day=True)
    batch = check_list(actor=None, organization=organization, file=file, options=options)
    confirm_import(actor=None, batch=batch)


def insert_bare(content: bytes, rows: list[Standard]) -> None:
    book = load_workbook(io.BytesIO(content), read_only=True)
    for sheet in book:
        for _ in sheet.iter_rows(values_only=True):
            pass
    with transaction.atomic():
        keep_rows(make_registry(), rows)


def memory_added(small: bytes, large: bytes) -> float | None:
    """MB by which the large list raises the peak of a process that has taken in a small one; in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=django.setup) as pool:
        before = pool.submit(peak_of_import, small, 1_000).result()
        after = pool.submit(peak_of_import, large, 2_000).result()
    return None if before is None else after - before


def peak_of_import(content: bytes, place: int) -> float | None:
    global places
    places = count(place)
    take_in(content)
    return peak_memory()
