"""The parts a paper is made of. One description makes the Word template and the page that is printed. Pure.

Every text is a Jinja template over the context of the paper. `each` is a loop, `row in rows`; `when` a condition.
"""

from dataclasses import dataclass

BLANK_DATE = "　　年　　月　　日"


@dataclass(frozen=True)
class Masthead:
    """发文机关标志: the organisation in red over a red line, under it the number of the paper (GB/T 9704)."""

    text: str
    number: str = ""


@dataclass(frozen=True)
class Title:
    text: str


@dataclass(frozen=True)
class Heading:
    """一、 in 黑体; of level 2 （一） in 楷体."""

    text: str
    level: int = 1
    when: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Body text. `place` is indent, left, centre or right; a line end in a value begins a new paragraph."""

    text: str
    place: str = "indent"
    each: str = ""
    when: str = ""


@dataclass(frozen=True)
class Facts:
    """A table of label and value; a row has one pair, which spans the table, or two.

    The labels in `tall` get room to write by hand.
    """

    rows: tuple[tuple[str, ...], ...]
    tall: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """A heading, the text of its cells, its share of the width in percent; figures have the `place` right.

    With the `place` drawing the text is the path of a drawn signature (`gridgov.drawing`), and the signature is shown.
    """

    heading: str
    text: str
    width: int
    place: str = ""


@dataclass(frozen=True)
class Rows:
    """A table with a row for each of `each`; `empty` stands in it when there is none."""

    each: str
    columns: tuple[Column, ...]
    caption: str = ""
    empty: str = "（无）"
    when: str = ""


@dataclass(frozen=True)
class Signature:
    """The lines at the end, to the right: who, and the date."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """A paper from top to bottom; `wide` ones lie across the page."""

    blocks: tuple
    wide: bool = False
