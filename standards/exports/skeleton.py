"""The workbook without its long rows: titles, headings, print set-up, the 统计表. Made by openpyxl."""

from datetime import date

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ..statistics import LEVELS, Line
from .columns import COLUMNS, HEADER_ROW, SHEETS, STATISTICS
from .sheets import new_book, put, set_up_page, write_head, write_title

SAMPLE_ROW = HEADER_ROW + 1
SIGN_OFF = {1: "编制：", 5: "审核：", 8: "批准：", 13: "日期："}
NOTES = (
    "现有数：统计日期现行的标准。覆盖率＝现有数÷应有数。",
    "应有数：没有被代替或废止的标准（含制定中、即将实施）；还没有标准的末级节点按 1 项计。",
    "统计表按本组织的全部标准计算，与明细表导出时的筛选条件无关。",
)


def make_skeleton(*, name: str, on: date, lines: list[Line], scope: str = "") -> Workbook:
    """All sheets in order; row 3 of each list is a sample that carries the formats of the columns.

    `name` is that of the organisation, `scope` a word behind the name of every list.
    """
    book = new_book(f"{name}标准明细表", name)
    for title in SHEETS.values():
        sheet = book.create_sheet(title)
        write_title(sheet, f"{name}标准明细表  {title}{scope}  {on:%Y-%m-%d}", len(COLUMNS))
        write_list_head(sheet)
        set_up_page(sheet)
    write_statistics(book.create_sheet(STATISTICS), name, on, lines)
    return book


def write_list_head(sheet: Worksheet) -> None:
    """The headings, and the sample row with the formats."""
    write_head(sheet, HEADER_ROW, [(column.heading, column.width) for column in COLUMNS])
    for number, column in enumerate(COLUMNS, start=1):
        put(sheet.cell(SAMPLE_ROW, number), None, f"明细表{column.kind}")
    sheet.print_area = f"A1:{get_column_letter(len(COLUMNS))}{SAMPLE_ROW}"


def write_statistics(sheet: Worksheet, name: str, on: date, lines: list[Line]) -> None:
    """The 统计表: (1) by level of standard, (2) 应有数, 现有数, 覆盖率; the same lines in both."""
    head = ("体系分类代号", "名称")
    write_title(sheet, f"{name}标准统计表  {on:%Y-%m-%d}", len(head) + len(LEVELS) + 1)
    levels = [(item, (*item.levels, item.total)) for item in lines]
    row = write_table(sheet, 2, "（1）现行标准按级别统计", (*head, *LEVELS, "合计"), levels)
    figures = [(item, (item.expected, item.present, ratio(item))) for item in lines]
    row = write_table(
        sheet, row + 1, "（2）应有数、现有数与覆盖率", (*head, "应有数", "现有数", "覆盖率"), figures
    )
    for note in NOTES:
        put(sheet.cell(row, 1), note, "明细表说明")
        row += 1
    for number, width in enumerate([13, 38, *[9] * 5, 16, 9], start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    set_up_page(sheet, "portrait")
    sheet.print_area = f"A1:I{row - 1}"


def write_table(sheet: Worksheet, row: int, caption: str, headings: tuple, lines: list) -> int:
    """One table from `row` on; returns the row after it."""
    put(sheet.cell(row, 1), caption, "明细表小题")
    for number, heading in enumerate(headings, start=1):
        put(sheet.cell(row + 1, number), heading, "明细表表头")
    for below, (item, figures) in enumerate(lines, start=row + 2):
        weight = "" if item.kind == "class" else "小计"
        for number, text in enumerate((item.code, item.name), start=1):
            put(sheet.cell(below, number), text, f"明细表{weight}文字")
        for number, figure in enumerate(figures, start=3):
            put(
                sheet.cell(below, number),
                figure,
                f"明细表{weight}{'数字' if isinstance(figure, int) else '比率'}",
            )
    return row + 2 + len(lines)


def ratio(item) -> float | None:
    """覆盖率 as Excel counts percents; empty where nothing is expected."""
    return None if item.percentage is None else float(item.percentage / 100)
