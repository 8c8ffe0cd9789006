"""A list of records as a workbook, and the template of one that comes in. Texts are never formulas."""

import io
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from standards.exports.cells import LINE_HEIGHT, ROOM, clean, lines_of
from standards.exports.sheets import BODY, BOLD, GROUND, THIN, TITLE, saved

from .kinds import Column, Table

CENTER, WRAPPED = Alignment("center", "center", wrap_text=True), Alignment("left", "center", wrap_text=True)
HEADER_ROW, FIRST_ROW = 2, 3
A3, A4, MOST_ON_A4 = 8, 9, 160  # paper codes; characters that stay legible side by side


def export_rows(*, table: Table, rows, title: str, on: date, wide: bool) -> io.BytesIO:
    """All rows with all columns; `wide` puts the organisation first. Reading the file again gives the same rows."""
    columns = [ORGANIZATION, *table.columns] if wide else list(table.columns)
    book, sheet = open_sheet(title, columns)
    widths = tuple(column.width for column in columns)
    for number, row in enumerate(rows, start=FIRST_ROW):
        values = [column.show(row, on) for column in columns]
        # Not every program works out the height of wrapped text when it opens a file.
        sheet.row_dimensions[number].height = lines_of(values, widths) * LINE_HEIGHT + ROOM
        sheet.append([value_cell(sheet, value) for value in values])
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
    width = sum(column.width for column in columns)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4 if width <= MOST_ON_A4 else A3
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    sheet.append([text_cell(sheet, title, TITLE)])
    sheet.append([heading(sheet, column.heading) for column in columns])
    return book, sheet


def sheet_name(title: str) -> str:
    """A name as workbooks allow it."""
    return "".join(each for each in clean(title) if each not in "[]:*?/\\")[-31:].strip("'") or "列表"


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


ORGANIZATION = Column("组织", 24, lambda row, on: str(row.organization))
