"""One node as a band of a width: its words in lines, its figures and its state at the right."""

from collections.abc import Sequence
from dataclasses import replace

from .measures import Measure, width_of, wrap
from .shapes import Band, Tag, Words

CLAUSE = 4.6  # widths of a character that a clause usually takes
INDENT = 22
SIGN = 20  # room for ▸ before a class


def line_height(size: int) -> int:
    return size + size // 3


def tag_of(branch, right: int, middle: int, size: int) -> Tag:
    """The word of a branch, its frame ending at `right` and centred on `middle`."""
    height, width = size + 6, 2 * size + 12
    return Tag(right - width, middle - height // 2, width, height, size, branch.state, branch.state_words)


def box_band(branch, x: int, y: int, width: int, measure: Measure) -> Band:
    """A part of the 指导层: name and below it the figures, both in the middle."""
    size, small, step = measure.size, measure.small, line_height(measure.size)
    lines = wrap(branch.node.name, width - 2 * measure.pad, size)
    middle = x + width // 2
    words = [
        Words(middle, y + measure.pad + size + step * place, text, size, "middle", bold=True)
        for place, text in enumerate(lines)
    ]
    below = y + measure.pad + step * len(lines) + small // 2 + 6
    figures = f"{branch.present} / {branch.expected}"
    words.append(Words(middle - 6, below + small // 2 - 1, figures, small, "end"))
    tag = tag_of(branch, middle + 6 + 2 * small + 12, below, small)
    height = below - y + small // 2 + measure.pad
    return named(Band("box", branch.node.code, "", x, y, width, height, tuple(words), tag), branch)


def head_band(branch, x: int, y: int, width: int, measure: Measure) -> Band:
    """A sub-system: code, name, figures, share and what is missing."""
    figures = f"{branch.present} / {branch.expected}"
    if branch.percentage is not None:
        figures += f"　{branch.percentage}%"
    if branch.missing:
        figures += f"　缺 {branch.missing}"
    code = branch.node.class_code or branch.node.code
    return row_band("head", branch, x, y, width, measure, code=code, figures=figures, bold=True)


def class_band(branch, x: int, y: int, width: int, measure: Measure, opened: frozenset[str], least=0) -> Band:
    """A class, with the sign that says whether its leaves are shown; as high as its neighbours' `least`."""
    is_open = branch.node.code in opened
    band = row_band("class", branch, x, y, width, measure, code=branch.node.code, bold=is_open, least=least)
    toggled = opened ^ {branch.node.code}
    return replace(band, is_open=is_open, toggled=",".join(sorted(toggled)))


def leaf_band(branch, x: int, y: int, width: int, measure: Measure) -> Band:
    kind = "group" if branch.children else "leaf"
    code = branch.node.clause or branch.node.code
    return row_band(kind, branch, x, y, width, measure, code=code, figures=None)


def row_band(kind, branch, x, y, width, measure, *, code, figures=None, bold=False, least=0) -> Band:
    """A band with code and name at the left, figures at the right; the name wraps between them."""
    size = measure.size if kind in ("head", "class") else measure.small
    figures = figures or f"{branch.present} / {branch.expected}"
    left, indent = indents(kind, code, size, measure)
    room = width - indent - width_of(figures, size) - measure.pad - 6
    room -= 0 if kind == "head" else 2 * measure.small + 20
    figures, room, below_it = with_note(kind, branch, figures, room, size)
    lines, aside = wrap(branch.node.name, room, size), under_way(kind, branch, room, size)
    beside = lines and aside and width_of(f"{lines[-1]}　{aside[0]}", size) <= room
    height, first = extent(kind, len(lines) + len(aside) + len(below_it) - bool(beside), size, measure, least)
    quiet = "ink" if kind in ("head", "class") else "quiet"
    words = [Words(x + left, y + first, code, size, tone=quiet, bold=bold)]
    words += lines_at(lines, x + indent, y + first, size, "ink", bold)
    if beside:
        words.append(
            replace(words[-1], x=words[-1].x + width_of(lines[-1], size) + size, text=aside[0], tone="warn")
        )
    below = y + first + line_height(size) * len(lines)
    rest = aside[1:] if beside else aside
    words += lines_at(rest, x + indent, below, size, "warn", bold=False)
    below += line_height(size) * len(rest)
    words += lines_at(below_it, x + indent, below, size, "quiet", bold=False)
    right, middle = x + width - measure.pad, y + height // 2
    tag = None if kind == "head" else tag_of(branch, right, middle, measure.small)
    end = right if tag is None else tag.x - 8
    words.append(Words(end, middle + size // 2 - size // 8, figures, size, "end", bold=bold))
    return named(Band(kind, branch.node.code, "", x, y, width, height, tuple(words), tag), branch)


def with_note(kind: str, branch, figures: str, room: int, size: int) -> tuple[str, int, tuple[str, ...]]:
    """What others know of a class or leaf: before its figures where name and note have room in one line, else in
    lines of its own. Figures, the room left for the name, the lines.
    """
    if kind == "head" or not branch.note:
        return figures, room, ()
    wanted = width_of(f"{branch.note}　", size)
    if width_of(branch.node.name, size) + wanted <= room:
        return f"{branch.note}　{figures}", room - wanted, ()
    return figures, room, wrap(branch.note, room, size)


def indents(kind: str, code: str, size: int, measure: Measure) -> tuple[int, int]:
    """Where the code begins and where the name does."""
    left = {"head": measure.pad + 4, "class": SIGN}.get(kind, INDENT)
    least = 0 if kind in ("head", "class") else round(CLAUSE * size)
    return left, left + max(width_of(code, size) + 8, least)


def under_way(kind: str, branch, room: int, size: int) -> tuple[str, ...]:
    """What is being done about a gap: beside the leaf, or below it where there is no room."""
    return wrap(branch.progress, room, size) if branch.missing and kind == "leaf" else ()


def extent(kind: str, lines: int, size: int, measure: Measure, least: int) -> tuple[int, int]:
    """Height of a band of so many lines, and its first base line."""
    least = max(least, measure.class_row if kind in ("head", "class") else measure.leaf_row)
    step = line_height(size)
    height = max(least, step * lines + 6)
    return height, (height - step * lines) // 2 + size


def lines_at(lines: Sequence[str], x: int, y: int, size: int, tone: str, bold: bool) -> list[Words]:
    step = line_height(size)
    return [Words(x, y + step * place, text, size, tone=tone, bold=bold) for place, text in enumerate(lines)]


def named(band: Band, branch) -> Band:
    """The band with what a reader hears of it."""
    node, told = branch.node, f"，{branch.note}" if branch.note else ""
    return replace(
        band,
        label=f"{node.code} {node.name}，现有 {branch.present}，应有 {branch.expected}，{branch.state_words}{told}",
    )
