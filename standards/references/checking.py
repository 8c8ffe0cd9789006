"""查新: a list of numbers with their states, from any source, against what a registry has adopted or cites.

`read_list` makes lines of a table; `compare` judges one line. Both know no database.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..errors import StandardsError
from ..importing.dates import read_day
from ..importing.fields import plain
from ..importing.headers import layout_of
from ..importing.table import Line, Sheet
from ..importing.words import EMPTY, STATUSES
from ..models import Citation, Standard, StatusFinding
from ..numbering import DocumentNumber, NumberError, parse_many, parse_titled
from .citations import is_of_all_parts
from .editions import ENDED, Editions, loose, wholes_of, year_of

Verdict = StatusFinding.Verdict
MOST_ROWS = 5_000
LONGEST_ROW = 1_000
LIVE = ("in_force", "upcoming")
GONE = ("replaced", "withdrawn")
# Words inside longer ones (2024-01-01 起废止), the first found decides.
HELD = {
    "即将实施": "upcoming",
    "未实施": "upcoming",
    "即将废止": "in_force",
    "代替": "replaced",
    "替代": "replaced",
    "废止": "withdrawn",
    "作废": "withdrawn",
    "失效": "withdrawn",
    "现行": "in_force",
    "有效": "in_force",
}
LONGEST_STATE_WORDS = 20


@dataclass(frozen=True)
class Listed:
    """One line of a list. `key` and `family` are empty where no number could be read; `state` is one of
    in_force, upcoming, replaced, withdrawn, or empty where the source says nothing."""

    place: int
    number: str
    key: str = ""
    family: str = ""
    related: tuple[str, ...] = ()
    said: str = ""
    state: str = ""
    replaced_by: str = ""
    ended_on: date | None = None

    @property
    def year(self) -> int:
        return year_of(self.key, self.family)


def state_of(text: str) -> str:
    """The state a source's words mean; "" for none."""
    compared = plain(text)
    known = STATUSES.get(compared, "")
    if known or compared in EMPTY or len(compared) > LONGEST_STATE_WORDS:
        return known if known in (*LIVE, *GONE) else ""
    return next((state for word, state in HELD.items() if word in compared), "")


def read_list(sheets: list[Sheet], today: date) -> list[Listed]:
    """The lines of the first sheet that holds numbers.

    Raises StandardsError when there are too many or too long lines, no number, or no state at all.
    """
    for sheet in sheets:
        check_bounds(sheet)
        lines = read_sheet(sheet, today)
        if any(line.key for line in lines):
            if not any(line.state for line in lines):
                raise StandardsError(
                    "名单里没有读出状态。请加一列“状态”，写明现行、即将实施、被代替或废止。", field="text"
                )
            return lines
    raise StandardsError(
        "名单里没有读出标准编号。请给出编号和状态两列，如“GB/T 34300-2017　现行”。", field="text"
    )


def check_bounds(sheet: Sheet) -> None:
    if len(sheet.rows) > MOST_ROWS:
        raise StandardsError(
            f"名单有 {len(sheet.rows):,} 行，一次最多 {MOST_ROWS:,} 行。请分成几份，分次查新。", field="text"
        )
    for line in sheet.rows:
        length = sum(len(cell) for cell in line.cells if isinstance(cell, str))
        if length > LONGEST_ROW:
            raise StandardsError(
                f"第 {line.number} 行有 {length:,} 个字，超过 {LONGEST_ROW:,} 个字，不像名单。请一行只写一个标准。",
                field="text",
            )


def read_sheet(sheet: Sheet, today: date) -> list[Listed]:
    """Every line below the headings; without headings what the cells hold tells their columns."""
    layout = layout_of(sheet)
    if layout is None or "number" not in layout.fields:
        found = (by_content(line, today) for line in sheet.rows)
    else:
        columns = {name: place for place, name in enumerate(layout.fields) if name}
        below = (line for line in sheet.rows if line.number >= layout.first)
        found = (by_columns(line, columns, today) for line in below)
    return [line for line in found if line]


def by_columns(line: Line, columns: dict[str, int], today: date) -> Listed | None:
    """A line whose columns are known; None when its number is empty."""
    typed = text_at(line, columns, "number")
    if not typed:
        return None
    ended = day_at(line, columns, "replaced_on") or day_at(line, columns, "withdrawn_on")
    named = text_at(line, columns, "new"), text_at(line, columns, "old")
    return listed(line.number, typed, text_at(line, columns, "status"), named, ended, today)


def text_at(line: Line, columns: dict[str, int], name: str) -> str:
    cell = cell_at(line, columns, name)
    text = "" if cell is None else str(cell).strip()
    return "" if plain(text) in EMPTY or text in EMPTY else text


def day_at(line: Line, columns: dict[str, int], name: str) -> date | None:
    return read_day(cell_at(line, columns, name)).value


def cell_at(line: Line, columns: dict[str, int], name: str):
    place = columns.get(name)
    return line.cells[place] if place is not None and place < len(line.cells) else None


def by_content(line: Line, today: date) -> Listed | None:
    """A line without headings: the first number, the first state, another number, a date, in whatever order."""
    texts = [str(cell).strip() for cell in line.cells if cell is not None]
    if len(texts) == 1:
        return of_one_cell(line.number, texts[0], today)
    numbers = [text for text in texts if is_number(text, today)]
    state = next((text for text in texts if text not in numbers and state_of(text)), "")
    ended = next((day.value for day in map(read_day, line.cells) if day.value), None)
    if not numbers:
        return None
    return listed(line.number, numbers[0], state, ("", numbers[1] if numbers[1:] else ""), ended, today)


