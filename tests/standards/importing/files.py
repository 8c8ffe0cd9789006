"""Spreadsheets for the tests of importing: whole ones by the libraries that make them, broken ones by hand."""

import io
import zipfile
from datetime import date, datetime

import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
BOOK = (
    f'<workbook xmlns="{SHEET}" xmlns:r="{RELATION}"><sheets><sheet name="甲" sheetId="1" r:id="r1"/></sheets>'
    "</workbook>"
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{RELATION}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)


def make_xlsx(rows, *, title="明细表", **sheets) -> bytes:
    """A workbook with `rows` on its first sheet; further sheets by their names."""
    book = Workbook()
    book.active.title = title
    for name, content in {title: rows, **sheets}.items():
        sheet = book[name] if name in book.sheetnames else book.create_sheet(name)
        for row in content:
            sheet.append(list(row))
    return saved(book)


def saved(book) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def make_xls(rows) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("明细表")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            if isinstance(value, str) and value.startswith("="):
                sheet.write(number, place, xlwt.Formula(value[1:]))
            elif value is not None:
                sheet.write(number, place, value, *([day] if isinstance(value, date | datetime) else []))
    return saved(book)


def make_ods(rows, *, times=1, **attributes) -> bytes:
    """A sheet of texts and dates, its last row repeated `times`; `attributes` go to its last cell."""
    book = OpenDocumentSpreadsheet()
    table = Table(name="明细表")
    book.spreadsheet.addElement(table)
    for number, row in enumerate(rows, start=1):
        line = TableRow(numberrowsrepeated=times) if number == len(rows) and times > 1 else TableRow()
        table.addElement(line)
        for place, value in enumerate(row, start=1):
            last = attributes if number == len(rows) and place == len(row) else {}
            line.addElement(cell_of(value, last))
    return saved(book)


def cell_of(value, attributes: dict) -> TableCell:
    if value is None:
        return TableCell(**attributes)
    if isinstance(value, date):
        cell = TableCell(valuetype="date", datevalue=value.isoformat(), **attributes)
    elif isinstance(value, int | float):
        cell = TableCell(valuetype="float", value=str(value), **attributes)
    else:
        cell = TableCell(valuetype="string", **attributes)
    cell.addElement(P(text=str(value)))
    return cell


def packed(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def raw_xlsx(rows: str, **parts) -> bytes:
    """A workbook by hand: `rows` is the XML inside `sheetData`; `parts` replace or add members."""
    members = {
        "[Content_Types].xml": TYPES,
        "xl/workbook.xml": BOOK,
        "xl/_rels/workbook.xml.rels": RELATIONS,
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>',
    }
    return packed(members | parts)


def text_cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'
