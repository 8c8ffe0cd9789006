"""The pitfalls of real lists, one by one (numbers, dates, words, departments, 代替 and 被代替)."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.importing.dates import Day, read_day
from standards.importing.rows import names_in, numbers_in, older_or_newer, read_field
from standards.importing.table import Fault, Formula
from standards.models import Standard
from standards.services.numbers import number_columns
from tests.factories import make_adopted, make_department, make_published
from tests.standards.importing.making import checked, faults, imported, leaf, notes, own, row, verdicts

TODAY = date(2026, 11, 20)


def number(text: str):
    return read_field("number", text, today=TODAY)


def written(text: str) -> str:
    return str(number(text).value.number)


@pytest.mark.parametrize("dash", "—－–―−")
def test_dash_of_any_shape(dash):
    assert written(f"GB/T 34300{dash}2017") == "GB/T 34300-2017"


@pytest.mark.parametrize("text", ["GB∕T 34300-2017", "GB_T 34300-2017", "GBT 34300-2017", "GB／T34300-2017"])
def test_slash_of_any_shape_or_none(text):
    assert written(text) == "GB/T 34300-2017"


def test_occupational_health_code_is_not_the_guiding_one():
    assert [written("GBZ 1-2010"), written("GB/Z 1-2010")] == ["GBZ 1-2010", "GB/Z 1-2010"]


@pytest.mark.parametrize(
    ("text", "clean"),
    [("GB/T1.1-2020", "GB/T 1.1-2020"), ("T/CSSG 001. 2-2020", "T/CSSG 001.2-2020")],
)
def test_blanks_missing_or_odd(text, clean):
    assert written(text) == clean


def test_year_of_two_figures_is_expanded_with_a_note():
    said = number("GB12238-89")
    assert (str(said.value.number), said.note) == (
        "GB 12238-1989",
        "年代号“89”只有两位，已按 1989 年理解，请核对",
    )


def test_impossible_year_is_an_error():
    assert "年代号 2323 不可能" in number("GB 1222-2323").fault


def test_lost_dash_is_asked_for():
    assert "T/XZYC 0001-2024" in number("T/XZYC 00012024").fault


def test_all_parts_and_one_part():
    assert [written("GB/T 24421（所有部分）"), written("GB/T 24421.2-2009")] == [
        "GB/T 24421（所有部分）",
        "GB/T 24421.2-2009",
    ]


def test_number_without_a_year_is_taken_with_a_note():
    assert "没有年代号" in number("GB/T 1.1").note


def test_year_after_a_colon():
    assert [written("CECS 21:2000"), written("ISO 9001:2015")] == ["CECS 21:2000", "ISO 9001:2015"]


@pytest.mark.parametrize(
    "text",
    [
        "T/CSSG 001.3-2020\nT/CA 007.3-2020",
        "T/CSSG 001.3-2020（T/CA 007.3-2020）",
        "T/CSSG 001.3-2020/T/CA 007.3-2020",
        "T/CSSG 001.3-2020；T/CA 007.3-2020",
    ],
)
def test_two_numbers_of_one_standard(text):
    said = number(text)
    assert (str(said.value.number), said.value.second) == ("T/CSSG 001.3-2020", "T/CA 007.3-2020")


def test_three_numbers_in_a_cell_are_an_error():
    assert "3 个编号" in number("GB 1-2020；GB 2-2020；GB 3-2020").fault


@pytest.mark.usefixtures("tree")
def test_adopted_number_behind_goes_to_the_adoption(office):
    imported(office, row(标准编号="GB/T 10322.1—2014/ISO 3082:2009"))
    assert Standard.objects.get().adoption == "ISO 3082:2009"


def test_edition_is_part_of_the_identity():
    first, second = number("GB 50016-2014（2018年版）").value, number("GB 50016-2014").value
    assert first.number.key != second.number.key


@pytest.mark.usefixtures("tree")
def test_amendment_goes_to_its_standard_in_the_list(office):
    imported(
        office,
        row(标准编号="GB 18401-2010", 标准名称="安全技术规范"),
        row(标准编号="GB 18401-2010/XG1-2012", 标准名称="第1号修改单"),
    )
    assert Standard.objects.get().remark == "修改单：GB 18401-2010/XG1-2012 第1号修改单"


@pytest.mark.usefixtures("tree")
def test_amendment_goes_to_its_standard_in_the_registry(office, city):
    known = make_adopted(city, leaf("4.1.1"), "GB 18401-2010", remark="备注")
    imported(office, row(标准编号="GB 18401-2010/XG1-2012", 标准名称="第1号修改单"))
    known.refresh_from_db()
    assert known.remark == "备注；修改单：GB 18401-2010/XG1-2012 第1号修改单"


@pytest.mark.usefixtures("tree")
def test_amendment_of_nothing_is_an_error(office):
    batch = checked(office, row(标准编号="GB 18401-2010/XG1-2012"))
    assert faults(batch) == ["是修改单：表中和登记簿中都没有它修改的标准，请先登记那个标准"]


def test_range_is_one_row_with_a_note():
    said = number("GB 50254~50259-96")
    assert (str(said.value.number), "一组标准" in said.note) == ("GB 50254~50259-1996", True)


def test_blanks_inside_numbers_of_enterprises_stay():
    assert written("Q/CSG 2 16 004-2019") == "Q/CSG 2 16 004-2019"


@pytest.mark.parametrize(
    "text", ["建质〔2009〕87 号", "建质[2009]87号", "建质(2009)87号", "建质【2009】87号"]
)
def test_number_of_a_document_in_any_brackets(text):
    assert written(text) == "建质〔2009〕87号"


def test_number_of_a_document_that_lost_its_brackets():
    assert written("国标委农联20077号") == "国标委农联〔2007〕7号"


def test_local_code_of_five_figures():
    assert written("DB 31117/Z 016-2022") == "DB31117/Z 016-2022"


@pytest.mark.usefixtures("tree")
def test_other_edition_under_gb_or_gbt_is_pointed_out(office, city):
    make_adopted(city, leaf("4.1.1"), "GB 12238-1989", "阀门")
    batch = checked(office, row(标准编号="GB/T 12238-2008", 标准名称="阀门标准"))
    assert (verdicts(batch), notes(batch)) == (["new"], ["登记簿中还有同一标准的另一个版本“GB 12238-1989”"])


@pytest.mark.usefixtures("tree")
def test_width_and_blanks_of_a_title_make_no_difference(office, city):
    make_adopted(city, leaf("4.1.1"), title="网格 第３部分：　SM２算法")
    assert verdicts(checked(office, row(标准名称="网格 第3部分: SM2算法"))) == ["same"]


@pytest.mark.usefixtures("tree")
def test_title_is_shown_as_it_was_written(office):
    imported(office, row(标准名称="网格　第３部分"))
    assert Standard.objects.get().title == "网格　第３部分"


@pytest.mark.usefixtures("tree")
def test_line_broken_by_its_cell_is_one_title(office):
    imported(office, row(标准名称="城乡社区\n网格化服务管理规范"))
    assert Standard.objects.get().title == "城乡社区网格化服务管理规范"


@pytest.mark.usefixtures("tree")
def test_same_number_twice_in_a_list_is_an_error_in_both_rows(office):
    batch = checked(office, row(), row(标准编号="GBT34300—2017"))
    assert faults(batch) == ["与第 3 行重复", "与第 2 行重复"]


@pytest.mark.usefixtures("tree")
def test_same_title_under_another_number_is_pointed_out(office, city):
    make_adopted(city, leaf("4.1.1"))
    batch = checked(office, row(标准编号="DB61/T 1-2020"))
    assert notes(batch) == ["登记簿中还有同名的“GB/T 34300-2017”，请核对是否重复"]


# Dates.


@pytest.mark.parametrize(
    "cell",
    [
        *("2017-10-01", "2017/10/1", "2017.10.01", "20171001", "2017年10月1日", "２０１７年１０月１日"),
        *("2017—10—01", "2017-10-01 00:00:00", "2017-10-01T00:00:00", "二〇一七年十月一日", "43009"),
        *(20171001, 43009, 43009.0, 1506787200000, "1506787200000"),
        *(date(2017, 10, 1), datetime(2017, 10, 1, 8, 30)),
    ],
)
def test_day_in_any_shape(cell):
    assert read_day(cell) == Day(date(2017, 10, 1))


@pytest.mark.parametrize("cell", ["2017年10月", "2017-10", "2017.10", "201710", "2017年"])
def test_month_is_no_day_and_is_kept_in_words(cell):
    assert read_day(cell) == Day(text=cell)


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize(
    ("cell", "verdict"), [("2017年9月", "same"), ("2017年", "same"), ("2017年8月", "changed")]
)
def test_month_of_the_registered_day_changes_nothing(office, city, cell, verdict):
    make_adopted(city, leaf("4.1.1"))
    assert verdicts(checked(office, row(发布日期=cell))) == [verdict]


def test_free_words_are_kept_in_the_remark():
    said = read_field("effective_on", "与GB9706.1-2020同步实施", today=TODAY)
    assert (said.value, said.remark, said.note) == (
        None,
        "实施日期：与GB9706.1-2020同步实施",
        "实施日期“与GB9706.1-2020同步实施”不是某一天，已写入备注",
    )


@pytest.mark.parametrize("cell", ["—", "/", "无", "-", "／", "  ", "N/A", None])
def test_signs_for_nothing_are_nothing(cell):
    assert read_day(cell) == Day()
    assert read_field("title", cell, today=TODAY).value is None


@pytest.mark.parametrize("cell", ["2025.13.1", "2025-02-30", "2025年2月30日", "12", 12, True])
def test_day_that_is_none_is_an_error(cell):
    assert read_day(cell) == Day(fault="应为 2026-11-20 这样的日期")


def test_day_that_nobody_can_mean_is_an_error():
    assert "不可能" in read_field("effective_on", "0217-10-01", today=TODAY).fault


@given(
    st.dates(date(1950, 1, 1), date(2099, 1, 1)),
    st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y年%m月%d日"]),
)
def test_every_day_is_read_as_it_was_written(day, shape):
    assert read_day(day.strftime(shape)) == Day(day)


@given(st.one_of(st.text(max_size=30), st.integers(), st.floats(), st.none()))
def test_whatever_stands_in_a_cell_of_days_is_a_day_words_a_fault_or_nothing(cell):
    day = read_day(cell)
    assert sum([day.value is not None, bool(day.text), bool(day.fault)]) <= 1


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            {"发布日期": "2018-05-01", "实施日期": "2018-04-01"},
            "实施日期 2018-04-01 早于发布日期 2018-05-01，请核对",
        ),
        ({"实施日期": "2025.13.1"}, "应为 2026-11-20 这样的日期"),
    ],
)
def test_dates_are_in_their_order(office, cells, sentence):
    assert faults(checked(office, row(**cells))) == [sentence]


@pytest.mark.usefixtures("tree")
def test_approval_date_of_others_stands_for_their_issue(office):
    imported(office, row(批准日期="2017-09-07"))
    found = Standard.objects.get()
    assert (found.approved_on, found.issued_on) == (None, date(2017, 9, 7))


# Words.


@pytest.mark.parametrize(
    ("word", "status"),
    [
        *(("现行", "in_force"), ("有效", "in_force"), ("即将实施", "upcoming"), ("废止", "withdrawn")),
        *(("作废", "withdrawn"), ("被代替", "replaced"), ("已替代", "replaced"), ("待查", "unknown")),
    ],
)
def test_status_by_its_words(word, status):
    assert read_field("status", word, today=TODAY).value == status


def test_unknown_status_is_an_error():
    assert read_field("status", "差不多", today=TODAY).fault.startswith("“差不多”不认识")


@pytest.mark.parametrize(
    ("word", "rank"),
    [
        ("国标", "national"),
        ("行业标准", "industry"),
        ("地标", "local"),
        ("团体标准", "group"),
        ("企业标准", "own"),
    ],
)
def test_rank_by_its_words(word, rank):
    assert read_field("rank", word, today=TODAY).value == rank


def test_formula_and_error_value_are_errors_that_name_themselves():
    assert read_field("title", Formula("=A1"), today=TODAY).fault.startswith("是公式")
    assert "#REF!" in read_field("title", Fault("#REF!"), today=TODAY).fault


@pytest.mark.parametrize("text", ["甲科、乙科", "甲科；乙科", "甲科，乙科", "甲科\n乙科", " 甲科 / 乙科 "])
def test_departments_between_any_signs(text):
    assert names_in(text) == ["甲科", "乙科"]


@pytest.mark.usefixtures("tree")
def test_department_whose_name_has_such_a_sign_is_one(office, city):
    make_department(city, "督查、考评科")
    imported(office, row(实施部门="督查、考评科"))
    assert [each.name for each in Standard.objects.get().departments.all()] == ["督查、考评科"]


# 代替 and 被代替.


@pytest.mark.parametrize(
    ("name", "year", "side"),
    [
        ("GB/T 13016-2009", 2018, "old"),
        ("GB/T 13016-2018", 2009, "new"),
        ("GB/T 13016-2018", 2018, ""),
        ("GB/T 13016", 2018, ""),
        ("安全生产法", 2018, ""),
        ("GB/T 13016-2009", None, ""),
    ],
)
def test_years_alone_say_which_is_the_older(name, year, side):
    assert older_or_newer(name, year, TODAY) == side


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize("heading", ["代替标准", "被代替标准号", "替代标准号"])
def test_heading_is_not_trusted_with_the_older_one(office, heading):
    headings = ("标准编号", "标准名称", "体系分类代号", heading)
    imported_rows = [("GB/T 13016-2018", "新", "4.1.1", "GB/T 13016-2009")]
    imported(office, *imported_rows, headings=headings)
    assert Standard.objects.get().replaced_numbers == "GB/T 13016-2009"


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize("heading", ["代替标准", "被代替标准号", "替代标准号"])
def test_heading_is_not_trusted_with_the_newer_one(office, heading):
    headings = ("标准编号", "标准名称", "体系分类代号", "实施日期", heading)
    imported(
        office,
        ("GB/T 13016-2009", "旧", "4.1.1", "2009-11-01", "GB/T 13016-2018"),
        ("GB/T 13016-2018", "新", "4.1.1", "2018-09-01", None),
        headings=headings,
    )
    old = Standard.objects.get(number="GB/T 13016-2009")
    assert (old.replaced_numbers, old.replaced_on) == ("", date(2018, 9, 1))


@pytest.mark.usefixtures("tree")
def test_what_the_years_do_not_say_goes_to_the_remark_with_a_note(office):
    batch = imported(
        office, row(标准编号=None, 标准名称="安全生产法", 体系分类代号="ZD3", 被代替标准号="旧的安全生产法")
    )
    assert Standard.objects.get().remark == "原表“被代替标准号”：旧的安全生产法"
    assert "谁代替谁看不出来" in notes(batch)[0]


@pytest.mark.usefixtures("tree")
def test_law_listed_without_its_number_is_the_registered_one(office, city):
    law = {
        "organization": city,
        "node": leaf("ZD3"),
        "origin": "guidance",
        "stage": "published",
        "rank": "law",
    }
    Standard.objects.create(**law, title="安全生产法", **number_columns("中华人民共和国主席令第八十八号"))
    batch = checked(office, row(标准编号=None, 标准名称="《安全生产法》", 体系分类代号="ZD3"))
    assert verdicts(batch) == ["same"]


def test_several_numbers_in_a_cell():
    assert numbers_in("GB 1-2020；GB 2-2020\nGB 3-2020、无") == ["GB 1-2020", "GB 2-2020", "GB 3-2020"]


# Places.


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"体系分类代号": "5.4.2"}, "5.4.2"),
        ({"体系分类代号": "JC103"}, "4.3"),
        ({"体系分类代号": "TG204", "子体系/层级": "5.4.2 网格巡查管理"}, "5.4.2"),
        ({"体系分类代号": "TG204", "子体系/层级": "网格巡查管理"}, "5.4.2"),
        ({"体系分类代号": "TG204", "子体系/层级": "5.4.2"}, "5.4.2"),
        ({"体系分类代号": None, "子体系/层级": "指导层 适用的法律、法规"}, "ZD3"),
        ({"体系分类代号": "TG204", "标准名称": "网格巡查办法"}, "5.4.2"),
        ({"体系分类代号": "tg 204", "标准名称": "网格巡查办法"}, "5.4.2"),
    ],
)
def test_place_by_class_clause_name_or_title(office, cells, code):
    imported(office, row(**cells))
    assert Standard.objects.get().node.code == code


@pytest.mark.usefixtures("tree")
def test_place_that_was_guessed_is_pointed_out(office):
    batch = checked(office, row(体系分类代号="TG204", 标准名称="网格巡查办法"))
    assert notes(batch) == ["按名称归入“5.4.2 网格巡查管理”，请核对"]


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            {"体系分类代号": "GL210"},
            "没有 GL210 这一类，GL 只有 GL201 至 GL209",
        ),
        ({"体系分类代号": "GZ201"}, "没有 GZ201 这一类，GZ 只有 GZ301、GZ302"),
        (
            {"体系分类代号": "TG201", "标准名称": "甲"},
            "分不清是哪一个末级分类，请写明，如“5.1.1 工作人员服务规范”、“5.1.2 服务制度规范”，"
            "或勾选“只写到类的，先登记到该类的第一个末级”",
        ),
        ({"标准名称": None}, "不能为空"),
        ({"实施部门": "督查科"}, "没有“督查科”这个部门，请改正，或勾选“新建缺少的部门”"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_in_its_cell(office, cells, sentence):
    assert faults(checked(office, row(**cells))) == [sentence]


@pytest.mark.usefixtures("tree")
def test_subsystem_of_the_sheet_limits_the_places(office):
    batch = checked(office, row(体系分类代号=None, 标准名称="运行流程管理办法"), title="TG 服务提供")
    assert notes(batch) == ["按名称归入“5.4.6 运行流程管理”，请核对"]


# One's own.


@pytest.mark.usefixtures("tree", "department")
@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"实施部门": None}, "不能为空"),
        ({"批准日期": "2024-04-10"}, "编号中的年代号是 2025，批准日期应在 2025 年内（第2部分 10.6.4）"),
        (
            {"标准编号": "Q/YSWG TG204•1-2025", "制定方式": "自制"},
            "不是本组织的编号，自制标准的编号以 Q/ALWG 开头",
        ),
        ({"标准编号": "Q/ALWG TG204•1"}, "没有年代号（批准年号），请补上"),
        ({"状态": "制定中"}, "自制标准在发布时编号：已有编号的应是现行、即将实施、被代替或废止，请改正"),
        ({"状态": "废止"}, "请填写废止日期：自制标准的废止日期不能由系统推定"),
        ({"状态": "被代替"}, "请填写被代替日期：自制标准的被代替日期不能由系统推定"),
        (
            {"标准编号": None, "状态": "现行"},
            "没有标准编号：已发布的自制标准要填编号；法律和文件请在“制定方式”写指导性文件",
        ),
    ],
)
def test_what_is_wrong_with_a_row_of_ones_own(office, cells, sentence):
    assert sentence in faults(checked(office, own(**cells)))


@pytest.mark.usefixtures("tree", "department")
def test_older_edition_in_the_list_ends_when_the_newer_begins(office):
    days = {"批准日期": "2020-04-10", "发布日期": "2020-04-15", "实施日期": "2020-05-01"}
    imported(office, own(), own("Q/ALWG TG204•1-2020", 状态="被代替", **days))
    old = Standard.objects.get(number="Q/ALWG TG204•1-2020")
    assert old.replaced_on == date(2025, 5, 1)


@pytest.mark.usefixtures("tree", "department")
def test_newer_edition_of_what_stands_in_the_registry_is_a_revision_and_no_import(office, city):
    make_published(city, leaf("5.4.2"), year=2020)
    batch = checked(office, own())
    assert faults(batch) == ["登记簿中的“Q/ALWG TG204•1-2020”还没有被代替：新版本请在它的页面用“修订”办理"]


@pytest.mark.usefixtures("tree", "department")
def test_number_of_a_withdrawn_standard_never_comes_back(office, city):
    make_published(city, leaf("5.4.2"), year=2020, withdrawn_on=date(2024, 1, 1), withdrawal_reason="复审")
    assert faults(checked(office, own())) == ["同一标准已废止，它的编号不再使用（第2部分 10.7 d）"]


@pytest.mark.usefixtures("tree")
def test_number_of_another_organisation_is_adopted(office):
    imported(office, row(标准编号="Q/YSWG TG204•1-2025"))
    assert Standard.objects.get().origin == "adopted"
