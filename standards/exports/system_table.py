"""The 标准体系表 as an Excel workbook of one sheet (T/CSSG 001.2 9.3): what belongs together is merged, as on paper."""

from itertools import groupby

from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from ..models.standard import Status
from ..statistics import Coverage
from ..system_table import Entry
from .columns import HEADER_ROW
from .reading import STATUSES
from .registry import Exported
from .sheets import new_book, put, saved, set_up_page, write_head, write_title

SHEET = "标准体系表"
HEADINGS = (
    *(("层次", 8), ("分体系", 18), ("类", 22), ("条款", 10), ("应规定的标准", 28)),
    *(("标准编号", 24), ("标准名称", 40), ("状态", 10)),
)
MERGED = (lambda entry: entry.layer, lambda entry: entry.root.node.pk, lambda entry: entry.parent.node.pk)
WAITING = "空缺"
TEXT = "明细表文字"


def export_system_table(*, organization, covered: Coverage, entries: list[Entry]) -> Exported:
    """Write the table; the file is open at its beginning."""
    book = new_book(f"{organization.name}{SHEET}", organization.name)
    sheet = book.create_sheet(SHEET)
    write_title(sheet, f"{organization.name}{SHEET}  {covered.on:%Y-%m-%d}", len(HEADINGS))
    write_head(sheet, HEADER_ROW, HEADINGS)
    for row, entry in enumerate(entries, start=HEADER_ROW + 1):
        write_entry(sheet, row, entry)
    merge(sheet, entries)
    set_up_page(sheet)
    return Exported(file=saved(book), count=sum(1 for entry in entries if entry.pk))


def write_entry(sheet: Worksheet, row: int, entry: Entry) -> None:
    for number, text in enumerate(cells(entry), start=1):
        put(sheet.cell(row, number), text or None, TEXT)


def cells(entry: Entry) -> tuple[str, ...]:
    """The texts of one line."""
    root, parent, leaf = entry.root.node, entry.parent.node, entry.leaf.node
    kind = "" if parent is root else f"{parent.code} {parent.name}"
    status = STATUSES[Status(entry.status)] if entry.status else WAITING
    return (
        *(entry.layer, f"{root.class_code or root.code} {root.name}", kind),
        *(leaf.clause or leaf.code, leaf.name, entry.number, entry.title, status),
    )


def merge(sheet: Worksheet, entries: list[Entry]) -> None:
    """Join the cells of a layer, a sub-system, a class; clause and name of a leaf with several standards."""
    for column, key in enumerate(MERGED, start=1):
        join(sheet, entries, key, (column,))
    join(sheet, entries, lambda entry: entry.leaf.node.pk, (4, 5))


def join(sheet: Worksheet, entries: list[Entry], key, columns: tuple[int, ...]) -> None:
    start = HEADER_ROW + 1
    for _, group in groupby(entries, key):
        end = start + sum(1 for _ in group) - 1
        for column in columns if end > start else ():
            blank(sheet, column, start, end)
        start = end + 1


def blank(sheet: Worksheet, column: int, start: int, end: int) -> None:
    """Merge cells that are written already; openpyxl's own way looks through every cell of the sheet again."""
    for row in range(start + 1, end + 1):
        sheet.cell(row, column).value = None
    sheet.merged_cells.add(CellRange(min_col=column, max_col=column, min_row=start, max_row=end))
