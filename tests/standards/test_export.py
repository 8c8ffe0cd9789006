"""The 标准明细表 read back cell for cell; nothing in it can run as a formula."""

import io
import re
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook

from standards.exports import export_registry
from standards.exports.cells import Shape, cell_xml, clean, lines_of, row_xml
from standards.exports.columns import COLUMNS, SHEETS
from standards.models import Node, Standard
from standards.statistics import LEVELS, coverage, statistics_table
from tests.factories import (
    make_adopted,
    make_department,
    make_document,
    make_draft,
    make_organization,
    make_published,
)

ON = date(2026, 3, 1)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HEADINGS = [
    *("序号", "体系分类代号", "子体系/层级", "标准编号", "标准名称", "标准级别", "制定方式", "状态"),
    *("发布日期", "实施日期", "被代替标准号", "采用关系", "实施部门", "复审日期", "宜定级别", "备注"),
]
NASTY = [
    "=1+1",
    '=HYPERLINK("http://x","y")',
    "+1",
    "-1",
    "@SUM(A1)",
    "=",
    "#N/A",
    "#REF!",
    "TRUE",
    "1234",
    "'a",
]


def leaf(code):
    return Node.objects.get(organization=None, code=code)


def exported(organization, standards=None, **options) -> bytes:
    if standards is None:
        standards = Standard.objects.of(organization)
    written = export_registry(organization=organization, standards=standards, on=ON, **options)
    with written.file as file:
        return file.read()


def opened(organization, standards=None, **options):
    return load_workbook(io.BytesIO(exported(organization, standards, **options)))


def table(sheet):
    """The values of a sheet, row by row, without the empty cells at the end of a row."""
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    return rows


def part(content: bytes, name: str):
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read(name))


@pytest.fixture
def filled(city, tree):
    """One standard of each origin and state, in three sub-systems and the 指导层."""
    first, second = make_department(city, "综合业务科"), make_department(city, "指挥中心")
    old = make_published(city, leaf("5.4.2"), 1, year=2021, replaced_on=date(2025, 5, 1))
    new = make_published(
        city, leaf("5.4.2"), 1, confirmed_on=date(2026, 1, 5), intended_rank="local", remark="首次修订"
    )
    new.replaces.add(old)
    new.departments.add(second, first)
    make_draft(city, leaf("5.4.2"), "网格巡查装备规范").departments.add(first)
    make_adopted(city, leaf("4.1.1"), replaced_numbers="GB/T 1-2001；GB/T 2-2001", adoption="MOD")
    make_published(city, leaf("7.2a"), 1, "网格监督员工作规范", effective_on=date(2026, 4, 1))
    Standard.objects.create(
        organization=city,
        node=leaf("ZD3"),
        origin="guidance",
        rank="law",
        stage="published",
        title="中华人民共和国标准化法",
        effective_on=date(2018, 1, 1),
    )
    return city


def test_workbook_reads_back_cell_for_cell(filled):
    book = opened(filled)
    assert {name: table(book[name]) for name in SHEETS.values()} == {
        name: [[f"安澜市网格化治理中心标准明细表  {name}  2026-03-01"], HEADINGS, *rows, [], sign_off()]
        for name, rows in {
            "指导层": [
                [
                    *(1, "ZD3", "指导层 适用的法律、法规", None, "中华人民共和国标准化法", "法律法规"),
                    *("指导性文件", "现行", None, datetime(2018, 1, 1)),
                ]
            ],
            "JC 通用基础": [
                [
                    *(
                        1,
                        "JC101",
                        "4.1.1 标准化工作的上级标准",
                        "GB/T 34300-2017",
                        "城乡社区网格化服务管理规范",
                    ),
                    *("国家标准", "采用", "现行", datetime(2017, 9, 7), datetime(2018, 4, 1)),
                    *("GB/T 1-2001；GB/T 2-2001", "MOD"),
                ]
            ],
            "TG 服务提供": [
                [
                    *(
                        1,
                        "TG204",
                        "5.4.2 网格巡查管理",
                        None,
                        "网格巡查装备规范",
                        "组织标准",
                        "自制",
                        "制定中",
                    ),
                    *(None, None, None, None, "综合业务科"),
                ],
                [
                    *(
                        2,
                        "TG204",
                        "5.4.2 网格巡查管理",
                        "Q/ALWG TG204•1-2021",
                        "网格巡查管理规范",
                        "组织标准",
                    ),
                    *("自制", "被代替", datetime(2021, 4, 15), datetime(2021, 5, 1)),
                ],
                [
                    *(
                        3,
                        "TG204",
                        "5.4.2 网格巡查管理",
                        "Q/ALWG TG204•1-2025",
                        "网格巡查管理规范",
                        "组织标准",
                    ),
                    *(
                        "自制",
                        "现行",
                        datetime(2025, 4, 15),
                        datetime(2025, 5, 1),
                        "Q/ALWG TG204•1-2021",
                        None,
                    ),
                    *("综合业务科、指挥中心", datetime(2026, 1, 5), "地方标准", "首次修订"),
                ],
            ],
            "GL 服务管理": [],
            "GZ 岗位工作": [
                [
                    *(
                        1,
                        "GZ302",
                        "7.2 网格监督员岗位",
                        "Q/ALWG GZ302•1-2025",
                        "网格监督员工作规范",
                        "组织标准",
                    ),
                    *("自制", "即将实施", datetime(2025, 4, 15), datetime(2026, 4, 1)),
                ]
            ],
        }.items()
    }


