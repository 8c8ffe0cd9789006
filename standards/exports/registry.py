"""The 标准明细表 from the registry to a file (T/CSSG 001.2 9.4.1, 9.4.2).

openpyxl makes the workbook once without rows; its worksheets are then copied with the rows put in as they
come from the database. Nothing grows with the number of rows but the file, which lies on disk.
"""

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.utils import get_column_letter

from ..statistics import coverage, statistics_table
from .cells import Shape, row_xml
from .columns import COLUMNS, SHEETS
from .reading import read_rows
from .sheets import saved
from .skeleton import SAMPLE_ROW, SIGN_OFF, make_skeleton

LETTERS = tuple(get_column_letter(number) for number in range(1, len(COLUMNS) + 1))
WIDTHS = tuple(column.width for column in COLUMNS)
WORKBOOK = "xl/workbook.xml"
COMPRESSION = 4  # a third faster than the usual 6, the file 3 % larger
BATCH = 200  # rows joined before they go to the compressor


@dataclass(frozen=True)
class Exported:
    """The workbook, open for reading from its beginning, and how many standards it lists."""

    file: BinaryIO
    count: int


def export_registry(*, organization, standards, on: date, filtered: bool = False) -> Exported:
    """Write `standards`, a queryset of one organisation, with their status on a date.

    One sheet for the 指导层 and each sub-system, and the 统计表 of the whole organisation. `filtered` says in
    the titles that the queryset is a selection. The caller closes the file, which deletes it.
    """
    lines = statistics_table(coverage(organization, on=on))
    scope = "（按条件筛选）" if filtered else ""
    book = make_skeleton(name=organization.name, on=on, lines=lines, scope=scope)
    return write_workbook(book, lambda code: read_rows(standards.filter(node__subsystem=code), on=on))


def write_workbook(book, rows_of: Callable[[str], Iterable[tuple]]) -> Exported:
    """The workbook on disk, each list with the rows of its sub-system put into its skeleton."""
    file = tempfile.TemporaryFile(prefix="gridgov-")  # noqa: SIM115  handed to the caller
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=COMPRESSION) as archive:
        counts = write_parts(archive, book, rows_of)
    file.seek(0)
    return Exported(file=file, count=sum(counts))


def write_parts(archive: ZipFile, book, rows_of: Callable[[str], Iterable[tuple]]) -> list[int]:
    """Copy every part of the workbook, the lists with their rows; returns how many rows each list got."""
    lists = {f"xl/worksheets/sheet{place}.xml": code for place, code in enumerate(SHEETS, start=1)}
    counts = []
    # A few kilobytes, as it holds no rows.
    with ZipFile(saved(book)) as parts:
        for name in parts.namelist():
            if name not in lists and name != WORKBOOK:
                archive.writestr(name, parts.read(name))
        for name, code in lists.items():
            shape = shape_of(book[SHEETS[code]])
            counts.append(write_list(archive, name, parts.read(name).decode(), shape, rows_of(code)))
        archive.writestr(WORKBOOK, print_areas(parts.read(WORKBOOK).decode(), counts))
    return counts


def print_areas(xml: str, counts: list[int]) -> str:
    """The part that names the sheets, each print area stretched from the sample row to the line of signatures."""
    for name, count in zip(SHEETS.values(), counts, strict=True):
        area = f"'{name}'!$A$1:${LETTERS[-1]}$"
        xml = xml.replace(f"{area}{SAMPLE_ROW}<", f"{area}{SAMPLE_ROW + count + 1}<")
    return xml


def shape_of(sheet) -> Shape:
    """How the rows of a list look: the formats are those the sample row carries."""
    styles = tuple(sheet.cell(SAMPLE_ROW, number).style_id for number in range(1, len(COLUMNS) + 1))
    return Shape(letters=LETTERS, styles=styles, widths=WIDTHS)


def write_list(archive: ZipFile, name: str, xml: str, shape: Shape, rows: Iterable[tuple]) -> int:
    """Write one worksheet with its rows in place of the sample row; returns how many they are."""
    head, tail = split_at_sample(xml)
    count, batch = 0, []
    with archive.open(name, "w", force_zip64=True) as part:
        part.write(head.encode())
        for count, row in enumerate(rows, start=1):
            batch.append(row_xml(SAMPLE_ROW + count - 1, (count, *row), shape))
            if len(batch) == BATCH:
                part.write("".join(batch).encode())
                batch.clear()
        batch.append(sign_off(SAMPLE_ROW + count + 1))
        part.write(("".join(batch) + tail).encode())
    return count


def split_at_sample(xml: str) -> tuple[str, str]:
    """The worksheet before and after its sample row, without the size it had as a skeleton."""
    before, _, dimension = xml.partition("<dimension ")
    head, _, rest = (before + dimension.partition("/>")[2]).partition(f'<row r="{SAMPLE_ROW}"')
    _, end, tail = rest.partition("</sheetData>")
    return head, end + tail


def sign_off(number: int) -> str:
    """The line of signatures one row below the list: 编制, 审核, 批准, 日期."""
    columns, words = zip(*SIGN_OFF.items(), strict=True)
    letters = tuple(LETTERS[column - 1] for column in columns)
    return row_xml(number, words, Shape(letters=letters, styles=(0,) * len(words), widths=(20,) * len(words)))
