"""The 体系体检 as an Excel workbook."""

import io
from datetime import date

from ..health.problem import Problem
from .cells import LINE_HEIGHT, ROOM, lines_of
from .columns import HEADER_ROW, Column
from .sheets import new_book, put, saved, set_up_page, write_head, write_title

SHEET = "体系体检"
COLUMNS = (
    Column("序号", 5, "序号"),
    Column("程度", 11),
    Column("问题", 22),
    Column("分体系", 8),
    Column("标准", 40),
    Column("说明", 52),
    Column("依据", 18),
    Column("怎样改", 16),
)
WIDTHS = tuple(column.width for column in COLUMNS)


def export_problems(problems: list[Problem], *, organization, on: date) -> io.BytesIO:
    """One sheet with a line for each; texts are texts, whatever they begin with."""
    book = new_book(SHEET, "")
    sheet = book.create_sheet(SHEET)
    write_title(sheet, f"{organization.name}体系体检  {on:%Y-%m-%d}", len(COLUMNS))
    write_head(sheet, HEADER_ROW, [(column.heading, column.width) for column in COLUMNS])
    for place, problem in enumerate(problems, start=1):
        cells = (place, *values(problem))
        for at, (value, column) in enumerate(zip(cells, COLUMNS, strict=True), start=1):
            put(sheet.cell(HEADER_ROW + place, at), value, f"明细表{column.kind}")
        sheet.row_dimensions[HEADER_ROW + place].height = lines_of(cells, WIDTHS) * LINE_HEIGHT + ROOM
    set_up_page(sheet)
    return saved(book)


def values(problem: Problem) -> tuple:
    """The cells after 序号."""
    check = problem.check
    about = (check.severity.label, check.heading, problem.subsystem, problem.label, problem.sentence)
    return (*about, check.clause, problem.mend.words)