def of_one_cell(place: int, text: str, today: date) -> Listed | None:
    """「GB/T 34300-2017 现行」: what follows the number says the state."""
    try:
        number, words = parse_titled(text, today)
    except NumberError:
        return None
    return listed(place, str(number), words, ("", ""), None, today)


def is_number(text: str, today: date) -> bool:
    try:
        parse_titled(text, today)
    except NumberError:
        return False
    return True


def listed(
    place: int, typed: str, said: str, named: tuple[str, str], ended: date | None, today: date
) -> Listed:
    """A line put together; `named` are the columns of the newer and of the older standard, as headed."""
    try:
        number, _ = parse_titled(typed, today)
    except NumberError:
        return Listed(place, typed, said=said)
    state = state_of(said)
    newer = newer_of(number, *named, gone=state in GONE, today=today)
    key = str(number) if isinstance(number, DocumentNumber) else number.key
    family = key if isinstance(number, DocumentNumber) else number.family
    return Listed(place, str(number), key, family, related(number), said, state, newer, ended)


def related(number) -> tuple[str, ...]:
    return (str(number),) if isinstance(number, DocumentNumber) else tuple(number.related_families)


def newer_of(number, new: str, old: str, *, gone: bool, today: date) -> str:
    """What takes the place of `number`, of two columns whose headings are used both ways (GB/T 22373).

    Of one family years decide: a later one is newer, an earlier one older. Another family is newer where the heading
    says so, or where the line says that its own standard is gone.
    """
    found = []
    for text, trusted in ((new, True), (old, False)):
        for other in numbers_in(text, today):
            same = loose(getattr(other, "family", "")) == loose(getattr(number, "family", "-"))
            later = (other.year or 0) > (getattr(number, "year", 0) or 0)
            if later if same else (trusted or gone):
                found.append(str(other))
    return "、".join(dict.fromkeys(found))


def numbers_in(text: str, today: date) -> list:
    try:
        return parse_many(text, today)
    except NumberError:
        return []


class Citing:
    """Which standards of an organisation cite what, from its citations."""

    def __init__(self, citations: Iterable[Citation]):
        self.dated: dict[str, set[Standard]] = defaultdict(set)
        self.undated: dict[str, set[Standard]] = defaultdict(set)
        self.wholes: dict[str, set[Standard]] = defaultdict(set)
        self.years: dict[str, list[tuple[int, Standard]]] = defaultdict(list)
        for each in citations:
            family = loose(each.number_family)
            if each.is_dated:
                self.dated[each.number_key].add(each.standard)
                self.years[family].append((year_of(each.number_key, each.number_family), each.standard))
            else:
                (self.wholes if is_of_all_parts(each) else self.undated)[family].add(each.standard)

    def of(self, key: str, family: str) -> set[Standard]:
        """Standards that cite this edition, by its year or without one."""
        wholes = (self.wholes.get(whole, set()) for whole in wholes_of(loose(family)))
        return self.dated.get(key, set()) | self.undated.get(loose(family), set()) | set().union(*wholes)

    def of_older(self, family: str, year: int) -> set[Standard]:
        """Standards that cite an earlier edition by its year."""
        return {standard for cited, standard in self.years.get(loose(family), []) if cited < year}


@dataclass(frozen=True)
class Judged:
    """A line compared: the verdict, the row of the registry it is about, the own standards it touches."""

    listed: Listed
    verdict: str
    standard: Standard | None
    citing: frozenset[Standard]


def compare(line: Listed, registry: Editions, citing: Citing, on: date) -> Judged:
    """What one line means for a registry on a date."""
    if not line.key:
        return Judged(line, Verdict.UNKNOWN, None, frozenset())
    ours = registry.by_key.get(line.key) if line.year or line.key != line.family else None
    ours = ours or (registry.meant(line.family, on) if not line.year else None)
    if ours:
        touched = citing.of(ours.number_key, ours.number_family)
        return Judged(line, verdict_on(ours.status(on), line.state), ours, own(touched))
    older = next(iter(registry.all_of(line.family)), None)
    if older and line.year > year_of(older.number_key, older.number_family):
        touched = citing.of(older.number_key, older.number_family) | citing.of_older(line.family, line.year)
        return Judged(line, Verdict.NEWER, older, own(touched))
    return only_cited(line, citing)


def verdict_on(status: str, state: str) -> str:
    """Our status against what the source says; nothing said is nothing known."""
    if not state:
        return Verdict.UNKNOWN
    return Verdict.SAME if (status in ENDED) == (state in GONE) else Verdict.CHANGED


def only_cited(line: Listed, citing: Citing) -> Judged:
    """What is not adopted may be cited: by this edition, by an older one, without a year."""
    touched = own(citing.of(line.key, line.family))
    if touched and line.state:
        return Judged(line, Verdict.CHANGED if line.state in GONE else Verdict.SAME, None, touched)
    if older := own(citing.of_older(line.family, line.year)):
        return Judged(line, Verdict.NEWER, None, older)
    return Judged(line, Verdict.UNKNOWN, None, touched)


def own(standards: set[Standard]) -> frozenset[Standard]:
    return frozenset(standard for standard in standards if standard.is_own)
