"""The 意见汇总处理表 as an Excel workbook. Texts stay texts, whatever they begin with."""

from openpyxl.worksheet.worksheet import Worksheet

from ..exports.cells import LINE_HEIGHT, ROOM, lines_of
from ..exports.sheets import new_book, put, saved, set_up_page, write_head, write_line, write_title

SHEET = "意见汇总处理表"
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


def write_opinions(context: dict) -> bytes:
    """The workbook of a context of the paper `opinions`."""
    book = new_book(SHEET, context["organization"])
    sheet = book.create_sheet(SHEET)
    write_above(sheet, context)
    write_head(sheet, HEAD, COLUMNS.values())
    rows = [*context["opinions"], *(WHOLE | remark for remark in context["remarks"])]
    for number, row in enumerate(rows, start=HEAD + 1):
        write_row(sheet, number, row)
    set_up_page(sheet)
    return saved(book).getvalue()


def write_above(sheet: Worksheet, context: dict) -> None:
    """Title, the standard, the count of forms."""
    write_title(sheet, f"《{context['title']}》意见汇总处理表", len(COLUMNS))
    lines = (
        f"{context['organization']}　{context['round']}　{context['method']}　送审 {context['submitted_on']}",
        f"发出 {context['sent']} 份，返回 {context['returned']} 份：同意 {context['agree']}，"
        f"修改后同意 {context['after_changes']}，不同意 {context['disagree']}",
    )
    for number, text in enumerate(lines, start=2):
        write_line(sheet, number, text, len(COLUMNS))


def write_row(sheet: Worksheet, number: int, row: dict) -> None:
    values = [row[name] for name in COLUMNS]
    for column, value in enumerate(values, start=1):
        put(sheet.cell(number, column), value or None, "明细表文字")
    sheet.row_dimensions[number].height = lines_of(values, WIDTHS) * LINE_HEIGHT + ROOM
