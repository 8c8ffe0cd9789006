"""Worksheets of an .xlsx file, streamed: no cell becomes an object, nothing grows but the values.

openpyxl builds an object per cell and trusts what the file says of its size; here a part is fed to expat piece by
piece and dropped at the first bound it passes.
"""

import posixpath
import re
import zipfile
from datetime import date, datetime, timedelta
from xml.parsers import expat

from .archives import check_no_macros, opened
from .table import LONGEST, MOST_ROWS, Collector, Fault, Formula, Line, Sheet, number_of, refused, value_of

WORKBOOK = "xl/workbook.xml"
PIECE = 65_536
MOST_STRINGS = 300_000
MOST_OF_STRINGS = 16_000_000
MOST_OF_STYLES = 8_000_000
MOST_OF_NAMES = 2_000_000
MOST_CELLS = 1_250_000  # rows count too
MOST_FILLED = 100_000
# Built-in formats of dates, those of Chinese systems too.
DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
NOT_OF_DATES = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h|m|s)[^\]]*\]|General', re.IGNORECASE)
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
EPOCH, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
LATEST_SERIAL = 2_958_465  # 9999-12-31


def read_xlsx(name: str, content: bytes) -> list[Sheet]:
    """The sheets in their order; StandardsError for what is no such file, or more than a list."""
    with opened(name, content) as archive:
        check_no_macros(name, archive)
        names = archive.namelist()
        if WORKBOOK not in names:
            raise refused(f"“{name}”的内容不是 XLSX 文件。请在 Excel 或 WPS 中另存为“.xlsx”后再上传。")
        if any(each.lower().startswith("xl/externallinks/") for each in names):
            raise refused(f"“{name}”含有指向其他文件的链接。请断开链接、把内容粘贴为数值后再上传。")
        try:
            return read_parts(name, archive)
        except (expat.ExpatError, UnicodeDecodeError) as error:
            raise refused(f"“{name}”已损坏，打不开。请在 Excel 或 WPS 中另存一份再上传。") from error


def read_parts(name: str, archive: zipfile.ZipFile) -> list[Sheet]:
    book, targets = Workbook(), Relations()
    parse(archive, WORKBOOK, book, MOST_OF_NAMES)
    parse(archive, "xl/_rels/workbook.xml.rels", targets, MOST_OF_NAMES)
    parts = {kind: part for _, kind, part in targets.found if kind in ("sharedStrings", "styles")}
    strings, styles = Strings(), Styles()
    for kind, reader, most in (
        ("sharedStrings", strings, MOST_OF_STRINGS),
        ("styles", styles, MOST_OF_STYLES),
    ):
        if parts.get(kind) in archive.namelist():
            parse(archive, parts[kind], reader, most)
    places = {key: part for key, kind, part in targets.found if kind == "worksheet"}
    taken, read = Collector(name), set()
    for title, key, hidden in book.sheets:
        if key in places:
            part = places[key]
            if part in read:
                # A small part that a hundred sheets share would be read a hundred times.
                raise refused(f"“{name}”已损坏，打不开。请在 Excel 或 WPS 中另存一份再上传。")
            read.add(part)
            taken.open(title, hidden=hidden)
            parse(archive, part, Rows(taken, strings.found, styles.dates, book.epoch), None)
    return taken.sheets


def parse(archive: zipfile.ZipFile, part: str, reader, most: int | None) -> None:
    """Feed a part to a reader of elements; refused when larger than such a part can be."""
    if most is not None and archive.getinfo(part).file_size > most:
        raise refused("文件里的文字或格式过多，不像一份表格。请把要导入的各行复制到新文件后再上传。")
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.StartDoctypeDeclHandler = refuse_doctype
    if hasattr(reader, "text"):
        parser.CharacterDataHandler = reader.text
    with archive.open(part) as file:
        while piece := file.read(PIECE):
            parser.Parse(piece)
    parser.Parse(b"", True)
    if hasattr(reader, "close"):
        reader.close()


def refuse_doctype(*_) -> None:
    raise refused("文件里有表格不会有的内容（DOCTYPE），不能读取。请在 Excel 或 WPS 中另存一份再上传。")


