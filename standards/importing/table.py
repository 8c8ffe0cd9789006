"""What every file becomes: sheets of lines of cells. Pure."""

from dataclasses import dataclass, field
from typing import NamedTuple

from gridgov.characters import UNFIT

from ..errors import StandardsError

MOST_ROWS = 20_000
MOST_COLUMNS = 60
MOST_SHEETS = 100
MOST_EMPTY = 1_000
LONGEST = 32_767


class Formula(str):
    """The text of a formula: its cached result may be anything, so it counts for nothing."""


class Fault(str):
    """What a spreadsheet shows instead of a value: `#REF!`."""


class Line(NamedTuple):
    """One row that is not empty: its number as the spreadsheet counts, its cells without the empty end.

    A cell is None, text, int, float, bool, date, datetime, time, Formula or Fault.
    """

    number: int
    cells: tuple


@dataclass
class Sheet:
    """A sheet with its rows that are not empty, from above."""

    name: str
    rows: list[Line] = field(default_factory=list)
    hidden: bool = False


class Collector:
    """Takes the rows of a file, sheet by sheet, within the bounds of all its sheets together."""

    def __init__(self, name: str):
        self.name, self.sheets, self.count = name, [], 0

    def open(self, title: str, *, hidden: bool = False) -> None:
        if len(self.sheets) == MOST_SHEETS:
            raise refused(f"“{self.name}”有 {MOST_SHEETS} 张以上的工作表。请只留要导入的工作表。")
        self.sheets.append(Sheet(title, hidden=hidden))
        self.last = 0

    def add(self, number: int, cells: list) -> None:
        """Take a row; an empty one is left out, a run of them refused where it seems without end."""
        end = len(cells)
        while end and cells[end - 1] is None:
            end -= 1
        if not end:
            self.check_gap(number)
            return
        self.check_gap(number - 1)
        self.check_width(number, end)
        self.count += 1
        if self.count > MOST_ROWS:
            raise refused(f"“{self.name}”超过 {MOST_ROWS:,} 行。请分成几个文件，分次导入。")
        self.sheets[-1].rows.append(Line(number, tuple(cells[:end])))
        self.last = number

    def check_gap(self, number: int) -> None:
        if number - self.last > MOST_EMPTY:
            where = f"工作表“{self.sheets[-1].name}”第 {self.last} 行以下"
            raise refused(f"{where}有 {MOST_EMPTY:,} 个以上的空行。请删除这些空行，保存后再上传。")

    def check_width(self, number: int, width: int) -> None:
        if width > MOST_COLUMNS:
            where = f"工作表“{self.sheets[-1].name}”第 {number} 行"
            raise refused(f"{where}超过 {MOST_COLUMNS} 列。请删除多余的列后再上传。")


def refused(sentence: str) -> StandardsError:
    return StandardsError(sentence, field="file")


def value_of(text: str | None) -> str | None:
    """A text as a cell: None when nothing but blanks stands there; refused when no cell can be so long.

    Signs that no database and no page can hold are left out.
    """
    text = UNFIT.sub("", text or "")
    if not text.strip():
        return None
    if len(text) > LONGEST:
        raise refused(f"有单元格超过 {LONGEST:,} 个字（“{text[:10]}…”）。请改短后再上传。")
    return text


def number_of(value: float) -> int | float:
    """Spreadsheets know one kind of number; whole ones are whole."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value


def column_letters(index: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
