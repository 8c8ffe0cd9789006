"""A list handed back as it came, with what is wrong beside each row and the cells marked."""

from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill

from ..exports.cells import clean
from ..exports.sheets import saved
from .fields import FIELDS
from .headers import Layout
from .table import Sheet, column_letters
from .template import BOLD

REASON = "错误原因"
RED, WRONG = Font(name="宋体", color="B3261E"), PatternFill("solid", fgColor="FDECEB")


def make_error_book(sheets: list[Sheet], layouts: list[Layout], rows: list[dict]) -> bytes:
    """The sheets as they were handed in, row by row, with what is wrong beside each row and the cells marked."""
    book = Workbook(write_only=True)
    by_name = {sheet.name: sheet for sheet in sheets}
    for place, layout in enumerate(layouts):
        wrong = {row["line"]: row["faults"] for row in rows if row["sheet"] == place and "faults" in row}
        write_sheet(book.create_sheet(layout.sheet), by_name[layout.sheet], layout, wrong)
    return saved(book).getvalue()


def write_sheet(target, sheet: Sheet, layout: Layout, wrong: dict[int, list]) -> None:
    width, next_number = len(layout.headings), 1
    for line in sheet.rows:
        for _ in range(next_number, line.number):
            target.append([])
        next_number = line.number + 1
        faults = wrong.get(line.number, [])
        fields = {name for name, _ in faults}
        cells = [
            cell_of(target, value, index < width and layout.fields[index] in fields)
            for index, value in enumerate(line.cells)
        ]
        reason = REASON if line.number == layout.header else "；".join(sentences(faults, layout))
        if reason:
            cells += [None] * (width - len(cells))
            cell = cell_of(target, reason, False)
            cell.font = BOLD if line.number == layout.header else RED
            cells.append(cell)
        target.append(cells)


def sentences(faults: list, layout: Layout) -> list[str]:
    return [f"{where(name, layout)}：{sentence}" for name, sentence in faults]


def where(name: str, layout: Layout) -> str:
    """The heading over the cell a fault is about, or what the field is called where the list has no such column."""
    return layout.headings[layout.fields.index(name)] if name in layout.fields else FIELDS[name].label


def cell_of(target, value, is_wrong: bool) -> WriteOnlyCell:
    """A cell as it was; whatever is text stays text, formulas too."""
    text = isinstance(value, str)
    cell = WriteOnlyCell(target, clean(value) if text else value)
    if text:
        cell.data_type = "s"
    elif isinstance(value, datetime | date):
        cell.number_format = "yyyy-mm-dd"
    if is_wrong:
        cell.fill = WRONG
    return cell


def cell_name(name: str, line: int, layout: Layout) -> str:
    """`C12`; "" where the list has no such column."""
    return f"{column_letters(layout.fields.index(name))}{line}" if name in layout.fields else ""
