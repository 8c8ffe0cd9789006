"""Which row of a sheet holds its headings, and which field each column is. Pure.

A guess is shown and can be corrected; what was corrected is remembered by the headings (`signature`).
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .fields import BY_CONTENT, FIELDS, LONGEST_FIRST, MEANINGS, forms_of, plain
from .table import Line, Sheet
from .words import RANKS, SUBSYSTEMS

SEARCHED = 10
SAMPLE = 50
EXACT, CONTENT, CONTAINED = 1.0, 0.8, 0.6
LEAST = 1  # heading that must be understood for sure
CODE = re.compile(r"(?:JC|TG|GL|GZ)\s*\d{0,3}", re.IGNORECASE)
# Sheets of our own workbooks that hold no list.
NOT_LISTS = {"统计表", "说明", "填写说明", "示例", "填写示例"}


@dataclass(frozen=True)
class Layout:
    """How one sheet is read: headings and fields per column ("" is left out), the first row below the headings.

    `certainty` per column is 1 where the heading says it, less where it was guessed.
    """

    sheet: str
    header: int
    first: int
    headings: tuple[str, ...]
    fields: tuple[str, ...]
    certainty: tuple[float, ...]
    subsystem: str = ""

    @property
    def signature(self) -> str:
        return signature_of(self.headings)

    def with_fields(self, fields: Sequence[str]) -> "Layout":
        """The same sheet, its columns as somebody says they are."""
        known = tuple(name if name in FIELDS else "" for name in fields)
        return replace(self, fields=known, certainty=(EXACT,) * len(known))


def signature_of(headings: Sequence[str]) -> str:
    """SHA-256 of the headings as compared: what tells that a list has the shape of an earlier one."""
    return hashlib.sha256("\x1f".join(map(plain, headings)).encode()).hexdigest()


def layout_of(sheet: Sheet) -> Layout | None:
    """How the sheet is read; None for one without headings in its first ten rows, and for hidden ones."""
    if sheet.hidden or sheet.name.strip() in NOT_LISTS:
        return None
    found = max(candidates(sheet.rows[: SEARCHED + 1]), key=lambda each: each[2], default=None)
    if found is None:
        return None
    place, rows, _ = found
    headings, end = headings_of(rows), place + len(rows)
    fields, certainty = read_headings(headings, [line.cells for line in sheet.rows[end : end + SAMPLE]])
    above = " ".join(cell for line in sheet.rows[:place] for cell in line.cells if isinstance(cell, str))
    return Layout(
        sheet=sheet.name,
        header=rows[0].number,
        first=rows[-1].number + 1,
        headings=tuple(" ".join(pair) for pair in headings),
        fields=fields,
        certainty=certainty,
        subsystem=subsystem_in(sheet.name) or subsystem_in(above),
    )


def candidates(lines: list[Line]):
    """(place, the one or two rows, score) of what may be the headings; two rows only where they say more."""
    for place, line in enumerate(lines[:SEARCHED]):
        alone = score_of(headings_of([line]))
        pair = lines[place : place + 2]
        together = score_of(headings_of(pair)) if len(pair) == 2 and is_heading(pair[1]) else 0
        if together >= LEAST and together > max(alone, score_of(headings_of(pair[1:]))):
            yield place, pair, together
        elif alone >= LEAST:
            yield place, [line], alone


def is_heading(line: Line) -> bool:
    """A second row of headings is made of short words, never of numbers or dates."""
    cells = [cell for cell in line.cells if cell is not None]
    return all(isinstance(cell, str) and len(cell) <= 20 and not re.search(r"\d{3}", cell) for cell in cells)


def score_of(headings: list[tuple[str, ...]]) -> float:
    """How many fields the headings name; a list names its titles or its numbers."""
    named = {name: certainty for name, certainty in map(meaning_of, headings) if name}
    unclear = sum(1 for words in headings if any(form in BY_CONTENT for form in forms_of("".join(words))))
    if not {"title", "number"} & named.keys():
        return 0
    return sum(named.values()) + unclear * CONTENT


def headings_of(lines: list[Line]) -> list[tuple[str, ...]]:
    """The words over each column, from above; one that spans columns counts for those that have words below."""
    width = max(len(line.cells) for line in lines)
    columns = [[] for _ in range(width)]
    for line in lines:
        last = ""
        for place in range(width):
            cell = line.cells[place] if place < len(line.cells) else None
            own = " ".join(str(cell).split()) if cell is not None else ""
            spanned = len(lines) == 2 and line is lines[0] and not own and has_word(lines[1], place)
            word = own or (last if spanned else "")
            last = word
            if word and word not in columns[place]:
                columns[place].append(word)
    return [tuple(words) for words in columns]


def has_word(line: Line, place: int) -> bool:
    return place < len(line.cells) and line.cells[place] is not None


def meaning_of(words: tuple[str, ...]) -> tuple[str, float]:
    """The field a heading of one or two rows names, and how surely; ("", 0) for none.

    Of two rows the lower says it (发布日期), or both together (日期 over 发布).
    """
    tries = ["".join(words), "".join(reversed(words)), *reversed(words)]
    for text in tries:
        for form in forms_of(text):
            if form in MEANINGS:
                return MEANINGS[form], EXACT
    if any(form in BY_CONTENT for text in tries for form in forms_of(text)):
        return "", 0
    return contained(forms_of(tries[0]))


def contained(forms: list[str]) -> tuple[str, float]:
    for word in LONGEST_FIRST:
        if any(word in form and len(form) <= len(word) + 8 for form in forms):
            return MEANINGS[word], CONTAINED
    return "", 0


def read_headings(headings: list[tuple[str, ...]], rows: list[tuple]) -> tuple[tuple, tuple]:
    """The field of every column and how sure that is; a field is given once, to the surest column."""
    meanings = [meaning_of(words) for words in headings]
    taken = {name for name, certainty in meanings if certainty == EXACT}
    for place, words in enumerate(headings):
        if meanings[place][0] or not words:
            continue
        name = by_content("".join(words), [row[place] for row in rows if place < len(row)], taken)
        if name:
            meanings[place] = (name, CONTENT)
            taken.add(name)
    return once(meanings)


def once(meanings: list[tuple[str, float]]) -> tuple[tuple, tuple]:
    """Every field at its surest column alone; of equals at the first."""
    best = {}
    for place, (name, certainty) in enumerate(meanings):
        if name and (name not in best or certainty > meanings[best[name]][1]):
            best[name] = place
    kept = [pair if best.get(pair[0]) == place else ("", 0) for place, pair in enumerate(meanings)]
    return tuple(name for name, _ in kept), tuple(certainty for _, certainty in kept)


def by_content(heading: str, cells: list, taken: set[str]) -> str:
    """Which of its meanings a heading like 编号 has over these cells; one that another column has is none."""
    choices = next((BY_CONTENT[form] for form in forms_of(heading) if form in BY_CONTENT), ())
    left = [name for name in choices if name not in taken]
    if not left:
        return ""
    given = [cell for cell in cells if cell is not None]
    fitting = [name for name in left if given and sum(map(LOOKS[name], given)) * 2 > len(given)]
    return fitting[0] if fitting else ("" if given else left[-1])


def is_counted(cell) -> bool:
    return isinstance(cell, int) or (isinstance(cell, str) and cell.strip().isdecimal())


def is_class(cell) -> bool:
    return isinstance(cell, str) and bool(CODE.fullmatch(cell.strip()))


LOOKS = {
    "seq": is_counted,
    "class_code": is_class,
    "number": lambda cell: isinstance(cell, str) and not is_counted(cell) and not is_class(cell),
    "rank": lambda cell: isinstance(cell, str) and plain(cell) in RANKS,
    "place": lambda cell: isinstance(cell, str) and plain(cell) not in RANKS,
}


def subsystem_in(text: str) -> str:
    """The sub-system a sheet's name or a title above the table names: `TG 服务提供`, 服务管理分体系; "" for none."""
    compared = plain(text)
    named = [code for code, words in SUBSYSTEMS.items() if any(word in compared for word in words)]
    coded = re.findall(r"(?<![A-Z])(JC|TG|GL|GZ|ZD)(?![A-Z])", compared)
    found = list(dict.fromkeys(named or coded))
    return found[0] if len(found) == 1 else ""
