"""A list that comes in, read into the rows of a kind. Pure: no request, no writing.

The heading is found in the first rows by its words; cells become texts as a form takes them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django import forms

from standards.importing.dates import read_day
from standards.importing.reading import Fault, Formula, Sheet

from .errors import ActivitiesError
from .kinds import Table

MOST_ROWS = 1_000
SEARCHED = 10
# Before a cell that is no value; no text of a workbook begins with it.
NO_VALUE = "\0"
YES, NO = (
    {"是", "√", "✓", "有", "对", "1", "到", "到场", "true"},
    {"否", "×", "无", "0", "未到", "缺席", "false"},
)


@dataclass(frozen=True)
class Read:
    """The headings known, and each line as its number and the texts under them."""

    headings: tuple[str, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]
    left_out: tuple[str, ...] = ()


def read_lines(table: Table, sheets: Sequence[Sheet]) -> Read:
    """The lines below the heading of the first sheet that has one.

    Raises ActivitiesError (field `file`) when no sheet has the headings, when one that is needed is missing, or
    when there are no lines or too many.
    """
    known = {plain(column.heading): column.heading for column in table.imported}
    for sheet in sheets:
        if sheet.hidden:
            continue
        for place, row in enumerate(sheet.rows[:SEARCHED]):
            found = {at: known[plain(cell)] for at, cell in enumerate(row.cells) if plain(cell) in known}
            if len(found) >= min(2, len(known)):
                return lines_below(table, row.cells, found, sheet.rows[place + 1 :])
    words = "、".join(column.heading for column in table.imported[:6])
    raise ActivitiesError(
        f"前 {SEARCHED} 行里没有找到表头（{words}…）。请用“下载模板”的表格填写。", field="file"
    )


def lines_below(table: Table, header, found: dict[int, str], rows) -> Read:
    check_headings(table, found)
    if len(rows) > MOST_ROWS:
        raise ActivitiesError(f"超过 {MOST_ROWS:,} 行。请分成几个文件，分次导入。", field="file")
    lines = []
    for row in rows:
        cells = tuple(text_of(row.cells[at] if at < len(row.cells) else None) for at in found)
        if any(cells):
            lines.append((row.number, cells))
    if not lines:
        raise ActivitiesError("表头下面没有内容，没有可以导入的行。", field="file")
    rest = [str(cell).strip() for at, cell in enumerate(header) if cell and at not in found]
    return Read(tuple(found.values()), tuple(lines), tuple(rest))


def check_headings(table: Table, found: dict[int, str]) -> None:
    """Each heading once, and none missing without which no row can be entered."""
    twice = {heading for heading in found.values() if list(found.values()).count(heading) > 1}
    if twice:
        raise ActivitiesError(f"表头“{twice.pop()}”出现了两次，请只留一列。", field="file")
    needed = [
        column.heading
        for column in table.imported
        if is_needed(table, column.field) and column.heading not in found.values()
    ]
    if needed:
        raise ActivitiesError(f"缺少必填的列：{'、'.join(needed)}。", field="file")


def is_needed(table: Table, name: str) -> bool:
    """Whether a form without this field is refused; a box left open means no."""
    field = table.form.base_fields[name]
    return field.required and field.initial is None and not isinstance(field, forms.BooleanField)


def plain(value) -> str:
    """A heading without blanks and the star of what is required."""
    return re.sub(r"[\s*＊]", "", value) if isinstance(value, str) else ""


def text_of(value) -> str:
    """A cell as a person would type it; what a formula shows counts for nothing and is told in the row."""
    if value is None:
        return ""
    if isinstance(value, Formula | Fault):
        return f"{NO_VALUE}{value}"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, float):
        return f"{int(value)}" if value.is_integer() else f"{value:.10g}"
    return str(value).strip()


def date_text(text: str) -> str:
    """A day as forms take it, however it was written; anything else stays as it is."""
    day = read_day(text).value
    return day.isoformat() if day else text


def yes_or_no(text: str) -> str | None:
    """「on」 for yes, "" for no or nothing; None for words that are neither."""
    if text.lower() in YES:
        return "on"
    return "" if not text or text.lower() in NO else None
