"""The 意见汇总处理表 as an Excel workbook. Texts stay texts, whatever they begin with."""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ..exports.cells import clean, lines_of

# Field of the context → heading and width; the row of headings is the fourth.
COLUMNS = {
    "place": ("序号", 6),
    "clause": ("条款", 10),
    "text": ("意见", 40),
    "proposal": ("建议修改为", 32),
    "reviewer": ("提出人", 12),
    "department": ("部门", 16),
    "handling": ("处理", 10),
    "response": ("处理说明", 30),
}
HEAD = 4
# A remark on the whole stands among the opinions, in the cells it has.
WHOLE = dict.fromkeys(COLUMNS, "") | {"clause": "总的意见"}
WIDTHS = tuple(width for _, width in COLUMNS.values())
LINE = 15  # points
THIN = Border(*[Side(style="thin", color="808080")] * 4)
BODY, BOLD, TITLE = (
    Font(name="宋体", size=10),
    Font(name="宋体", size=10, bold=True),
    Font(name="黑体", size=15),
)


def write_opinions(context: dict) -> bytes:
    """The workbook of a context of the paper `opinions`."""
    book = Workbook()
    sheet = book.active
    sheet.title = "意见汇总处理表"
    book.properties.creator, book.properties.title = clean(context["organization"]), sheet.title
    write_head(sheet, context)
    rows = [*context["opinions"], *(WHOLE | remark for remark in context["remarks"])]
    for number, row in enumerate(rows, start=HEAD + 1):
        write_row(sheet, number, row)
    set_up_page(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_head(sheet: Worksheet, context: dict) -> None:
    """Title, the standard, the count of forms, the headings."""
    lines = (
        f"《{context['title']}》意见汇总处理表",
        f"{context['organization']}　{context['round']}　{context['method']}　送审 {context['submitted_on']}",
        f"发出 {context['sent']} 份，返回 {context['returned']} 份：同意 {context['agree']}，"
        f"修改后同意 {context['after_changes']}，不同意 {context['disagree']}",
    )
    for number, text in enumerate(lines, start=1):
        put(sheet.cell(number, 1), text, TITLE if number == 1 else BODY)
        sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(COLUMNS))
    sheet.row_dimensions[1].height = 28
    for number, (words, width) in enumerate(COLUMNS.values(), start=1):
        put(sheet.cell(HEAD, number), words, BOLD, bordered=True)
        sheet.column_dimensions[get_column_letter(number)].width = width


def write_row(sheet: Worksheet, number: int, row: dict) -> None:
    values = [row[name] for name in COLUMNS]
    for column, value in enumerate(values, start=1):
        put(sheet.cell(number, column), value, BODY, bordered=True)
    sheet.row_dimensions[number].height = lines_of(values, WIDTHS) * LINE


def put(cell, text: str, font: Font, *, bordered: bool = False) -> None:
    """Fill a cell with a text that no program takes for a formula."""
    if text:
        cell.value, cell.data_type = clean(text), "s"
    cell.number_format, cell.font = "@", font
    cell.alignment = Alignment(vertical="center", wrap_text=bordered)
    if bordered:
        cell.border = THIN


def set_up_page(sheet: Worksheet) -> None:
    """A4 across, as wide as the page, the headings on every page."""
    sheet.freeze_panes = f"A{HEAD + 1}"
    sheet.print_title_rows = f"{HEAD}:{HEAD}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
