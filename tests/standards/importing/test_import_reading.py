"""Files of every kind become the same rows."""

from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from standards.importing.reading import Fault, Formula, Line, column_letters, read_pasted, read_table
from tests.standards.importing.files import make_ods, make_xls, make_xlsx, raw_xlsx, saved, text_cell

ROWS = [
    ("安澜市标准明细表",),
    ("序号", "标准编号", "标准名称", "实施日期"),
    (1, "GB/T 34300-2017", "城乡社区网格化服务管理规范", date(2018, 4, 1)),
    (2, None, "安全生产法", date(2021, 9, 1)),
]
LINES = [Line(number, row) for number, row in enumerate(ROWS, start=1)]


@pytest.mark.parametrize(
    ("name", "content"),
    [("表.xlsx", make_xlsx(ROWS)), ("表.xls", make_xls(ROWS)), ("表.ods", make_ods(ROWS))],
    ids=["xlsx", "xls", "ods"],
)
def test_files_of_every_kind_hold_the_same_rows(name, content):
    sheets = read_table(name, content)
    assert [(sheet.name, sheet.rows, sheet.hidden) for sheet in sheets] == [("明细表", LINES, False)]


TEXTS = [Line(1, ("序号", "名称")), Line(2, ("1", "一,二")), Line(4, ("2",))]
CSV = '序号,名称\r\n1,"一,二"\r\n,\r\n2,\r\n'


@pytest.mark.parametrize(
    "content",
    [
        CSV.encode(),
        CSV.encode("utf-8-sig"),
        CSV.encode("gb18030"),
        CSV.encode("utf-16"),
        '序号;名称\n1;"一,二"\n;\n2;\n'.encode(),
        "序号\t名称\n1\t一,二\n\t\n2\t\n".encode(),
    ],
    ids=["utf-8", "utf-8 with mark", "gb18030", "utf-16", "semicolon", "tab"],
)
def test_csv_of_any_program_holds_the_same_rows(content):
    assert read_table("表.csv", content)[0].rows == TEXTS


def test_pasted_rows_are_read_between_tabs_with_their_quoted_line_breaks():
    pasted = '编号\t名称\r\n1\t"网格\n巡查"\r\n2\t调解\r\n'
    assert read_pasted(pasted)[0].rows == [
        Line(1, ("编号", "名称")),
        Line(2, ("1", "网格\n巡查")),
        Line(3, ("2", "调解")),
    ]


@pytest.mark.parametrize(("name", "make"), [("a.xlsx", make_xlsx), ("a.xls", make_xls)])
def test_formula_is_known_as_one_whatever_its_cached_result(name, make):
    cells = read_table(name, make([("名称", "序号"), ("=1+1", 2)]))[0].rows[1].cells
    assert (type(cells[0]), cells[1]) == (Formula, 2)


def test_formula_in_an_ods_file_is_known_as_one():
    cells = read_table("a.ods", make_ods([("名称",), (5,)], formula="of:=1+4"))[0].rows[1].cells
    assert (type(cells[0]), cells[0]) == (Formula, "=1+4")


def test_text_that_begins_like_a_formula_stays_a_text():
    sheet = read_table("a.xlsx", raw_xlsx(f'<row r="1">{text_cell("A1", "=1+1")}</row>'))[0]
    assert [type(cell) for cell in sheet.rows[0].cells] == [str]


def test_error_values_are_known_as_such():
    book = Workbook()
    book.active["A1"], book.active["B1"] = "#REF!", "好"
    assert [type(cell) for cell in read_table("a.xlsx", saved(book))[0].rows[0].cells] == [Fault, str]


def test_cell_merged_over_rows_counts_for_each_row_that_holds_anything():
    book = Workbook()
    for row in [("TG201", 1), (None, 2), (None, None), ("GL201", 4)]:
        book.active.append(row)
    book.active.merge_cells("A1:A3")
    assert [line.cells for line in read_table("a.xlsx", saved(book))[0].rows] == [
        ("TG201", 1),
        ("TG201", 2),
        ("GL201", 4),
    ]


def test_cell_merged_over_columns_stands_in_the_first():
    book = Workbook()
    book.active.append(["题目", None, None])
    book.active.append(["一", "二", "三"])
    book.active.merge_cells("A1:C1")
    assert read_table("a.xlsx", saved(book))[0].rows[0].cells == ("题目",)


def test_hidden_sheets_are_marked():
    book = Workbook()
    book.active.append(["一"])
    book.create_sheet("清单").sheet_state = "hidden"
    assert [sheet.hidden for sheet in read_table("a.xlsx", saved(book))] == [False, True]


def test_moments_years_before_1900_and_the_other_epoch():
    rows = f'<row r="1">{text_cell("A1", "日期")}<c r="B1" s="1"><v>1</v></c><c r="C1" s="1"><v>45292.5</v></c></row>'
    styles = (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2">'
        '<xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="r2" Type="x/styles" Target="/xl/styles.xml"/></Relationships>'
    )
    parts = {"xl/styles.xml": styles, "xl/_rels/workbook.xml.rels": relations}
    cells = read_table("a.xlsx", raw_xlsx(rows, **parts))[0].rows[0].cells
    assert cells == ("日期", date(1900, 1, 1), datetime(2024, 1, 1, 12))


def test_signs_that_xml_cannot_hold_come_back_as_they_were():
    sheet = read_table("a.xlsx", raw_xlsx(f'<row r="1">{text_cell("A1", "一_x000D_二_x005F_x0041_")}</row>'))[
        0
    ]
    assert sheet.rows[0].cells == ("一\r二_x0041_",)


def test_signs_that_no_database_holds_are_left_out():
    sheet = read_table("a.xlsx", raw_xlsx(f'<row r="1">{text_cell("A1", "一_x0000_二_xD800_三")}</row>'))[0]
    assert sheet.rows[0].cells == ("一二三",)


def test_rows_and_cells_without_a_reference_follow_each_other():
    rows = "<row><c><v>1</v></c><c><v>2.5</v></c></row><row><c t='b'><v>1</v></c></row>"
    assert read_table("a.xlsx", raw_xlsx(rows))[0].rows == [Line(1, (1, 2.5)), Line(2, (True,))]


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_called_as_the_spreadsheet_calls_them(index, letters):
    assert column_letters(index) == letters


VALUES = st.one_of(
    st.none(),
    st.integers(-(10**9), 10**9),
    st.dates(date(1901, 1, 1), date(2100, 1, 1)),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20).filter(
        lambda text: text.strip() and not text.startswith("=") and "_x" not in text and "#" not in text
    ),
)


@given(st.lists(st.lists(VALUES, min_size=1, max_size=6), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_openpyxl_writes_is_read_as_it_was(rows):
    lines = []
    for number, row in enumerate(rows, start=1):
        while row and row[-1] is None:
            row = row[:-1]
        lines += [Line(number, tuple(row))] if row else []
    assume(lines)
    assert read_table("a.xlsx", make_xlsx(rows))[0].rows == lines
