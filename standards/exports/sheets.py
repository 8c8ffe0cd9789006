"""What the worksheets of every list share: typefaces, borders, headings, page. Texts stay texts."""

import io
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from .cells import LINE_HEIGHT, clean

THIN = Border(*[Side(style="thin", color="808080")] * 4)
BODY = Font(name="宋体", size=10)
BOLD = Font(name="宋体", size=10, bold=True)
TITLE = Font(name="黑体", size=15)
GROUND = PatternFill("solid", fgColor="E8EDF3")
PAGE = "第 &P 页，共 &N 页"


def new_book(title: str, creator: str) -> Workbook:
    """A workbook without sheets that knows the formats by name."""
    book = Workbook()
    book.remove(book.active)
    for style in named_styles():
        book.add_named_style(style)
    book.properties.creator, book.properties.title = clean(creator), clean(title)
    return book


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
    cell.value = clean(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
    cell.style = style


def write_title(sheet: Worksheet, text: str, width: int) -> None:
    """Row 1, merged over the table."""
    write_line(sheet, 1, text, width, "明细表题目")
    sheet.row_dimensions[1].height = 28


def write_line(sheet: Worksheet, row: int, text: str, width: int, style: str = "明细表说明") -> None:
    """One text over the whole table."""
    put(sheet.cell(row, 1), text, style)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)


def write_head(sheet: Worksheet, row: int, columns: Iterable[tuple[str, float]]) -> None:
    """Headings and widths, frozen and repeated on every printed page."""
    for number, (heading, width) in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
        put(sheet.cell(row, number), heading, "明细表表头")
    sheet.row_dimensions[row].height = 2 * LINE_HEIGHT
    sheet.freeze_panes = f"A{row + 1}"
    sheet.print_title_rows = f"{row}:{row}"


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


def saved(book: Workbook) -> io.BytesIO:
    """The workbook as a file, open at its beginning."""
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file
