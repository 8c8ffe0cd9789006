"""Rows of a worksheet as XML. Pure.

openpyxl spends seven eighths of a long list in building one object per cell; rows are written here as text,
everything else of the workbook by openpyxl. A text is always an inline string, so no program takes one
that begins with = + - @ for a formula.
"""

import re
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from gridgov.characters import fit

EPOCH = date(1899, 12, 30).toordinal()
FIRST_DAY = date(1900, 3, 1)  # before it the 29 February 1900 of spreadsheets puts dates off by one
LONGEST = 32_767
LINE_HEIGHT = 13  # points, of 10 point type
ROOM = 5  # points between text and borders
MOST_LINES = 20
LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def clean(text: str) -> str:
    """The text as a cell can hold it: no control characters, line ends `\\n`, at most 32,767 characters."""
    return fit(text)[:LONGEST]


@dataclass(frozen=True)
class Shape:
    """How the cells of a row look: column letters, indexes of their formats in the workbook, widths."""

    letters: tuple[str, ...]
    styles: tuple[int, ...]
    widths: tuple[int, ...]


def row_xml(number: int, values, shape: Shape) -> str:
    """One `<row>` with the values of its cells, empty ones included so that borders are unbroken."""
    cells = zip(shape.letters, values, shape.styles, strict=True)
    inside = "".join([cell_xml(f"{letter}{number}", value, style) for letter, value, style in cells])
    return f'<row r="{number}" ht="{lines_of(values, shape.widths) * LINE_HEIGHT + ROOM}">{inside}</row>'


def lines_of(values, widths: tuple[int, ...]) -> int:
    """How many lines the fullest cell takes; not every program works that out when it opens a file.

    Widths count narrow characters; a Chinese one is two wide.
    """
    most = 1
    for value, width in zip(values, widths, strict=True):
        if isinstance(value, str) and (2 * len(value) > width or "\n" in value):
            most = max(most, sum(lines_of_paragraph(each, width) for each in value.splitlines()))
    return min(most, MOST_LINES)


def lines_of_paragraph(text: str, width: int) -> int:
    """Lines of one paragraph; UTF-8 gives a Chinese character three bytes, so the mean with 1 is its width."""
    wide = (len(text.encode(errors="replace")) + len(text)) // 2
    return -(-wide // width) or 1


def cell_xml(reference: str, value, style: int) -> str:
    """One `<c>`: a whole number or a date as its number, anything else as an inline string."""
    if value is None or value == "":
        return f'<c r="{reference}" s="{style}"/>'
    if isinstance(value, int):
        return f'<c r="{reference}" s="{style}"><v>{value}</v></c>'
    if isinstance(value, date) and value >= FIRST_DAY:
        return f'<c r="{reference}" s="{style}"><v>{value.toordinal() - EPOCH}</v></c>'
    text = escape(LOOKS_ESCAPED.sub("_x005F_", clean(str(value))))
    return f'<c r="{reference}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
