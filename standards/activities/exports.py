"""A list of records as a workbook, and the template of one that comes in. Texts are never formulas."""

import io
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from standards.exports.cells import clean

from .kinds import Column, Table

BODY, BOLD = Font(name="宋体", size=10), Font(name="宋体", size=10, bold=True)
TITLE = Font(name="黑体", size=15)
GROUND = PatternFill("solid", fgColor="E8EDF3")
THIN = Border(*[Side(style="thin", color="808080")] * 4)
CENTER, WRAPPED = Alignment("center", "center", wrap_text=True), Alignment("left", "center", wrap_text=True)
HEADER_ROW, A4 = 2, 9


def export_rows(*, table: Table, rows, title: str, on: date, wide: bool) -> io.BytesIO:
    """All rows with all columns; `wide` puts the organisation first. Reading the file again gives the same rows."""
    columns = list(table.columns)
    book, sheet = open_sheet(title, [ORGANIZATION, *columns] if wide else columns)
    for row in rows:
        values = table.values(row, on)
        sheet.append(line(sheet, [str(row.organization), *values] if wide else values))
    return saved(book)


def make_template(*, table: Table, title: str) -> io.BytesIO:
    """An empty list with the headings that are read back."""
    book, _ = open_sheet(f"{title}（导入模板）", table.imported)
    return saved(book)


def open_sheet(title: str, columns: list[Column]):
    """A workbook with its title and headings; frozen, repeated on every printed page."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_name(title))
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    sheet.append([text_cell(sheet, title, TITLE)])
    sheet.append([heading(sheet, column.heading) for column in columns])
    return book, sheet


def sheet_name(title: str) -> str:
    """A name as workbooks allow it."""
    return "".join(each for each in clean(title) if each not in "[]:*?/\\")[-31:].strip("'") or "列表"


def line(sheet, values) -> list:
    return [value_cell(sheet, value) for value in values]


def value_cell(sheet, value):
    """A date or a whole number as itself, anything else as text."""
    if isinstance(value, bool) or not isinstance(value, int | date):
        return text_cell(sheet, str(value), BODY, WRAPPED, THIN)
    cell = WriteOnlyCell(sheet, value)
    cell.font, cell.border, cell.alignment = BODY, THIN, CENTER
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    return cell


def heading(sheet, words: str):
    cell = text_cell(sheet, words, BOLD, CENTER, THIN)
    cell.fill = GROUND
    return cell


def text_cell(sheet, words: str, font, alignment=None, border=None):
    """A text stays a text, whatever it begins with."""
    cell = WriteOnlyCell(sheet, clean(words))
    cell.data_type = "s"
    cell.number_format = "@"
    cell.font = font
    if alignment:
        cell.alignment = alignment
    if border:
        cell.border = border
    return cell


def saved(book: Workbook) -> io.BytesIO:
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


ORGANIZATION = Column("组织", 24, lambda row, on: str(row.organization))
