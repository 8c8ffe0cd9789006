"""Sheets of an .ods file, streamed: a row that says it repeats a million times is counted, not made."""

import re
import zipfile
from datetime import date, datetime
from xml.parsers import expat

from .archives import locked, opened
from .table import MOST_COLUMNS, MOST_ROWS, Collector, Fault, Formula, Sheet, number_of, refused, value_of
from .xlsx import local, parse

CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"
FAULTS = re.compile(r"#(REF|N/A|NAME|VALUE|DIV/0|NUM|NULL)[!?]?|Err:\d+")
CELLS = {"table-cell", "covered-table-cell"}
SKIPPED = {"annotation", "tracked-changes", "shapes"}


def read_ods(name: str, content: bytes) -> list[Sheet]:
    """The sheets in their order; StandardsError for what is no such file, or more than a list."""
    with opened(name, content) as archive:
        check_kind(name, archive)
        rows = Rows(Collector(name))
        try:
            parse(archive, CONTENT, rows, None)
        except (expat.ExpatError, UnicodeDecodeError) as error:
            raise refused(f"“{name}”已损坏，打不开。请在 WPS 或 LibreOffice 中另存一份再上传。") from error
        return rows.taken.sheets


def check_kind(name: str, archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    if CONTENT not in names:
        raise refused(f"“{name}”的内容不是 ODS 文件。请另存为“.ods”或“.xlsx”后再上传。")
    if any(each.startswith(("Basic/", "Scripts/")) for each in names):
        raise refused(f"“{name}”含有宏，不能上传。请另存为不带宏的“.xlsx”文件。")
    if MANIFEST in names and b"encryption-data" in archive.read(MANIFEST):
        raise locked(name)


class Rows:
    """The cells of the tables, handed to the collector row by row."""

    def __init__(self, taken: Collector):
        self.taken, self.row, self.times, self.cells = taken, 0, 1, []
        self.column, self.cell, self.pieces, self.deep, self.skipping = 0, None, [], 0, 0

    def start(self, tag, attributes):
        name = local(tag)
        if self.skipping or name in SKIPPED:
            self.skipping += 1
            return
        given = {local(key): value for key, value in attributes.items()}
        if name == "table":
            self.taken.open(given.get("name", ""))
            self.row = 0
        elif name == "table-source":
            raise refused("文件含有指向其他文件的链接。请断开链接、把内容粘贴为数值后再上传。")
        elif name == "table-row":
            self.times, self.cells, self.column = repeated(given, "number-rows-repeated"), [], 0
        elif name in CELLS:
            self.cell, self.pieces = given, []
        elif name == "p" and self.cell is not None:
            self.pieces.extend(["\n"] if self.pieces else [])
            self.deep += 1
        elif self.deep:
            self.sign(name, given)

    def sign(self, name: str, given: dict) -> None:
        """Blanks and line breaks are elements of their own."""
        if name == "s":
            self.pieces.append(" " * min(repeated(given, "c"), 100))
        elif name in ("tab", "line-break"):
            self.pieces.append("\t" if name == "tab" else "\n")

    def text(self, data):
        if self.deep and not self.skipping:
            self.pieces.append(data)

    def end(self, tag):
        name = local(tag)
        if self.skipping:
            self.skipping -= 1
        elif name == "p" and self.deep:
            self.deep -= 1
        elif name in CELLS and self.cell is not None:
            self.close_cell()
        elif name == "table-row":
            self.close_row()

    def close_cell(self) -> None:
        value, times = (
            value_in(self.cell, "".join(self.pieces)),
            repeated(self.cell, "number-columns-repeated"),
        )
        if value is not None:
            self.cells.extend([None] * min(self.column - len(self.cells), MOST_COLUMNS + 1))
            self.cells.extend([value] * min(times, MOST_COLUMNS + 1))
        self.column, self.cell = self.column + times, None

    def close_row(self) -> None:
        if self.cells:
            for number in range(self.row + 1, self.row + 1 + min(self.times, MOST_ROWS + 1)):
                self.taken.add(number, self.cells)
        self.row += self.times


def repeated(given: dict, name: str) -> int:
    return max(int(given.get(name, 1)), 1)


def value_in(given: dict, text: str):
    """The value of a cell by its kind; what is shown counts for texts alone."""
    if "formula" in given:
        return Formula(f"={given['formula'].removeprefix('of:=')}")
    kind = given.get("value-type")
    if kind in ("float", "currency", "percentage"):
        return number_of(float(given["value"]))
    if kind == "date":
        return day_of(given["date-value"])
    if kind == "boolean":
        return given.get("boolean-value") == "true"
    return Fault(text) if FAULTS.fullmatch(text) and kind is None else value_of(text)


def day_of(text: str) -> date | datetime:
    return datetime.fromisoformat(text[:19]) if "T" in text else date.fromisoformat(text)