def sign_off():
    row = [None] * 13
    row[0], row[4], row[7], row[12] = "编制：", "审核：", "批准：", "日期："
    return row


def test_statistics_sheet_equals_the_statistics(filled):
    sheet = opened(filled)["统计表"]
    lines = statistics_table(coverage(filled, on=ON))
    by_level = [[line.code or None, line.name, *line.levels, line.total] for line in lines]
    covered = [
        [line.code or None, line.name, line.expected, line.present, float(line.percentage / 100)]
        for line in lines
    ]
    rows = table(sheet)
    assert rows[2] == ["体系分类代号", "名称", *LEVELS, "合计"]
    assert rows[3 : 3 + len(lines)] == by_level
    assert rows[5 + len(lines)] == ["体系分类代号", "名称", "应有数", "现有数", "覆盖率"]
    assert rows[6 + len(lines) : 6 + 2 * len(lines)] == covered


def test_number_linked_and_written_stands_once(city, tree):
    old = make_published(city, leaf("5.4.2"), 1, year=2021, replaced_on=date(2025, 5, 1))
    new = make_published(city, leaf("5.4.2"), 1, replaced_numbers=f"{old.number};DB61/T 5-2019")
    new.replaces.add(old)
    assert opened(city)["TG 服务提供"]["K4"].value == "Q/ALWG TG204•1-2021；DB61/T 5-2019"


def test_selection_is_exported_and_named_as_one(filled):
    book = opened(filled, Standard.objects.of(filled).filter(origin="adopted"), filtered=True)
    titles = [row[4] for name in SHEETS.values() for row in table(book[name])[2:-2]]
    assert titles == ["城乡社区网格化服务管理规范"]
    assert book["指导层"]["A1"].value == "安澜市网格化治理中心标准明细表  指导层（按条件筛选）  2026-03-01"


def test_pages_are_set_up_for_print(filled):
    sheet = opened(filled)["TG 服务提供"]
    setup = sheet.page_setup
    assert (setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight) == ("landscape", 9, 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$2:$2"
    assert sheet.print_area == "'TG 服务提供'!$A$1:$P$7"
    assert sheet.freeze_panes == "A3"
    assert sheet.oddFooter.center.text == "第 &P 页，共 &N 页"
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A1:P1"]


def test_formats_are_text_dates_and_whole_numbers(filled):
    sheet = opened(filled)["TG 服务提供"]
    shapes = {HEADINGS[cell.column - 1]: cell.number_format for cell in sheet[5]}
    dates = {"发布日期", "实施日期", "复审日期"}
    assert shapes == {
        heading: "yyyy-mm-dd" if heading in dates else "0" if heading == "序号" else "@"
        for heading in HEADINGS
    }


def test_every_cell_of_a_row_has_a_border(filled):
    sheet = opened(filled)["TG 服务提供"]
    assert {cell.border.left.style for row in sheet["A2:P5"] for cell in row} == {"thin"}


@pytest.mark.parametrize("text", NASTY)
def test_title_that_looks_like_a_formula_stays_a_text(city, tree, text):
    make_adopted(city, leaf("4.1.1"), title=text, remark=text)
    cells = opened(city)["JC 通用基础"][3]
    assert [(cells[place].value, cells[place].data_type) for place in (4, 15)] == [(text, "s"), (text, "s")]


def test_no_part_of_the_file_holds_a_formula(city, tree):
    make_department(city, "=cmd|' /C calc'!A0")
    city.name = "=1+1"
    for number, text in enumerate(NASTY):
        make_adopted(city, leaf("4.1.1"), f"GB/T {1000 + number}-2020", text)
    with zipfile.ZipFile(io.BytesIO(exported(city))) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        formulas = [f for name in sheets for f in etree.fromstring(archive.read(name)).iter(f"{MAIN}f")]
    assert (len(sheets), formulas) == (6, [])


def test_organization_named_like_a_formula_stays_a_text(tree):
    city = make_organization("=1+1", place_name="安澜市")
    sheet = opened(city)["统计表"]
    assert (sheet["A1"].value, sheet["A1"].data_type) == ("=1+1标准统计表  2026-03-01", "s")


anything = st.text(st.characters(codec=None), max_size=60)


@given(anything)
@example("=1+1\x00\x1f")
@example("\ud800\ufffe]]>&<x>")
@example("\r\n\r\t ")
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_text_becomes_a_well_formed_inline_string_or_an_empty_cell(text):
    cell = etree.fromstring(cell_xml("A1", text, 3))
    kept = clean(text)
    assert list(cell.iter("f")) == []
    assert re.sub("_x005F_(?=x[0-9A-Fa-f]{4}_)", "_", cell.findtext("is/t") or "") == kept
    assert cell.get("t") == ("inlineStr" if text else None)


@given(anything)
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)


