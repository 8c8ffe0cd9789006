"""Headings are found and understood: titles above, two rows, synonyms, content; and may be told otherwise."""

import pytest

from standards.importing.fields import FIELDS
from standards.importing.headers import layout_of, signature_of, subsystem_in
from standards.importing.table import Line, Sheet

# The synonyms of the domain's chapter on lists, field by field.
SYNONYMS = {
    "seq": "序号 No.",
    "class_code": "体系分类代号 标准体系分类代号 体系编号 标准体系编号 标准体系表编号 体系代码 分类号 体系类目代号",
    "place": "子体系 子体系名称 所属体系 标准所属体系名称",
    "number": "标准号 标准编号 标准代号 代号和编号 标准代号和编号 引用标准编号 文件编号 文号",
    "title": "标准名称 中文标准名称 标准中文名称 名称 文件名称",
    "rank": "标准级别 级别 标准类别 标准性质",
    "intended_rank": "宜定级别",
    "issued_on": "发布日期 颁布日期 发布时间",
    "approved_on": "批准日期",
    "effective_on": "实施日期 实施时间 执行日期 生效日期",
    "old": "被代替标准号 被代替标准 被代替标准号或作废 替代标准号 代替国标号",
    "new": "代替标准 替代为",
    "departments": "实施部门 责任部门 归口部门 标准归口部门 归口单位 主管部门 编制部门",
    "status": "状态 标准状态 现行情况 有效性",
    "adoption": "采用关系 国际国外标准号及采用关系 采用国际标准号 采标编号 采标程度 一致性程度",
    "confirmed_on": "复审日期 复审确认日期 确认日期",
    "remark": "备注 说明",
}
PAIRS = [(name, word) for name, words in SYNONYMS.items() for word in words.split()]


def sheet(*rows, name="明细表", **fields) -> Sheet:
    return Sheet(name, [Line(number, tuple(row)) for number, row in enumerate(rows, start=1)], **fields)


def fields(*rows, **more) -> tuple:
    return layout_of(sheet(*rows, **more)).fields


@pytest.mark.parametrize(("name", "word"), PAIRS, ids=[word for _, word in PAIRS])
def test_synonym_means_its_field(name, word):
    other = "标准编号" if name == "title" else "标准名称"
    assert fields((other, word))[1] == name


@pytest.mark.parametrize(
    "word", ["实施\n日期", "实 施 日 期", "实施日期*", "实施日期（年-月-日）", "【实施日期】", "实施日期："]
)
def test_blanks_line_breaks_brackets_and_stars_are_no_part_of_a_heading(word):
    assert fields(("标准名称", word))[1] == "effective_on"


def test_heading_is_found_below_titles_within_ten_rows():
    above = [("安澜市网格化治理中心",), ("标准明细表",), (None,), ("编制日期：2026-01-01",)]
    layout = layout_of(sheet(*above, ("序号", "标准编号", "标准名称"), (1, "GB 1-2020", "甲")))
    assert (layout.header, layout.first, layout.fields) == (5, 6, ("seq", "number", "title"))


def test_heading_below_the_tenth_row_is_none():
    assert layout_of(sheet(*[("说明",)] * 10, ("标准编号", "标准名称"))) is None


def test_heading_of_two_rows_is_read_as_one():
    layout = layout_of(
        sheet(
            ("序号", "标准", None, "日期", None, "备注"),
            (None, "编号", "名称", "发布", "实施", None),
            (1, "GB 1-2020", "甲", "2020-01-01", "2020-07-01", None),
        )
    )
    assert (layout.fields, layout.first) == (
        ("seq", "number", "title", "issued_on", "effective_on", "remark"),
        3,
    )


def test_heading_of_two_rows_with_merged_cells_is_read_once():
    rows = (("序号", "标准名称", "日期", None), ("序号", "标准名称", "发布", "实施"), (1, "甲", None, None))
    layout = layout_of(sheet(*rows))
    assert (layout.fields, layout.headings[0]) == (("seq", "title", "issued_on", "effective_on"), "序号")


def test_title_over_the_table_is_no_first_row_of_headings():
    layout = layout_of(sheet(("××-服务提供分体系 标准明细表",), ("序号", "标准名称", "标准编号", "归口部门")))
    assert (layout.header, layout.subsystem) == (2, "TG")


@pytest.mark.parametrize(
    ("cells", "name"), [((1, 2, 3), "seq"), (("GB 1-2020", "GB 2-2020"), "number"), (("1", "2"), "seq")]
)
def test_bianhao_is_a_count_or_a_number_by_its_cells(cells, name):
    assert fields(("编号", "标准名称"), *[(cell, "甲") for cell in cells])[0] == name


@pytest.mark.parametrize(
    ("cells", "name"), [(("国家标准", "行标"), "rank"), (("服务提供", "服务管理"), "place")]
)
def test_leibie_is_a_level_or_a_subsystem_by_its_cells(cells, name):
    assert fields(("类别", "标准名称"), *[(cell, "甲") for cell in cells])[0] == name


def test_bianhao_beside_a_number_is_never_the_number():
    assert fields(("编号", "标准编号", "标准名称"), ("A-1", "GB 1-2020", "甲"))[0] == ""


def test_field_is_given_once_to_the_surest_column():
    assert fields(("标准名称", "标准实施部门情况", "实施部门")) == ("title", "", "departments")


def test_guess_is_told_from_what_the_heading_says():
    layout = layout_of(sheet(("标准名称", "标准的发布日期", "编号"), ("甲", None, 1)))
    assert (layout.fields, layout.certainty) == (("title", "issued_on", "seq"), (1.0, 0.6, 0.8))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("TG 服务提供", "TG"),
        ("网格化服务管理标准分体系", "GL"),
        ("指导层", "ZD"),
        ("Sheet1", ""),
        ("JC-通用基础", "JC"),
        ("JC、TG", ""),
    ],
)
def test_subsystem_is_read_from_the_name_of_a_sheet(text, code):
    assert subsystem_in(text) == code


@pytest.mark.parametrize("name", ["统计表", "说明", "示例"])
def test_sheets_of_our_own_that_hold_no_list_are_left_out(name):
    assert layout_of(sheet(("标准编号", "标准名称"), name=name)) is None


def test_hidden_sheet_is_left_out():
    assert layout_of(sheet(("标准编号", "标准名称"), hidden=True)) is None


def test_signature_is_that_of_the_words_alone():
    assert signature_of(("标准编号", "标准 名称*")) == signature_of(("标准\n编号", "标准名称"))
    assert signature_of(("标准编号", "标准名称")) != signature_of(("标准名称", "标准编号"))


def test_columns_as_told_are_sure_and_known():
    layout = layout_of(sheet(("甲", "标准名称"))).with_fields(["number", "nonsense"])
    assert (layout.fields, layout.certainty) == (("number", ""), (1.0, 1.0))


def test_every_field_has_words_for_the_page():
    assert all(field.label and field.synonyms for field in FIELDS.values())
