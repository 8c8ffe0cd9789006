"""Reading a filled score table: which judgements it changes, and what is wrong in which cell. No database.

A row whose answer is empty changes nothing; a row that says what stands already is left alone. All or nothing is the
service's: here every cell is looked at, so that all errors are told at once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from standards.importing.table import Fault, Formula, Line, column_letters
from standards.importing.table import Sheet as Page

from ..errors import EvaluationError
from ..scoring import Requirement, Scorecard, parse_decision, parse_judgement
from ..scoring.rules import TierDeduction
from .workbook import ANSWER, CODE, DECISIONS, HEAD, TITLE, WORDS, answers_of

MOST_TEXT = 2000
LOOKED_AT = 20  # rows from above among which the heading stands


@dataclass(frozen=True, slots=True)
class CellError:
    """What is wrong in one cell, and how to mend it."""

    page: str
    cell: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.page} {self.cell}：{self.sentence}"


@dataclass(frozen=True, slots=True)
class Change:
    """One judgement the table changes: on which version it is based, and what it makes."""

    target: str
    base: int
    before: dict
    value: dict


@dataclass(frozen=True, slots=True)
class Precheck:
    """Everything a table would do. `unchanged` counts rows with an answer that stands already."""

    changes: tuple[Change, ...] = ()
    errors: tuple[CellError, ...] = ()
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Head:
    """Where the columns are: name → place."""

    page: str
    places: Mapping[str, int]

    def cell(self, name: str, line: Line) -> str:
        return f"{column_letters(self.places.get(name, 0))}{line.number}"

    def value(self, name: str, line: Line):
        place = self.places.get(name)
        return line.cells[place] if place is not None and place < len(line.cells) else None

    def error(self, name: str, line: Line, sentence: str) -> CellError:
        return CellError(self.page, self.cell(name, line), sentence)


class Wrong(Exception):
    """One refused cell."""

    def __init__(self, error: CellError):
        self.error = error


def precheck(card: Scorecard, entries: Mapping, pages: list[Page]) -> Precheck:
    """What `pages` would change of a sheet with these `entries`.

    Raises EvaluationError when no worksheet has the columns of a score table.
    """
    found = [(head, lines) for page in pages if not page.hidden for head, lines in table_in(page)]
    if not found:
        raise EvaluationError(
            f"没有找到评分表：要有“{CODE}”和“{ANSWER}”两列。请先下载评分表，填好再上传。", field="file"
        )
    changes, errors, seen, unchanged = [], [], {}, 0
    for head, lines in found:
        for line in lines:
            try:
                change = read_line(card, entries, seen, head, line)
            except Wrong as wrong:
                errors.append(wrong.error)
                continue
            if change is not None and change.value != change.before:
                changes.append(change)
            elif change is not None:
                unchanged += 1
    return Precheck(tuple(changes), tuple(errors), unchanged)


def table_in(page: Page) -> Iterator[tuple[Head, list[Line]]]:
    """The head of a worksheet with the rows below it; nothing where it has none."""
    for place, line in enumerate(page.rows[:LOOKED_AT]):
        names = {str(cell).strip(): column for column, cell in enumerate(line.cells) if isinstance(cell, str)}
        if CODE in names and ANSWER in names:
            yield Head(page.name, names), page.rows[place + 1 :]
            return


def other_title(pages: list[Page], evaluation: str) -> str:
    """The title above a table that names another evaluation than this one; "" where none does."""
    above = (line for page in pages for line in page.rows[: HEAD - 1])
    texts = (cell for line in above for cell in line.cells if isinstance(cell, str))
    return next((text for text in texts if TITLE in text and not text.startswith(f"{evaluation} ")), "")


def read_line(card: Scorecard, entries: Mapping, seen: dict, head: Head, line: Line) -> Change | None:
    """The change of one row; None when it says nothing. Raises Wrong."""
    code = code_of(card, seen, head, line)
    answer, words = head.value(ANSWER, line), words_of(head, line)
    if code is None or answer is None:
        if words and code is not None and not same_words(entries.get(code), words):
            raise Wrong(head.error(ANSWER, line, f"{code} 写了文字，没有判定，请选择判定，或删去文字。"))
        return None
    fact = fact_of(card, code, head, line, answer)
    value = checked(card, code, head, line, fact | words)
    entry = entries.get(code)
    return Change(code, entry.version if entry else 0, entry.value if entry else {}, value)


def code_of(card: Scorecard, seen: dict, head: Head, line: Line) -> str | None:
    """The code of a row, once in the whole table; None for a row without one."""
    cell = head.value(CODE, line)
    if cell is None:
        return None
    code = str(cell).strip()
    if code not in card.targets:
        raise Wrong(head.error(CODE, line, f"评分表中没有“{code[:20]}”，请用下载的评分表填写。"))
    if code in seen:
        raise Wrong(head.error(CODE, line, f"{code} 在 {seen[code]} 已有一行，请只留一行。"))
    seen[code] = f"{head.page} {head.cell(CODE, line)}"
    return code


def words_of(head: Head, line: Line) -> dict[str, str]:
    """The words of a row by their names in the exchange format; empty ones left out."""
    found = {}
    for label, name in WORDS.items():
        text = text_of(head, line, label)
        if len(text) > MOST_TEXT:
            raise Wrong(head.error(label, line, f"{label}有 {len(text)} 字，最多 {MOST_TEXT} 字，请缩短。"))
        if text:
            found[name] = text
    return found


def text_of(head: Head, line: Line, name: str) -> str:
    cell = head.value(name, line)
    if isinstance(cell, Formula | Fault):
        raise Wrong(head.error(name, line, "是公式或错误值，请改成文字或数。"))
    return "" if cell is None else str(cell).strip()


def same_words(entry, words: dict) -> bool:
    """Whether the words stand there already: of a judgement cleared in the table nothing is changed."""
    value = entry.value if entry else {}
    return all(value.get(name) == text for name, text in words.items())


def fact_of(card: Scorecard, code: str, head: Head, line: Line, answer) -> dict:
    """The fact an answer names; a measured value is a figure."""
    text = text_of(head, line, ANSWER)
    requirement = card.requirements_by_code.get(code)
    answers = answers_of(requirement) if requirement else DECISIONS
    if text in answers:
        return dict(answers[text])
    if requirement and isinstance(requirement.rule, TierDeduction):
        return {"value": figure(head, line, requirement, answer, text)}
    raise Wrong(head.error(ANSWER, line, f"{code} 没有“{text[:20]}”这一项，可选：{'、'.join(answers)}。"))


def figure(head: Head, line: Line, requirement: Requirement, answer, text: str) -> str:
    """A measured percentage as plain digits; what a spreadsheet counts is shown with fifteen figures at most."""
    plain = f"{answer:.15g}" if isinstance(answer, float) else text
    try:
        parse_judgement(requirement, {"value": plain})
    except EvaluationError as error:
        sentence = f"{requirement.code} 是“{text[:20]}”，应为 0 到 100 之间的数，如 89.96，或“不适用”。"
        raise Wrong(head.error(ANSWER, line, sentence)) from error
    return plain


def checked(card: Scorecard, code: str, head: Head, line: Line, value: dict) -> dict:
    """The value as the sheet keeps it, its reason where one is due."""
    requirement = card.requirements_by_code.get(code)
    if "reason" not in value and (not requirement or "not_applicable" in value):
        raise Wrong(head.error("理由", line, f"{code} 判为“{text_of(head, line, ANSWER)}”，要写理由。"))
    if not requirement and (
        extra := [label for label, name in WORDS.items() if name in value and name != "reason"]
    ):
        raise Wrong(head.error(extra[0], line, f"{code} 是整项的决定，只写理由，{extra[0]}请写在各条要求。"))
    try:
        parsed = (
            parse_judgement(requirement, value)
            if requirement
            else parse_decision(card.items_by_code[code], value)
        )
    except EvaluationError as error:
        raise Wrong(head.error(ANSWER, line, error.message)) from error
    return parsed.to_dict()
