"""Sort keys as text: digits only and of fixed width, so that every collation of every database agrees."""

from collections.abc import Iterable

SORT_TEXT_WIDTH = 200


def encode_text(text: str, width: int) -> str:
    """Two digits per ASCII character in code order, filled with 00, which sorts before every character."""
    return "".join(f"{ord(character) - 31:02d}" for character in text).ljust(2 * width, "0")


def join_fields(fields: Iterable[tuple[int | str, int]]) -> str:
    """The text of (value, width) pairs, one after the other, filled to SORT_TEXT_WIDTH.

    A number takes `width` digits, a text twice as many. A value wider than its field, which would spoil
    the order, is a ValueError.
    """
    text = ""
    for value, width in fields:
        if len(str(value)) > width:
            raise ValueError(f"{value!r} is wider than {width}")
        text += encode_text(value, width) if isinstance(value, str) else f"{value:0{width}d}"
    return text.ljust(SORT_TEXT_WIDTH, "0")
