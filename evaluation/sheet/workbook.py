"""The score table as a workbook: every requirement with its allowed answers, what is judged, its words.

It can be filled in and handed in again (`sheet.importing`): the words of an answer are those of the buttons.
"""

from dataclasses import dataclass
from io import BytesIO

from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from standards.exports.cells import LINE_HEIGHT, ROOM
from standards.exports.cells import lines_of as lines_in
from standards.exports.sheets import new_book, put, saved, set_up_page, write_head, write_line, write_title

from ..models import Sheet
from ..scoring import ItemResult, Requirement, RequirementResult
from ..scoring.rules import MET, TierDeduction
from .page import total_bar
from .reading import CurrentSheet

EXCUSED, ZEROED, NOT_ZEROED = "不适用", "确认零分", "不作零分"
# What is decided on an item as a whole (8.2), and the words for it.
DECISIONS = {
    EXCUSED: {"not_applicable": True},
    ZEROED: {"unmet": True},
    NOT_ZEROED: {"unmet": False},
}
WORDS = {"理由": "reason", "备注": "note", "发现的问题": "finding", "提问记录": "asked"}
CODE, ANSWER = "编号", "判定"
COLUMNS = (
    (CODE, 9),
    ("评价要求", 40),
    ("扣分、得分说明", 26),
    (ANSWER, 16),
    *((name, 22) for name in WORDS),
    ("扣分或得分", 11),
)
HEAD = 3
TITLE = " 评分表 "
HOW = "在“判定”一列选择或填写，文字写在右边各列；空着的判定不改动已有的内容。不要改动编号和表头。"
MEASURED = "填 0 到 100 之间的数，不带百分号，如 89.96；也可以填“不适用”并写理由。"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table: `words` by the columns of WORDS."""

    code: str
    text: str
    rule: str
    answer: str | float
    words: tuple[str, ...]
    effect: str
    choices: tuple[str, ...]
    style: str = "明细表文字"


def answers_of(requirement: Requirement) -> dict[str, dict]:
    """Words of an answer → its judgement; a measured value is written as a figure instead."""
    rule, excused = requirement.rule, {EXCUSED: {"not_applicable": True}}
    if isinstance(rule, TierDeduction):
        return ({MET: {"met": True}} if "met" in rule.facts else {}) | excused
    return {option.label: option.judgement for option in rule.options()} | excused


def make_book(sheet: Sheet, current: CurrentSheet) -> BytesIO:
    """The workbook of a sheet as it stands, one worksheet a table, open at its beginning."""
    evaluation, bar = sheet.evaluation, total_bar(current.result)
    book = new_book(f"{evaluation}评分表", evaluation.keeper.name)
    for section in current.result.sections:
        page = book.create_sheet(section.code)
        write_title(page, f"{evaluation}{TITLE}{section.code} {section.section.title}", len(COLUMNS))
        write_line(page, 2, f"{whose(sheet)}{bar.words}。{HOW}", len(COLUMNS))
        write_head(page, HEAD, COLUMNS)
        write_lines(page, [line for item in section.items for line in lines_of(item, current.entries)])
        page.freeze_panes = f"C{HEAD + 1}"
        set_up_page(page)
    return saved(book)


def whose(sheet: Sheet) -> str:
    return f"{sheet.participant.user.name}的底稿。" if sheet.is_private else ""


def lines_of(item: ItemResult, entries) -> list[Line]:
    """An item, for the decision of 8.2, and its requirements."""
    rows = [requirement_line(row, entries.get(row.code)) for row in item.requirements]
    return [item_line(item, entries.get(item.code)), *rows]


def item_line(item: ItemResult, entry) -> Line:
    value = entry.value if entry else {}
    fact = {name: value[name] for name in value if name != "reason"}
    answer = next((words for words, wanted in DECISIONS.items() if wanted == fact), "")
    effect = f"得 {item.score}" if item.is_finished else "未评完"
    text = f"{item.item.number}、{item.item.title}（{item.item.points} 分）"
    rule = "整项的决定（8.2），一般不填"
    return Line(item.code, text, rule, answer, texts(value), effect, tuple(DECISIONS), "明细表小计文字")


def requirement_line(row: RequirementResult, entry) -> Line:
    requirement, value = row.requirement, entry.value if entry else {}
    answers = answers_of(requirement)
    fact = {name: value[name] for name in value if name not in WORDS.values()}
    answer = next((words for words, wanted in answers.items() if wanted == fact), "")
    measured = isinstance(requirement.rule, TierDeduction)
    if measured and "value" in fact:
        answer = fact["value"]
    choices = () if measured else tuple(answers)
    return Line(
        row.code,
        requirement.full_text,
        requirement.deduction_text,
        answer,
        texts(value),
        effect(row),
        choices,
    )


def texts(value: dict) -> tuple[str, ...]:
    return tuple(value.get(name, "") for name in WORDS.values())


def effect(row: RequirementResult) -> str:
    """What the judgement costs or earns; 8.3 caps it within its item."""
    if row.state == "unjudged":
        return "未评"
    if row.requirement.rule.awards:
        return f"得 {row.awarded}"
    return f"扣 {row.lost}" if row.lost else "不扣分"


def write_lines(page, lines: list[Line]) -> None:
    by_choices: dict[tuple[str, ...], DataValidation] = {}
    for number, line in enumerate(lines, start=HEAD + 1):
        cells = (line.code, line.text, line.rule, line.answer, *line.words, line.effect)
        for column, value in enumerate(cells, start=1):
            put(page.cell(number, column), value or None, line.style)
        page.row_dimensions[number].height = lines_in(cells, WIDTHS) * LINE_HEIGHT + ROOM
        cell = page.cell(number, ANSWER_COLUMN)
        cell.protection = Protection(locked=False)
        if line.choices not in by_choices:
            by_choices[line.choices] = validation(line.choices)
            page.add_data_validation(by_choices[line.choices])
        by_choices[line.choices].add(cell.coordinate)


WIDTHS = tuple(int(width) for _, width in COLUMNS)
ANSWER_COLUMN = 1 + [heading for heading, _ in COLUMNS].index(ANSWER)


def validation(choices: tuple[str, ...]) -> DataValidation:
    """A list to choose from; for a measured figure its bounds, told before it is typed."""
    if choices:
        rule = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
        rule.error = "请从列表中选择。"
    else:
        cell = f"{get_column_letter(ANSWER_COLUMN)}{HEAD + 1}"
        rule = DataValidation(type="custom", formula1=f"LEN({cell})>0", allow_blank=True)
        rule.showErrorMessage, rule.prompt, rule.showInputMessage = False, MEASURED, True
        return rule
    rule.errorTitle, rule.showErrorMessage = "不在选项中", True
    return rule
