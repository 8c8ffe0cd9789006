"""What was found of one row of a list; pages and services read it as one JSON object. Pure."""

from dataclasses import dataclass, field
from datetime import date

from .rows import SILENT, Numbered, Said, is_silent, read_field, text_of
from .table import Fault, Formula

NEW, CHANGED, SAME, ERROR = "new", "changed", "same", "error"
# What the page of the 预检 shows of every row.
SHOWN = ("class_code", "number", "title", "status", "effective_on", "departments")


@dataclass(frozen=True)
class Options:
    """What the user agreed to: dates that stand for each other, departments made by the import, rows that name
    only their class filed under its first leaf.
    """

    same_day: bool = False
    make_departments: bool = False
    first_leaf: bool = False


@dataclass
class Finding:
    """One row: its cells by field, the registered row it is about, what would be written, what is wrong.

    `values` holds the new content of a new row, or the changed fields of a known one (dates as dates, departments
    by name); `changes` the words before and after; `ends` the days on which known rows become 被代替 by it.
    """

    sheet: int
    line: int
    cells: dict
    subsystem: str = ""
    known: object = None
    number: Numbered | None = None
    values: dict = field(default_factory=dict)
    changes: dict = field(default_factory=dict)
    ends: dict = field(default_factory=dict)
    faults: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    remarks: list = field(default_factory=list)

    def text(self, name: str) -> str:
        """What the list says, nothing for `—` and the like."""
        cell = self.cells.get(name)
        return "" if is_silent(cell) else text_of(cell)

    def said(self, name: str, *, today: date) -> Said:
        """What the cell of a field says; its fault, note and words for the 备注 are taken down."""
        if self.cells.get(name) is None:
            return SILENT
        said = read_field(name, self.cells[name], today=today)
        if said.fault:
            self.blame(name, said.fault)
        if said.note:
            self.notes.append(said.note)
        if said.remark:
            self.remarks.append(said.remark)
        return said

    def blame(self, name: str, sentence: str) -> None:
        if (name, sentence) not in self.faults:
            self.faults.append((name, sentence))

    @property
    def verdict(self) -> str:
        if self.faults:
            return ERROR
        if self.known is None:
            return NEW
        return CHANGED if self.changes else SAME

    def as_json(self, places) -> dict:
        """The row as it is stored and shown; what is the same needs little."""
        row = {"sheet": self.sheet, "line": self.line, "verdict": self.verdict, "shown": self.shown(places)}
        if self.known is not None:
            row |= {"pk": self.known.pk, "own": self.known.is_own and self.known.is_published}
        further = {
            "set": {name: plain_value(value) for name, value in self.values.items()},
            "changes": {name: list(pair) for name, pair in self.changes.items()},
            "ends": {str(pk): plain_value(day) for pk, day in self.ends.items()},
            "faults": [list(each) for each in self.faults],
            "notes": list(dict.fromkeys(self.notes)),
            "typed": self.typed(),
        }
        return row | {name: value for name, value in further.items() if value}

    def typed(self) -> str:
        """The number as it was written, where the registry writes it otherwise."""
        text = self.text("number")
        return text if self.number and text and str(self.number.number) != text else ""

    def shown(self, places) -> dict:
        texts = {name: shown_text(self.cells.get(name)) for name in SHOWN}
        if self.number:
            texts["number"] = str(self.number.number)
        elif self.known is not None and not texts["number"]:
            texts["number"] = self.known.number
        if not texts["class_code"]:
            node = self.values.get("node") or (self.known.node_id if self.known is not None else None)
            leaf = places.by_pk.get(node)
            texts["class_code"] = (leaf.class_code or leaf.code) if leaf else ""
        return {name: text for name, text in texts.items() if text}


def shown_text(cell) -> str:
    return str(cell) if isinstance(cell, Formula | Fault) else text_of(cell)[:200]


def plain_value(value):
    return value.isoformat() if isinstance(value, date) else value
