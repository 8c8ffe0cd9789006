"""The list of dated references to editions no longer in force as an Excel workbook."""

import io
from datetime import date

from ..references.citations import Known
from .cells import LINE_HEIGHT, ROOM, lines_of
from .columns import HEADER_ROW, Column
from .sheets import new_book, put, saved, set_up_page, write_head, write_title

SHEET = "过期引用清单"
COLUMNS = (
    Column("序号", 5, "序号"),
    Column("组织", 24),
    Column("标准编号", 22),
    Column("标准名称", 30),
    Column("引用的标准编号", 22),
    Column("引用的标准名称", 30),
    Column("引用标准的状态", 10),
    Column("失效日期", 11, "日期"),
    Column("现行版本", 22),
    Column("说明", 36),
)
WIDTHS = tuple(column.width for column in COLUMNS)
UNREGISTERED = "未登记"


def export_outdated(rows: list[Known], *, on: date) -> io.BytesIO:
    """One sheet with a line for each; texts are texts, whatever they begin with."""
    book = new_book(SHEET, "")
    sheet = book.create_sheet(SHEET)
    write_title(sheet, f"注日期引用已失效版本的清单  {on:%Y-%m-%d}", len(COLUMNS))
    write_head(sheet, HEADER_ROW, [(column.heading, column.width) for column in COLUMNS])
    for place, known in enumerate(rows, start=1):
        write_row(sheet, HEADER_ROW + place, (place, *values(known)))
    set_up_page(sheet)
    return saved(book)


def write_row(sheet, number: int, cells: tuple) -> None:
    for place, (value, column) in enumerate(zip(cells, COLUMNS, strict=True), start=1):
        put(sheet.cell(number, place), value, f"明细表{column.kind}")
    sheet.row_dimensions[number].height = lines_of(cells, WIDTHS) * LINE_HEIGHT + ROOM


def values(known: Known) -> tuple:
    """The cells after 序号."""
    citation, cited = known.citation, known.cited
    standard = citation.standard
    ended = (cited.withdrawn_on or cited.replaced_on) if cited else None
    return (
        *(standard.organization.name, standard.number, standard.title),
        *(citation.number, known.title),
        *(known.status.label if known.status else UNREGISTERED, ended),
        *(known.current.number if known.current else "", known.sentence),
    )