def local(tag: str) -> str:
    return tag.rpartition(" ")[2]


class Workbook:
    """Titles of the sheets, the key of each, whether it is hidden; the day that counts as zero."""

    def __init__(self):
        self.sheets, self.epoch = [], EPOCH

    def start(self, tag, attributes):
        name = local(tag)
        if name == "sheet":
            key = next((value for each, value in attributes.items() if each.endswith(" id")), "")
            self.sheets.append(
                (attributes.get("name", ""), key, attributes.get("state", "visible") != "visible")
            )
        elif name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            self.epoch = EPOCH_1904

    def end(self, tag):
        pass


class Relations:
    """(key, kind, path of the part) of each relation of the workbook."""

    def __init__(self):
        self.found = []

    def start(self, tag, attributes):
        if local(tag) == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            self.found.append((attributes.get("Id"), attributes.get("Type", "").rpartition("/")[2], path))

    def end(self, tag):
        pass


class Strings:
    """The shared strings by their place; readings (ruby) are no part of a text."""

    def __init__(self):
        self.found, self.pieces, self.inside, self.reading = [], [], False, False

    def start(self, tag, attributes):
        name = local(tag)
        if name == "si":
            self.pieces = []
        elif name == "t":
            self.inside = not self.reading
        elif name == "rPh":
            self.reading = True

    def text(self, data):
        if self.inside:
            self.pieces.append(data)

    def end(self, tag):
        name = local(tag)
        if name == "t":
            self.inside = False
        elif name == "rPh":
            self.reading = False
        elif name == "si":
            if len(self.found) == MOST_STRINGS:
                raise refused("文件里的文字过多，不像一份表格。请把要导入的各行复制到新文件后再上传。")
            self.found.append(value_of(unescaped("".join(self.pieces))))


class Styles:
    """`dates`: the places of the cell formats that show a date."""

    def __init__(self):
        self.dates, self.formats, self.inside, self.place = set(), set(DATE_FORMATS), False, 0

    def start(self, tag, attributes):
        name = local(tag)
        if name == "numFmt" and shows_date(attributes.get("formatCode", "")):
            self.formats.add(int(attributes.get("numFmtId", 0)))
        elif name == "cellXfs":
            self.inside = True
        elif name == "xf" and self.inside:
            if int(attributes.get("numFmtId", 0)) in self.formats:
                self.dates.add(self.place)
            self.place += 1

    def end(self, tag):
        if local(tag) == "cellXfs":
            self.inside = False


