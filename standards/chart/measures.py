"""Sizes of a chart, and how wide and long its words become.

Text is measured without a font: a Chinese character is as wide as it is high, another one a little over half. Both
are upper bounds in the typefaces we name, so that what fits here fits everywhere.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from unicodedata import east_asian_width

WIDE = {"W", "F", "A"}
CAPITAL, NARROW = 0.72, 0.58
NOT_FIRST = "，。、；：）》”！？"  # never begin a line


@dataclass(frozen=True)
class Measure:
    """Units of one layout. A column takes one line of classes; `size` is the type of a class, `small` of the rest."""

    columns: int
    column: int
    size: int
    small: int
    class_row: int
    leaf_row: int
    gap: int = 26

    @property
    def label(self) -> int:
        """Width of the names of the layers at the left."""
        return self.size + 17

    @property
    def width(self) -> int:
        return self.label + 3 * self.pad + self.columns * self.column

    @property
    def pad(self) -> int:
        return 10


SCREEN = Measure(columns=2, column=528, size=15, small=14, class_row=44, leaf_row=32)
PAPER = Measure(columns=2, column=330, size=13, small=12, class_row=27, leaf_row=20, gap=20)


def width_of(text: str, size: int) -> int:
    """Units a line of text takes at most."""
    return round(sum(share_of_em(char) for char in text) * size + 0.5)


@cache
def share_of_em(char: str) -> float:
    if east_asian_width(char) in WIDE:
        return 1
    return CAPITAL if char.isupper() or char in "%mw" else NARROW


@lru_cache(maxsize=16_384)
def wrap(text: str, room: int, size: int) -> tuple[str, ...]:
    """The text in as few lines of at most `room` units as there can be, about equally long; none without text.

    The names of a tree are laid out again and again, in a few widths: hence the cache.

    Words and numbers stay whole unless longer than a line.
    """
    if width_of(text, size) <= room:
        return (text,) if text else ()
    lines = fill_lines(text, room, size)
    while 1 < len(lines) == len(tighter := fill_lines(text, room - size, size)) and room > 4 * size:
        lines, room = tighter, room - size
    return tuple(lines)


def fill_lines(text: str, room: int, size: int) -> list[str]:
    lines, current = [], ""
    for piece in pieces(text, room, size):
        if current and width_of(current + piece, size) > room:
            lines.append(current.rstrip())
            current = piece.lstrip()
        else:
            current += piece
    return [*lines, current] if current else lines


def pieces(text: str, room: int, size: int) -> list[str]:
    """Where a line may end: after every Chinese character, around words and numbers, never before 、 and ）."""
    found = []
    for char in text:
        joins = found and (char in NOT_FIRST or (is_word(char) and is_word(found[-1][-1])))
        if joins and width_of(found[-1] + char, size) <= room:
            found[-1] += char
        elif joins and char in NOT_FIRST and len(found[-1]) > 1:
            found[-1:] = [found[-1][:-1], found[-1][-1] + char]
        else:
            found.append(char)
    return found


def is_word(char: str) -> bool:
    return char.isascii() and char != " "