def test_clean_keeps_line_ends_and_drops_control_characters():
    assert clean("一\r\n二\r三\t四\x07\x0b\ufffe") == "一\n二\n三\t四"


def test_text_of_more_than_a_cell_holds_is_cut():
    assert len(clean("长" * 40_000)) == 32_767


def test_text_that_excel_would_unescape_is_escaped():
    assert "_x005F_x0041_" in cell_xml("A1", "_x0041_", 0)


def test_row_carries_numbers_dates_and_empty_cells_with_their_formats():
    row = row_xml(3, (1, date(2026, 3, 1), None, "甲 "), Shape(tuple("ABCD"), (4, 5, 6, 7), (9, 9, 9, 9)))
    assert row == (
        '<row r="3" ht="18"><c r="A3" s="4"><v>1</v></c><c r="B3" s="5"><v>46082</v></c><c r="C3" s="6"/>'
        '<c r="D3" s="7" t="inlineStr"><is><t xml:space="preserve">甲 </t></is></c></row>'
    )


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("网格巡查", 1),
        ("网格巡查管理", 2),
        ("一\n二\n三", 3),
        ("abcdefghij", 1),
        ("长" * 4000, 20),
        (None, 1),
        ("", 1),
    ],
)
def test_row_is_as_high_as_its_fullest_cell(text, lines):
    assert lines_of((7, text), (4, 10)) == lines


def test_date_that_spreadsheets_cannot_count_is_written_as_text():
    assert "1899-01-01" in cell_xml("A1", date(1899, 1, 1), 0)


def test_worksheets_say_no_size_that_could_hide_rows(filled):
    sheet = part(exported(filled), "xl/worksheets/sheet3.xml")
    assert sheet.find(f"{MAIN}dimension") is None
    assert [row.get("r") for row in sheet.iter(f"{MAIN}row")] == ["1", "2", "3", "4", "5", "7"]


def test_every_part_is_well_formed_and_stands_once(filled):
    with zipfile.ZipFile(io.BytesIO(exported(filled))) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names))
        assert archive.testzip() is None
        for name in names:
            etree.fromstring(archive.read(name))


def test_streaming_readers_see_every_row(filled):
    book = load_workbook(io.BytesIO(exported(filled)), read_only=True)
    assert len(list(book["TG 服务提供"].iter_rows(values_only=True))) == 7


@pytest.mark.parametrize("count", [1, 40])
def test_statements_do_not_grow_with_the_list(city, tree, django_assert_num_queries, count):
    department = make_department(city)
    for sequence in range(1, count + 1):
        make_published(city, leaf("5.4.2"), sequence).departments.add(department)
    # coverage 2, one list for each of five sheets, departments and replaced numbers of the one that has rows
    with django_assert_num_queries(9):
        exported(city)


def test_count_says_how_many_standards_are_listed(filled):
    written = export_registry(organization=filled, standards=Standard.objects.of(filled), on=ON)
    with written.file:
        assert written.count == 6


def test_headings_are_those_of_the_columns():
    assert [column.heading for column in COLUMNS] == HEADINGS


def test_attached_texts_do_not_multiply_rows(city, tree):
    standard = make_published(city, leaf("5.4.2"))
    make_document(standard)
    make_document(standard, "approval", name="批准.pdf")
    assert len(table(opened(city)["TG 服务提供"])) == 5
