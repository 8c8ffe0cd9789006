"""The workbook without its long rows: titles, headings, print set-up, the 统计表. Made by openpyxl."""

from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ..statistics import LEVELS, Line
from .cells import LINE_HEIGHT, clean
from .columns import COLUMNS, HEADER_ROW, SHEETS, STATISTICS

THIN = Border(*[Side(style="thin", color="808080")] * 4)
BODY = Font(name="宋体", size=10)
BOLD = Font(name="宋体", size=10, bold=True)
TITLE = Font(name="黑体", size=15)
GROUND = PatternFill("solid", fgColor="E8EDF3")
SAMPLE_ROW = HEADER_ROW + 1
SIGN_OFF = {1: "编制：", 5: "审核：", 8: "批准：", 13: "日期："}
PAGE = "第 &P 页，共 &N 页"
NOTES = (
    "现有数：统计日期现行的标准。覆盖率＝现有数÷应有数。",
    "应有数：没有被代替或废止的标准（含制定中、即将实施）；还没有标准的末级节点按 1 项计。",
    "统计表按本组织的全部标准计算，与明细表导出时的筛选条件无关。",
)


def make_skeleton(*, name: str, on: date, lines: list[Line], scope: str = "") -> Workbook:
    """All sheets in order; row 3 of each list is a sample that carries the formats of the columns.

    `name` is that of the organisation, `scope` a word behind the name of every list.
    """
    book = Workbook()
    book.remove(book.active)
    for style in named_styles():
        book.add_named_style(style)
    name = clean(name)
    book.properties.creator, book.properties.title = name, f"{name}标准明细表"
    for title in SHEETS.values():
        sheet = book.create_sheet(title)
        write_title(sheet, f"{name}标准明细表  {title}{scope}  {on:%Y-%m-%d}", len(COLUMNS))
        write_list_head(sheet)
        set_up_page(sheet)
    write_statistics(book.create_sheet(STATISTICS), name, on, lines)
    return book


def write_title(sheet: Worksheet, text: str, width: int) -> None:
    """Row 1, merged over the table."""
    put(sheet.cell(1, 1), text, "明细表题目")
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=width)
    sheet.row_dimensions[1].height = 28


def write_list_head(sheet: Worksheet) -> None:
    """The headings, frozen and repeated on every printed page; the sample row with the formats."""
    for number, column in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
        put(sheet.cell(HEADER_ROW, number), column.heading, "明细表表头")
        put(sheet.cell(SAMPLE_ROW, number), None, f"明细表{column.kind}")
    sheet.row_dimensions[HEADER_ROW].height = 2 * LINE_HEIGHT
    sheet.freeze_panes = f"A{SAMPLE_ROW}"
    sheet.print_area = f"A1:{get_column_letter(len(COLUMNS))}{SAMPLE_ROW}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"


def set_up_page(sheet: Worksheet, orientation: str = "landscape") -> None:
    """A4, as wide as the page, numbered at the foot."""
    sheet.page_setup.orientation = orientation
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = PAGE
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom = 0.5, 0.75
    margins.header = margins.footer = 0.35


def named_styles() -> list[NamedStyle]:
    """The formats of the workbook under the names an office sees in its gallery; setting one is quick."""
    formats = [
        *(
            ("明细表题目", TITLE, "center", "@"),
            ("明细表表头", BOLD, "center", "@"),
            ("明细表说明", BODY, "left", "@"),
        ),
        *(
            ("明细表小题", BOLD, "left", "@"),
            ("明细表序号", BODY, "center", "0"),
            ("明细表日期", BODY, "center", "yyyy-mm-dd"),
        ),
        *(
            ("明细表文字", BODY, "left", "@"),
            ("明细表数字", BODY, "right", "0"),
            ("明细表比率", BODY, "right", "0.0%"),
        ),
        *(
            ("明细表小计文字", BOLD, "left", "@"),
            ("明细表小计数字", BOLD, "right", "0"),
            ("明细表小计比率", BOLD, "right", "0.0%"),
        ),
    ]
    return [named_style(*each) for each in formats]


def named_style(name: str, font: Font, align: str, shape: str) -> NamedStyle:
    """One format; texts inside tables wrap, everything inside tables has a border."""
    free = name in ("明细表题目", "明细表小题", "明细表说明")
    return NamedStyle(
        name=name,
        font=font,
        number_format=shape,
        border=Border() if free else THIN,
        fill=GROUND if name == "明细表表头" else PatternFill(),
        alignment=Alignment(horizontal=align, vertical="center", wrap_text=shape == "@" and not free),
    )


def put(cell, value, style: str) -> None:
    """Fill one cell; a text stays a text, whatever it begins with."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    cell.style = style


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
        for number, text in enumerate((item.code, clean(item.name)), start=1):
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
