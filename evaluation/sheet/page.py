"""What the sheet page shows of one table: figures, tabs, items with their rows. Pure: no HTTP, no database.

Everything is computed once per page from the scored `Result` and the stored entries; the template only
prints. Why a figure is what it is stands in `sheet.derivations`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..scoring import ItemResult, Result, SectionResult, distance_words
from .rows import Facts, Row, Written, build_row

if TYPE_CHECKING:
    from .reading import Entry


@dataclass(frozen=True, slots=True)
class Bar:
    """The score bar: the three figures add up to `full`; a line stands at `mark` where there is one."""

    earned: int
    unjudged: int
    deducted: int
    full: int
    mark: int | None = None

    @property
    def hatched_from(self) -> int:
        return self.full - self.deducted

    @property
    def words(self) -> str:
        return f"已得 {self.earned}，未评 {self.unjudged}，已扣 {self.deducted}，满分 {self.full}"

    @property
    def distance(self) -> str:
        return distance_words(self.earned, self.mark) if self.mark else ""

    @property
    def is_passed(self) -> bool:
        return self.mark is not None and self.earned >= self.mark


@dataclass(frozen=True, slots=True)
class Tab:
    """One table as a tab: its progress in words, 评完 or 10/27."""

    code: str
    title: str
    judged: int
    count: int
    bar: Bar
    is_current: bool = False
    is_assigned: bool = False

    @property
    def is_finished(self) -> bool:
        return self.judged == self.count

    @property
    def progress(self) -> str:
        return "评完" if self.is_finished else f"{self.judged}/{self.count}"

    @property
    def left(self) -> int:
        return self.count - self.judged


@dataclass(frozen=True, slots=True)
class ItemBlock(Written):
    """One item with its rows; `entry` is the decision of 8.2, where there is one."""

    result: ItemResult
    rows: tuple[Row, ...]
    entry: Entry | None

    @property
    def code(self) -> str:
        return self.result.code

    @property
    def judged(self) -> str:
        words = "评完" if self.result.is_finished else "已评"
        return f"{words} {self.result.judged_count}/{len(self.rows)}"

    @property
    def met_codes(self) -> list[str]:
        """The rows that fold into one line: two or more plainly met ones of a finished item."""
        codes = [row.code for row in self.rows if row.is_plainly_met] if self.result.is_finished else []
        return codes if len(codes) > 1 else []

    @property
    def acceptable(self) -> int:
        """How many of its requirements nobody judged yet while the data propose a verdict."""
        return sum(
            row.proposal is not None and row.proposal.has_verdict and not row.result.is_judged
            for row in self.rows
        )

    @property
    def lost_words(self) -> str:
        if self.result.item.awards:
            return "分档得分"
        return f"扣分合计 {self.result.lost}，最多扣 {self.result.item.points}"


@dataclass(frozen=True, slots=True)
class SheetPage:
    """One table of the sheet, ready to print."""

    result: Result
    section: SectionResult
    bar: Bar
    tabs: tuple[Tab, ...]
    items: tuple[ItemBlock, ...]

    @property
    def left(self) -> int:
        return self.section.requirements_count - self.section.judged_count

    @property
    def next_unjudged(self) -> str:
        codes = (row.code for block in self.items for row in block.rows if not row.result.is_judged)
        return next(codes, "")

    @property
    def next_section(self) -> str:
        """Another table that is not finished yet, for when this one is; to whom tables are assigned, one of those."""
        wanted = [tab for tab in self.tabs if tab.is_assigned] or self.tabs
        return next((tab.code for tab in wanted if not tab.is_finished and not tab.is_current), "")

    @property
    def assigned(self) -> str:
        """主评: the assigned tables in words."""
        return "、".join(tab.code for tab in self.tabs if tab.is_assigned)


def build_page(result: Result, section_code: str, facts: Facts, assigned: Collection[str] = ()) -> SheetPage:
    """The page of one table, `assigned` ones first; raises KeyError when the scorecard has no such table."""
    section = {part.code: part for part in result.sections}[section_code]
    blocks = tuple(build_item(item, facts) for item in section.items)
    return SheetPage(result, section, total_bar(result), build_tabs(result, section_code, assigned), blocks)


def total_bar(result: Result) -> Bar:
    card = result.scorecard
    return Bar(result.earned, result.unjudged, result.deducted, card.full_marks, card.pass_mark)


def section_bar(section: SectionResult) -> Bar:
    return Bar(section.earned, section.unjudged, section.deducted, section.section.full)


def build_tabs(result: Result, current: str = "", assigned: Collection[str] = ()) -> tuple[Tab, ...]:
    """The tables in printed order, those assigned before the others."""
    tabs = (
        Tab(
            section.code,
            section.section.short_title,
            section.judged_count,
            section.requirements_count,
            section_bar(section),
            section.code == current,
            section.code in assigned,
        )
        for section in result.sections
    )
    return tuple(sorted(tabs, key=lambda tab: not tab.is_assigned))


def build_item(item: ItemResult, facts: Facts) -> ItemBlock:
    rows = tuple(build_row(requirement, facts) for requirement in item.requirements)
    return ItemBlock(item, rows, facts.entries.get(item.code))
