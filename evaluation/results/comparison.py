"""Frozen results beside each other: per table, item and total, and which requirements make the difference. Pure.

The first document is the one compared; the others stand beside it, each under its label.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..scoring import signed
from .charts import Grouped, Radar, grouped_bars, radar
from .outcomes import outcome, points, why


@dataclass(frozen=True, slots=True)
class Column:
    """One result: what it is called here, its number, total and verdict, the beginning of its hash."""

    label: str
    number: str
    total: int
    verdict: str
    scorecard: str
    hash: str


@dataclass(frozen=True, slots=True)
class Row:
    """One table, item or the total: its points of every result (None where its edition has none), 本次 minus each."""

    code: str
    title: str
    full: int
    scores: tuple[int | None, ...]

    @property
    def differences(self) -> tuple[str, ...]:
        """Signed, of the first score and each of the others; empty where one is missing."""
        first, *others = self.scores
        return tuple("" if other is None else signed(first - other) for other in others)

    @property
    def pairs(self) -> list[tuple[int | None, str]]:
        """(score, difference) of every result beside the first."""
        return list(zip(self.scores[1:], self.differences, strict=True))

    @property
    def differs(self) -> bool:
        return any(score not in (None, self.scores[0]) for score in self.scores)


@dataclass(frozen=True, slots=True)
class Cell:
    """One judgement: its outcome, its points, the reasons given."""

    outcome: str
    points: str
    why: str

    @property
    def lacks_reason(self) -> bool:
        """A deduction nobody gave a word for; what is awarded explains itself."""
        return self.points.startswith("−") and not self.why


@dataclass(frozen=True, slots=True)
class Difference:
    """A requirement judged differently: a cell of every result, None where its edition has no such requirement."""

    code: str
    text: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class ItemRow:
    row: Row
    differences: tuple[Difference, ...]

    @property
    def differs(self) -> bool:
        return self.row.differs or bool(self.differences)


@dataclass(frozen=True)
class SectionRow:
    """One table with its items; `changed` are those in which something differs."""

    row: Row
    items: tuple[ItemRow, ...]

    @property
    def changed(self) -> list[ItemRow]:
        return [item for item in self.items if item.differs]


@dataclass(frozen=True)
class Comparison:
    """Results beside each other, with the charts that show them."""

    columns: tuple[Column, ...]
    sections: tuple[SectionRow, ...]
    total: Row
    chart: Radar
    bars: Grouped

    @property
    def is_alone(self) -> bool:
        return len(self.columns) == 1

    @property
    def others(self) -> tuple[Column, ...]:
        return self.columns[1:]

    @property
    def editions_differ(self) -> bool:
        return len({column.scorecard for column in self.columns}) > 1

    @property
    def count(self) -> int:
        """How many requirements were judged differently."""
        return sum(len(item.differences) for section in self.sections for item in section.items)

    @property
    def equal(self) -> list[Row]:
        """Items judged alike everywhere, in printed order: with the changed ones, every item."""
        return [item.row for section in self.sections for item in section.items if not item.differs]

    @property
    def changed(self) -> list[SectionRow]:
        """Tables in which something differs."""
        return [section for section in self.sections if section.changed]


def compare(labelled: Sequence[tuple[str, str, dict]]) -> Comparison:
    """The comparison of (label, hash, document of `gridgov-result/1`), the first with each of the others."""
    documents = [document for _, _, document in labelled]
    sections = tuple(
        section_row(each, documents) for each in documents[0]["scorecard"]["definition"]["sections"]
    )
    result = documents[0]["result"]
    totals = tuple(document["result"]["total"] for document in documents)
    labels = [f"{section.row.code} {section.row.title}" for section in sections]
    names = [label for label, _, _ in labelled]
    return Comparison(
        columns=tuple(column_of(*each) for each in labelled),
        sections=sections,
        total=Row("", "合计", result["full_marks"], totals),
        chart=radar(labels, rates(sections, len(documents)), radius=115, centre=160),
        bars=grouped_bars(
            [(label, s.row.scores, s.row.full) for label, s in zip(labels, sections, strict=True)], names
        ),
    )


def rates(sections: Sequence[SectionRow], count: int) -> list[list[float]]:
    """Per result the share of the points of every table; a table its edition has not counts as none."""
    return [
        [(section.row.scores[place] or 0) / section.row.full for section in sections]
        for place in range(count)
    ]


def column_of(label: str, digest: str, document: dict) -> Column:
    result = document["result"]
    return Column(
        label,
        document["number"],
        result["total"],
        result["verdict"],
        document["scorecard"]["code"],
        digest[:16],
    )


def section_row(section: dict, documents: Sequence[dict]) -> SectionRow:
    scores = scores_of("sections", section["code"], documents)
    full = documents[0]["result"]["sections"][section["code"]]["full"]
    items = tuple(item_row(item, documents) for item in section["items"])
    return SectionRow(Row(section["code"], section["short_title"], full, scores), items)


def item_row(item: dict, documents: Sequence[dict]) -> ItemRow:
    row = Row(item["code"], item["title"], item["points"], scores_of("items", item["code"], documents))
    found = (difference_of(requirement, documents) for requirement in item["requirements"])
    return ItemRow(row, tuple(filter(None, found)))


def scores_of(kind: str, code: str, documents: Sequence[dict]) -> tuple[int | None, ...]:
    return tuple(document["result"][kind].get(code, {}).get("score") for document in documents)


def difference_of(requirement: dict, documents: Sequence[dict]) -> Difference | None:
    """The judgements of one requirement, when outcome or points are not the same everywhere."""
    cells = tuple(
        cell_of(document["result"]["requirements"].get(requirement["code"])) for document in documents
    )
    judged = {(cell.outcome, cell.points) for cell in cells if cell}
    return Difference(requirement["code"], requirement["text"], cells) if len(judged) > 1 else None


def cell_of(figures: dict | None) -> Cell | None:
    if figures is None:
        return None
    judgement = figures["judgement"] or {}
    return Cell(outcome(figures, judgement), points(figures), why(judgement))
