"""The workbook to fill in: headings with choices, examples, what to write in each column."""

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from gridgov.organizations.models import Department, Organization

from ..exports.cells import clean
from ..exports.sheets import GROUND, saved
from ..models import Standard
from .places import Places
from .table import MOST_ROWS

LIST, EXAMPLE, NOTES, CHOICES = "明细表", "示例", "说明", "可选内容"
BOLD = Font(name="宋体", bold=True)
WRAPPED = Alignment(wrap_text=True, vertical="top")
# Heading, width, what to write there; `*` marks what a row cannot be without.
COLUMNS = (
    ("序号", 6, "可不填"),
    ("体系分类代号", 12, "如 TG204；只写到类时，请在下一列写明末级分类"),
    ("子体系/层级", 28, "末级分类，从下拉清单选，如 5.4.2 网格巡查管理；指导层写 指导层 适用的法律、法规"),
    (
        "标准编号",
        24,
        "如 GB/T 34300-2017、Q/ALWG TG204•1-2025、建质〔2009〕87号；写法不限；法律、草案可不填",
    ),
    ("标准名称*", 36, "不加书名号"),
    ("标准级别", 11, "不填时按编号判断"),
    ("制定方式", 11, "自制、采用或指导性文件；不填时按编号和名称判断"),
    ("状态", 10, "现行和即将实施按实施日期推算；没有编号的自制标准是制定中"),
    ("批准日期", 12, "已编号的自制标准必填，年份与编号中的年代号相同"),
    ("发布日期", 12, "如 2026-11-20；2026/11/20、20261120、2026年11月20日也认识"),
    ("实施日期", 12, "已编号的自制标准必填"),
    ("被代替标准号", 22, "它代替的旧标准，几个之间用分号隔开；新旧按年代号判断"),
    ("被代替日期", 12, "自制标准的旧版必填，除非新版也在表中"),
    ("废止日期", 12, "已废止的自制标准必填"),
    ("采用关系", 12, "如 IDT、MOD、NEQ 和所采用的标准号"),
    ("实施部门", 20, "本组织的部门，几个之间用顿号隔开；已编号的自制标准必填"),
    ("复审日期", 12, "最近一次复审确认的日期"),
    ("宜定级别", 11, "可不填"),
    ("发布机构", 16, "可不填"),
    ("批准人", 10, "可不填"),
    ("起草人", 14, "几个人之间用顿号隔开"),
    ("备注", 24, "其他要记下来的内容"),
)
RULES = (
    "在“明细表”中从第 2 行起填写，一行一条；也可以用自己的表，系统认得常见的表头。",
    "空着的格（以及 — / 无）不改动已登记的内容。",
    "同一编号已登记的，只更新有差别的各项；已发布的自制标准有改动的，确认时要写更正理由。",
    "有一行错误就整张表都不写入：改好后重新上传。",
    "导入之后，只要没有人再改动，可以整批撤销。",
    "不要写公式；最多 20,000 行、60 列、10 MB。",
)
EXAMPLES = (
    {"体系分类代号": "TG204", "子体系/层级": "5.4.2 网格巡查管理", "标准编号": "Q/{}WG TG204•1-2025",
     "标准名称*": "网格巡查管理规范", "标准级别": "组织标准", "制定方式": "自制", "状态": "现行",
     "批准日期": "2025-04-10", "发布日期": "2025-04-15", "实施日期": "2025-05-01", "实施部门": "综合业务科",
     "批准人": "李主任", "起草人": "王起草"},
    {"体系分类代号": "TG204", "子体系/层级": "5.4.4 自查整改管理", "标准名称*": "自查整改管理规范", "制定方式": "自制",
     "状态": "制定中"},
    {"体系分类代号": "JC101", "子体系/层级": "4.1.1 标准化工作的上级标准", "标准编号": "GB/T 34300-2017",
     "标准名称*": "城乡社区网格化服务管理规范", "标准级别": "国家标准", "制定方式": "采用", "状态": "现行",
     "发布日期": "2017-09-07", "实施日期": "2018-04-01", "实施部门": "综合业务科"},
    {"体系分类代号": "ZD3", "子体系/层级": "指导层 适用的法律、法规", "标准名称*": "中华人民共和国安全生产法",
     "标准级别": "法律法规", "制定方式": "指导性文件", "状态": "现行", "发布日期": "2021-06-10",
     "实施日期": "2021-09-01"},
)  # fmt: skip


def make_template(organization: Organization) -> bytes:
    """The workbook to fill in: headings with choices, examples, what to write in each column."""
    book = Workbook()
    sheet = book.active
    sheet.title = LIST
    write_head(sheet)
    sheet.freeze_panes = "F2"
    example = book.create_sheet(EXAMPLE)
    write_head(example)
    for number, row in enumerate(EXAMPLES, start=1):
        texts = [row.get(heading, "").format(organization.initials) or None for heading, _, _ in COLUMNS]
        example.append([number, *texts[1:]])
    write_notes(book.create_sheet(NOTES))
    add_choices(book, sheet, organization)
    return saved(book).getvalue()


def write_head(sheet) -> None:
    for place, (heading, width, _) in enumerate(COLUMNS, start=1):
        cell = sheet.cell(1, place, heading)
        cell.font, cell.fill, cell.alignment = BOLD, GROUND, WRAPPED
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = width
        if "日期" in heading:
            sheet.column_dimensions[letter].number_format = "yyyy-mm-dd"
    sheet.row_dimensions[1].height = 32


def write_notes(sheet) -> None:
    sheet.append(["填写说明"])
    sheet["A1"].font = BOLD
    for rule in RULES:
        sheet.append([rule])
    sheet.append([])
    sheet.append(["列", "怎么填"])
    for heading, _, hint in COLUMNS:
        sheet.append([heading, hint])
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 18, 90


def add_choices(book: Workbook, sheet, organization: Organization) -> None:
    """Lists to choose from, on a hidden sheet of their own; other words are allowed and judged by the 预检."""
    departments = Department.objects.of(organization).filter(is_active=True).values_list("name", flat=True)
    choices = {
        "子体系/层级": [leaf.label for leaf in Places(organization).leaves],
        "标准级别": Standard.Rank.labels,
        "制定方式": Standard.Origin.labels,
        "状态": ["现行", "即将实施", "制定中", "被代替", "废止"],
        "实施部门": [clean(name) for name in departments],
        "宜定级别": Standard.Rank.labels,
    }
    hidden = book.create_sheet(CHOICES)
    hidden.sheet_state = "hidden"
    headings = [heading for heading, _, _ in COLUMNS]
    for column, (heading, words) in enumerate(choices.items(), start=1):
        for number, word in enumerate(words, start=1):
            cell = hidden.cell(number, column, word)
            cell.data_type = "s"
        if words:
            letter = get_column_letter(column)
            rule = DataValidation(
                type="list", formula1=f"'{CHOICES}'!${letter}$1:${letter}${len(words)}", allow_blank=True
            )
            rule.showErrorMessage = False
            place = get_column_letter(headings.index(heading) + 1)
            rule.add(f"{place}2:{place}{MOST_ROWS}")
            sheet.add_data_validation(rule)