class Rows:
    """The cells of one worksheet, handed to the collector row by row; merged cells filled downwards at the end."""

    def __init__(self, taken: Collector, strings: list, dates: set, epoch: datetime):
        self.taken, self.strings, self.dates, self.epoch = taken, strings, dates, epoch
        self.row = self.cells_seen = 0
        self.cells, self.merged, self.columns = [], [], {}
        self.kind = self.style = self.formula = None
        self.column, self.pieces, self.taking, self.phonetic = -1, [], False, False

    def start(self, tag, attributes):
        name = tag.rpartition(" ")[2]
        if name == "c":
            self.open_cell(attributes)
        elif name in ("v", "t"):
            self.taking = not self.phonetic
        elif name == "row":
            self.row = int(attributes.get("r") or self.row + 1)
            self.cells, self.column = [], -1
            self.count_one()
        elif name == "f":
            self.formula, self.taking, self.pieces = "", True, []
        elif name == "rPh":
            self.phonetic = True
        elif name == "mergeCell" and len(self.merged) < MOST_ROWS:
            self.merged.append(attributes.get("ref", ""))

    def open_cell(self, attributes):
        reference = attributes.get("r")
        self.column = self.column_of(reference) if reference else self.column + 1
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s")
        self.pieces, self.formula = [], None
        self.count_one()

    def count_one(self):
        """Rows count like cells: empty ones of one number are no gap, and take their time all the same."""
        self.cells_seen += 1
        if self.cells_seen > MOST_CELLS:
            raise refused("表格里的单元格过多。请把要导入的各行复制到新文件后再上传。")

    def column_of(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        if letters not in self.columns:
            self.columns[letters] = column_index(letters)
        return self.columns[letters]

    def text(self, data):
        if self.taking:
            self.pieces.append(data)

    def end(self, tag):
        name = tag.rpartition(" ")[2]
        if name in ("v", "t"):
            self.taking = False
        elif name == "c":
            self.close_cell()
        elif name == "f":
            self.formula, self.taking, self.pieces = "".join(self.pieces), False, []
        elif name == "row":
            self.taken.add(self.row, self.cells)
        elif name == "rPh":
            self.phonetic = False

    def close_cell(self):
        if self.formula is not None:
            value = Formula(f"={self.formula[:LONGEST]}")
        elif self.pieces:
            value = self.value("".join(self.pieces))
        else:
            return
        if value is not None:
            self.cells.extend([None] * (self.column + 1 - len(self.cells)))
            self.cells[self.column] = value

    def value(self, text: str):
        kind = self.kind
        if kind == "s":
            return self.strings[int(text)] if 0 <= int(text) < len(self.strings) else None
        if kind == "n":
            return self.number(text)
        if kind == "e":
            return Fault(text)
        if kind == "b":
            return text == "1"
        return value_of(unescaped(text))

    def number(self, text: str):
        try:
            value = number_of(float(text))
        except ValueError:
            return value_of(text)
        if self.style is not None and int(self.style) in self.dates and self.is_moment(value):
            return moment_of(value, self.epoch)
        return value

    def is_moment(self, value: int | float) -> bool:
        """Whether the serial is a day of the calendar, counted from the day zero of this workbook."""
        return 0 < value < LATEST_SERIAL + 1 - (self.epoch - EPOCH).days

    def close(self):
        fill_merged(self.taken.sheets[-1], self.merged)


def column_index(letters: str) -> int:
    """A → 0, XFD → 16383; refused when no column is called so."""
    if not re.fullmatch("[A-Z]{1,3}", letters):
        raise refused("表格里有不存在的单元格位置。请在 Excel 或 WPS 中另存一份再上传。")
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def moment_of(serial: float, epoch: datetime) -> date | datetime:
    """A day, or a moment where the serial has a fraction. Before March 1900 spreadsheets count a day too many."""
    if epoch is EPOCH and serial < 61:
        epoch += timedelta(days=1)
    found = epoch + timedelta(days=serial)
    return found.date() if serial == int(serial) else found.replace(microsecond=0)


def shows_date(code: str) -> bool:
    """Whether a number format shows a date: `yyyy/m/d`, not `0.00"元"` or `[Red]0`."""
    return bool(re.search("[ymdhs年月日]", NOT_OF_DATES.sub("", code), re.IGNORECASE))


def unescaped(text: str) -> str:
    """`_x000D_` is how a part writes a sign that XML cannot hold."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def fill_merged(sheet: Sheet, references: list[str]) -> None:
    """A cell merged over several rows counts for each of them that holds anything else."""
    places, left = {line.number: place for place, line in enumerate(sheet.rows)}, MOST_FILLED
    for reference in references:
        ends = REFERENCE.findall(reference)
        if len(ends) != 2 or ends[0][1] == ends[1][1]:
            continue
        column, first, last = column_index(ends[0][0]), int(ends[0][1]), int(ends[1][1])
        if first not in places or column >= len(sheet.rows[places[first]].cells):
            continue
        value, place = sheet.rows[places[first]].cells[column], places[first] + 1
        while value is not None and place < len(sheet.rows) and sheet.rows[place].number <= last:
            left -= 1
            if not left:
                raise refused("合并的单元格过多。请取消合并，每行各填一遍后再上传。")
            put(sheet, place, column, value)
            place += 1


def put(sheet: Sheet, place: int, column: int, value) -> None:
    line = sheet.rows[place]
    cells = [*line.cells, *[None] * (column + 1 - len(line.cells))]
    if cells[column] is None:
        cells[column] = value
    sheet.rows[place] = Line(line.number, tuple(cells))
