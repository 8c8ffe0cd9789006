"""The 明细表 a 发布令 froze, as the workbook the registry gives: from the snapshot alone, never from today's rows."""

from collections.abc import Iterator
from datetime import date

from ..statistics import Line
from ..versions.snapshots import COLUMNS, DATES
from .registry import Exported, write_workbook
from .skeleton import make_skeleton


def export_version(document: dict) -> Exported:
    """Write a document `gridgov-system/1`; the caller closes the file, which deletes it."""
    book = make_skeleton(
        name=document["organization"]["name"],
        on=date.fromisoformat(document["on"]),
        lines=[read_line(line) for line in document["figures"]["lines"]],
        scope=f"（{document['version']['name']}）",
    )
    return write_workbook(book, lambda code: rows_of(document, code))


def read_line(line: dict) -> Line:
    return Line(**line | {"levels": tuple(line["levels"])})


def rows_of(document: dict, subsystem: str) -> Iterator[tuple]:
    """The values of the columns after 序号 of one sub-system, dates as dates."""
    for row in document["standards"]:
        if row["subsystem"] == subsystem:
            yield tuple(value_of(row, name) for name in COLUMNS)


def value_of(row: dict, name: str):
    value = row[name]
    return date.fromisoformat(value) if name in DATES and value else value
