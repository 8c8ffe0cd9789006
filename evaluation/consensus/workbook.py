"""分歧表: what the members differ on, as an Excel workbook. Texts stay texts, whatever they begin with."""

from openpyxl.worksheet.worksheet import Worksheet

from standards.exports.cells import LINE_HEIGHT, ROOM, lines_of
from standards.exports.sheets import new_book, put, saved, set_up_page, write_head, write_line, write_title

from ..models import Evaluation
from .ballot import WORDS
from .page import Page, Row

SHEET = "分歧表"
BEFORE = (("序号", 6), ("编号", 10), ("评价要求", 34), ("扣分或得分", 24), ("相差", 7), ("影响总分", 9))
AFTER = (
    *(("登记簿", 9), ("状态", 9), ("裁定", 14), ("裁定的理由", 30), ("少数意见", 24)),
    ("底稿所记", 40),
)
MEMBER, HEAD = 13, 4
FIGURES = (0, 4, 5)


def write_disputes(evaluation: Evaluation, page: Page):
    """The workbook as a file: open disputes and what nobody judged first, then what is ruled."""
    book = new_book(f"{SHEET} {evaluation}", evaluation.organizer.name)
    sheet = book.create_sheet(SHEET)
    columns = (*BEFORE, *((name, MEMBER) for name in page.members), *AFTER)
    write_title(sheet, f"{evaluation} 合议分歧表", len(columns))
    write_line(
        sheet, 2, f"被评组织：{evaluation.organization.name}　评价日期：{evaluation.as_of}", len(columns)
    )
    write_line(sheet, 3, figures(page), len(columns))
    write_head(sheet, HEAD, columns)
    widths = tuple(width for _, width in columns)
    for number, row in enumerate([*page.open, *page.decided], start=1):
        write_row(sheet, number, row, widths)
    set_up_page(sheet)
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A3
    return saved(book)


def figures(page: Page) -> str:
    counts, outlook = page.counts, page.consensus.outlook
    return (
        f"共 {counts['all']} 条，一致 {counts['agreed']} 条，已裁定 {counts['decided']} 条，"
        f"待裁定 {counts['open']} 条；可能总分 {outlook.range}，{outlook.words}"
    )


def write_row(sheet: Worksheet, number: int, row: Row, widths: tuple[int, ...]) -> None:
    values = [*before(number, row), *map(found, row.cells), *after(row)]
    for column, value in enumerate(values, start=1):
        style = "明细表序号" if column - 1 in FIGURES and value != "" else "明细表文字"
        put(sheet.cell(HEAD + number, column), None if value == "" else value, style)
    sheet.row_dimensions[HEAD + number].height = lines_of(values, widths) * LINE_HEIGHT + ROOM


def before(number: int, row: Row) -> list:
    at_stake = [row.stake, row.effect] if row.target.is_open else ["", ""]
    return [number, row.code, row.text, row.deduction_text, *at_stake]


def found(cell) -> str:
    return f"{cell.word} {cell.effect}".strip()


def after(row: Row) -> list[str]:
    standing = row.standing
    reason, minority = (standing.reason, standing.minority) if standing else ("", "")
    ruling = found(row.stands) if row.stands else ""
    return [row.registry, row.state, ruling, reason, minority, written(row)]


def written(row: Row) -> str:
    """What the members wrote beside their judgements, a line each."""
    lines = []
    for position in row.target.positions:
        words = [f"{WORDS[name]}：{text}" for name, text in position.words.items()]
        lines += [f"{position.name}　{'；'.join(words)}"] if words else []
    return "\n".join(lines)
