"""A list from the file to the registry and back."""

from datetime import date

import pytest

from gridgov.records.models import Event
from standards.errors import StandardsError
from standards.history import history_of
from standards.models import (
    Citation,
    ColumnMapping,
    ImportBatch,
    NumberAlias,
    NumberCounter,
    Standard,
)
from standards.services.importing import check_list, confirm_import, confirming, recheck_list, undo_import
from standards.services.registry import edit_standard, enter_standard
from tests.activities.making import make_measure
from tests.factories import (
    make_adopted,
    make_department,
    make_document,
    make_office_user,
    make_published,
)
from tests.standards.importing.making import (
    FIRST_LEAF,
    HEADINGS,
    MAKE_DEPARTMENTS,
    SAME_DAY,
    checked,
    faults,
    file_of,
    imported,
    leaf,
    notes,
    own,
    row,
    verdicts,
)

pytestmark = pytest.mark.usefixtures("tree")


def refusal(act, *args, **kwargs) -> str:
    with pytest.raises(StandardsError) as caught:
        act(*args, **kwargs)
    return caught.value.message


# New rows.


def test_new_row_of_others_is_registered_as_its_form_would(office, department):
    imported(
        office, row(实施日期="2018-04-01", 发布日期=date(2017, 9, 7), 实施部门="综合业务科", 状态="现行")
    )
    found = Standard.objects.get()
    assert (found.number, found.title, found.origin, found.stage, found.rank, found.obligation) == (
        "GB/T 34300-2017",
        "城乡社区网格化服务管理规范",
        "adopted",
        "published",
        "national",
        "recommended",
    )
    assert (found.issued_on, found.effective_on, list(found.departments.all())) == (
        date(2017, 9, 7),
        date(2018, 4, 1),
        [department],
    )


def test_columns_of_search_and_order_are_those_of_the_form(office, city):
    imported(office, row())
    by_list = Standard.objects.get()
    other = make_adopted(city, leaf("4.1.1"), "GB/T 34301-2017")
    other.number_key = ""
    assert (by_list.title_initials, by_list.number_search) == ("cxsqwghfwglgf", "GBT343002017")
    assert list(Standard.objects.search("wghfw", wide=True)) == [by_list]


def test_numbered_own_standard_is_taken_over_and_its_sequence_never_given_again(office, department):
    imported(office, own("Q/ALWG TG204•7-2025"))
    found = Standard.objects.get()
    assert (found.number, found.sequence, found.stage, found.rank) == (
        "Q/ALWG TG204•7-2025",
        7,
        "published",
        "own",
    )
    assert NumberCounter.objects.get(class_code="TG204").last == 7


def test_row_without_a_number_is_a_draft_or_a_document_by_where_it_stands(office):
    imported(
        office,
        row(标准编号=None, 标准名称="中华人民共和国安全生产法", 体系分类代号="ZD3"),
        row(标准编号="建质[2009]87 号", 标准名称="危险性较大的分部分项工程安全管理办法", 体系分类代号="ZD3"),
        row(标准编号=None, 标准名称="网格巡查规范", 体系分类代号="5.4.2"),
    )
    found = Standard.objects.order_by("pk").values_list("origin", "stage", "number", "rank")
    assert list(found) == [
        ("guidance", "published", "", "law"),
        ("guidance", "published", "建质〔2009〕87号", "other"),
        ("own", "drafting", "", "own"),
    ]


def test_old_standards_named_by_new_ones_end_when_those_take_effect(office, city):
    old = make_adopted(city, leaf("4.1.1"), "GB/T 13016-2009", "标准体系表编制原则和要求")
    batch = imported(
        office,
        row(
            标准编号="GB/T 13016-2018",
            标准名称="标准体系构建原则和要求",
            被代替标准号="GB/T 13016-2009",
            实施日期="2018-09-01",
        ),
    )
    old.refresh_from_db()
    assert (old.replaced_on, [each.number for each in old.replaced_by.all()]) == (
        date(2018, 9, 1),
        ["GB/T 13016-2018"],
    )
    assert "登记簿中的“GB/T 13016-2009”将自 2018-09-01 起转为被代替" in notes(batch)


def test_history_of_a_new_row_says_that_it_was_imported(office):
    imported(office, row())
    (entry,) = history_of(Standard.objects.get())
    assert (entry.verb, entry.who, entry.reason) == ("导入", "office", "明细表.xlsx")


def test_departments_are_made_when_the_user_wants_them(office, city):
    batch = checked(office, row(实施部门="督查科、指挥调度科"))
    assert faults(batch) == [
        "没有“督查科”这个部门，请改正，或勾选“新建缺少的部门”",
        "没有“指挥调度科”这个部门，请改正，或勾选“新建缺少的部门”",
    ]
    confirm_import(actor=office, batch=recheck_list(batch=batch, options=MAKE_DEPARTMENTS))
    names = Standard.objects.get().departments.values_list("name", flat=True)
    assert sorted(names) == ["指挥调度科", "督查科"]


def test_missing_date_of_approval_is_asked_for_and_never_invented(office, department):
    batch = checked(office, own(批准日期=None))
    assert faults(batch) == [
        "不能为空：已编号的自制标准要有这个日期，或勾选“批准日期、发布日期只有一个的，两个都按它登记”"
    ]
    batch = recheck_list(batch=batch, options=SAME_DAY)
    assert (verdicts(batch), notes(batch)) == (["new"], ["批准日期按发布日期登记"])


# Changes.


def test_changed_fields_are_shown_before_and_after_and_nothing_else_is_touched(office, city, department):
    known = make_adopted(city, leaf("4.1.1"), remark="原有备注", checked_on=date(2026, 1, 1))
    batch = imported(
        office, row(标准名称="城乡社区网格化管理规范", 实施部门="综合业务科", 实施日期="2018-05-01")
    )
    known.refresh_from_db()
    assert batch.rows[0]["changes"] == {
        "title": ["城乡社区网格化服务管理规范", "城乡社区网格化管理规范"],
        "effective_on": ["2018-04-01", "2018-05-01"],
        "departments": ["", "综合业务科"],
    }
    assert (known.title, known.remark, known.checked_on, known.title_initials) == (
        "城乡社区网格化管理规范",
        "原有备注",
        date(2026, 1, 1),
        "cxsqwghglgf",
    )


def test_blank_cells_leave_what_is_registered(office, city):
    make_adopted(city, leaf("4.1.1"), remark="备注")
    assert verdicts(checked(office, row(备注="—", 实施日期="/", 发布日期="无"))) == ["same"]


def test_change_of_a_published_own_standard_is_a_correction_with_one_reason(office, city, department):
    known = make_published(city, leaf("5.4.2"))
    batch = checked(office, own(标准名称="网格日常巡查管理规范"))
    assert "更正理由" in refusal(confirm_import, actor=office, batch=batch)
    confirm_import(actor=office, batch=batch, reason="按清理结果更正")
    event = Event.objects.about(known).get()
    assert (event.verb, event.reason, event.changes["标准名称"]) == (
        "correct",
        "按清理结果更正",
        ["网格巡查管理规范", "网格日常巡查管理规范"],
    )


def test_ended_status_of_others_takes_the_day_of_its_column_or_of_the_import(office, city, time_machine):
    time_machine.move_to("2026-11-20T10:00:00+08:00")
    known = make_adopted(city, leaf("4.1.1"))
    batch = imported(office, row(状态="废止"))
    known.refresh_from_db()
    assert (known.withdrawn_on, batch.rows[0]["changes"]["status"], notes(batch)) == (
        date(2026, 11, 20),
        ["现行", "废止"],
        ["没有废止日期，按导入当日 2026-11-20 登记"],
    )


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"状态": "废止"}, "自制标准的状态由办理过程决定（登记簿中是“现行”），不能用导入更改"),
        ({"制定方式": "采用"}, "登记簿中的制定方式是“自制”，不能用导入更改"),
        ({"标准级别": "国家标准"}, "自制标准的级别是“组织标准”，请改正"),
        ({"被代替标准号": "GB/T 1-2020"}, "自制标准的代替关系随修订发布产生，不能用导入更改"),
        ({"批准日期": "2024-04-10"}, "编号中的年代号是 2025，批准日期应在 2025 年内（第2部分 10.6.4）"),
        ({"实施日期": "2025-04-11"}, "实施日期 2025-04-11 早于发布日期 2025-04-15，请核对"),
    ],
)
def test_what_a_list_may_not_change_of_a_published_own_standard(office, city, department, cells, sentence):
    make_published(city, leaf("5.4.2"))
    assert faults(checked(office, own(**cells))) == [sentence]


PEOPLE = (*HEADINGS, "批准人", "起草人")


@pytest.mark.parametrize("number", ["Q/ALWG TG204•1-2025", "Q/ALWG TG204•2-2025"], ids=["known", "new"])
def test_list_does_not_let_a_drafter_approve_nor_put_a_review_off(office, city, department, number):
    make_published(city, leaf("5.4.2"))
    line = [*own(number, 复审日期="2100-01-01"), "王起草", "王起草、刘编写"]
    assert set(faults(checked(office, line, headings=PEOPLE))) == {
        "王起草是起草人，不能同时是批准人，请核对",
        "复审确认日期 2100-01-01 还没有到，应是上一次复审确认的日期，请核对",
    }


def test_standard_found_by_a_former_number_keeps_its_present_one(office, city, department):
    known = make_published(city, leaf("5.4.2"))
    NumberAlias.objects.create(
        organization=city, standard=known, number="Q/ALWG GL201•9-2020", number_key="Q/ALWG GL201.9-2020"
    )
    batch = checked(office, own("Q/ALWG GL201•9-2020", 实施部门=None))
    assert (batch.rows[0]["pk"], verdicts(batch)) == (known.pk, ["same"])
    assert notes(batch) == ["“Q/ALWG GL201•9-2020”是“Q/ALWG TG204•1-2025”的曾用编号，按同一标准处理"]


# All or nothing.


def test_list_with_an_error_is_not_written_at_all(office):
    batch = checked(office, row(), row(标准编号="GB 1-2020", 实施日期="2025.13.1"))
    words = "还有 1 行有错误，全部改正后才能导入。请改好表格后重新上传。"
    assert refusal(confirm_import, actor=office, batch=batch) == words
    assert Standard.objects.count() == 0


def test_list_that_says_nothing_new_is_not_confirmed(office, city):
    make_adopted(city, leaf("4.1.1"))
    words = "各行与登记簿相同，没有要写入的内容。"
    assert refusal(confirm_import, actor=office, batch=checked(office, row())) == words


def test_list_is_confirmed_once(office):
    batch = imported(office, row())
    assert "已经导入过" in refusal(confirm_import, actor=office, batch=batch)


def test_registry_that_moved_since_the_precheck_is_shown_first(office, city):
    batch = checked(office, row())
    make_adopted(city, leaf("4.1.1"))
    assert "已经重新预检" in refusal(confirm_import, actor=office, batch=batch)
    batch.refresh_from_db()
    assert (verdicts(batch), batch.state) == (["same"], "checked")


def test_registry_that_moved_elsewhere_does_not_hold_up_the_import(office, city):
    batch = checked(office, row())
    make_adopted(city, leaf("4.1.1"), "GB/T 2-2020", "别的")
    confirm_import(actor=office, batch=batch)
    assert Standard.objects.count() == 2


def test_two_who_enter_the_same_at_once_are_told_apart_by_the_database(office, city, monkeypatch):
    batch = checked(office, row())
    make_adopted(city, leaf("4.1.1"))
    monkeypatch.setattr(confirming, "has_moved", lambda batch: False)
    assert "与别人刚登记的内容相冲突" in refusal(confirm_import, actor=office, batch=batch)
    assert (Standard.objects.count(), ImportBatch.objects.get().state) == (1, "checked")


def test_former_numbers_are_still_found_after_an_import(office, city):
    known = make_adopted(city, leaf("4.1.1"))
    NumberAlias.objects.create(
        organization=city, standard=known, number="GB 1-1990", number_key="GB 1-1990", number_search="GB11990"
    )
    imported(office, ("GB/T 34300-2017", "T/CA 1-2017"), headings=("标准编号", "第二标准号"))
    assert list(Standard.objects.search("GB11990")) == list(Standard.objects.search("TCA1")) == [known]


def test_one_event_tells_of_the_batch(office, city):
    imported(office, row(), row(标准编号="GB/T 2-2020", 标准名称="另一个"))
    event = Event.objects.get(verb="import")
    assert (event.target_label, event.changes) == (
        "明细表.xlsx",
        {"新增": ["", "2 行"], "变更": ["", "0 行"]},
    )


# Undoing.


def test_undone_import_leaves_the_registry_as_it_was(office, city, department):
    known = make_adopted(city, leaf("4.1.1"), "GB/T 2-2020", "另一个", title_initials="lyg")
    known.departments.add(make_department(city, "督查科"))
    old = make_adopted(city, leaf("4.1.1"), "GB/T 34300-2009", "旧版")
    before = list(Standard.objects.order_by("pk").values())
    batch = imported(
        office,
        row(被代替标准号="GB/T 34300-2009", 实施日期="2018-04-01"),
        row(标准编号="GB/T 2-2020", 标准名称="改名", 实施部门="综合业务科", 体系分类代号="4.1.2"),
    )
    undo_import(actor=office, batch=batch, reason="选错了文件")
    after = list(Standard.objects.order_by("pk").values())
    for each in [*before, *after]:
        each.pop("updated_at")
    assert after == before
    assert list(known.departments.values_list("name", flat=True)) == ["督查科"]
    assert (old.replaced_by.count(), ImportBatch.objects.get().state) == (0, "undone")


def test_undone_import_can_be_imported_again(office, department):
    batch = imported(office, own())
    undo_import(actor=office, batch=batch, reason="选错了文件")
    imported(office, own())
    assert Standard.objects.get().number == "Q/ALWG TG204•1-2025"


def test_history_of_the_removed_rows_is_kept(office):
    batch = imported(office, row())
    undo_import(actor=office, batch=batch, reason="选错了文件")
    assert list(Standard.history.order_by("history_id").values_list("history_type", flat=True)) == ["+", "-"]
    event = Event.objects.get(verb="undo")
    assert (event.reason, event.changes["新增"]) == ("选错了文件", ["1 行", ""])


def test_import_whose_rows_were_changed_since_is_not_undone(office):
    batch = imported(office, row())
    found = Standard.objects.get()
    edit_standard(actor=office, standard=found, values={"remark": "核对过"})
    assert refusal(undo_import, actor=office, batch=batch, reason="错") == (
        "“城乡社区网格化服务管理规范”在导入之后又有改动，不能撤销整批导入。请逐条改正。"
    )
    assert Standard.objects.count() == 1


def test_import_whose_rows_stand_in_other_records_is_not_undone(office, city):
    batch = imported(office, row())
    make_measure(city, standards=[Standard.objects.get()])
    words = "导入的标准已在实施措施中列出，不能撤销整批导入。请逐条办理。"
    assert refusal(undo_import, actor=office, batch=batch, reason="错") == words
    assert Standard.objects.count() == 1


def test_import_whose_rows_have_documents_is_not_undone(office):
    batch = imported(office, row())
    make_document(Standard.objects.get())
    words = refusal(undo_import, actor=office, batch=batch, reason="错")
    assert "不能撤销整批导入" in words


def test_import_whose_rows_cite_others_is_not_undone(office, department):
    batch = imported(office, own())
    Citation.objects.create(
        standard=Standard.objects.get(), number="GB/T 1-2020", number_key="GB/T 1-2020", is_dated=True
    )
    words = refusal(undo_import, actor=office, batch=batch, reason="错")
    assert words == "导入的标准已有引用（“GB/T 1-2020”），不能撤销整批导入。请逐条办理。"


def test_import_whose_rows_were_replaced_since_is_not_undone(office, city):
    batch = imported(office, row())
    newer = make_adopted(city, leaf("4.1.1"), "GB/T 34300-2025", "新版")
    newer.replaces.add(Standard.objects.get(number="GB/T 34300-2017"))
    assert "“新版”代替了导入的标准" in refusal(undo_import, actor=office, batch=batch, reason="错")


def test_import_that_ended_a_law_registered_anew_since_is_not_undone(office, city):
    values = {"node": leaf("4.1.1"), "title": "网格化服务管理办法"}
    law = enter_standard(actor=office, organization=city, origin="guidance", values=values)
    batch = imported(office, row(标准编号=None, 标准名称=law.title, 制定方式=None, 状态="废止"))
    enter_standard(actor=office, organization=city, origin="guidance", values=values)
    assert "又登记了相同编号或名称的标准" in refusal(undo_import, actor=office, batch=batch, reason="错了")
    batch.refresh_from_db()
    assert batch.state == "confirmed"


def test_standard_whose_import_is_undone_meanwhile_takes_no_document(office, city):
    batch = imported(office, row())
    known = Standard.objects.get()
    undo_import(actor=office, batch=batch, reason="选错了文件")
    words = (
        "“GB/T 34300-2017 城乡社区网格化服务管理规范”已不在登记簿中：带来它的导入刚被撤销。请返回列表核对。"
    )
    assert refusal(edit_standard, actor=office, standard=known, values={}) == words


def test_undoing_needs_a_reason_and_happens_once(office):
    batch = imported(office, row())
    assert "请写明撤销的理由" in refusal(undo_import, actor=office, batch=batch, reason=" ")
    undo_import(actor=office, batch=batch, reason="错")
    assert "只有已导入" in refusal(undo_import, actor=office, batch=batch, reason="错")


def test_list_that_was_only_checked_is_not_undone(office):
    assert "只有已导入" in refusal(undo_import, actor=office, batch=checked(office, row()), reason="错")


# Columns.


def test_corrected_columns_are_remembered_for_lists_of_the_same_headings(office):
    headings = ("序号", "代码", "题目", "标准编号")
    rows = [(1, "4.1.1", "城乡社区网格化服务管理规范", "GB/T 34300-2017")]
    batch = check_list(actor=office, organization=office.organization, file=file_of(rows, headings=headings))
    assert verdicts(batch) == ["error"]
    batch = recheck_list(batch=batch, fields={0: ["seq", "class_code", "title", "number"]})
    again = check_list(actor=office, organization=office.organization, file=file_of(rows, headings=headings))
    assert (verdicts(batch), verdicts(again), ColumnMapping.objects.count()) == (["new"], ["new"], 1)


def test_other_organisations_do_not_inherit_remembered_columns(office, stranger):
    headings, rows = ("代码", "题目", "标准编号"), [("4.1.1", "规范", "GB/T 34300-2017")]
    batch = check_list(actor=office, organization=office.organization, file=file_of(rows, headings=headings))
    recheck_list(batch=batch, fields={0: ["class_code", "title", "number"]})
    file = file_of(rows, headings=headings)
    assert verdicts(check_list(actor=stranger, organization=stranger.organization, file=file)) == ["error"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [(["title", "title"], "有两列对应同一项"), (["seq", "remark"], "没有一列是标准名称或标准编号")],
)
def test_columns_that_cannot_be_are_refused(office, fields, words):
    file = file_of([("甲", "GB 1-2020")], headings=("标准名称", "标准编号"))
    batch = check_list(actor=office, organization=office.organization, file=file)
    assert words in refusal(recheck_list, batch=batch, fields={0: fields})


def test_list_without_headings_is_refused(office):
    file = file_of([("甲", "乙")], headings=("一", "二"))
    words = refusal(check_list, actor=office, organization=office.organization, file=file)
    assert "前十行里没有找到表头" in words
    assert ImportBatch.objects.count() == 0


def test_pasted_rows_are_a_list_too(office):
    text = "标准编号\t标准名称\t体系分类代号\nGB/T 34300-2017\t规范\t4.1.1\n"
    batch = check_list(actor=office, organization=office.organization, text=text)
    confirm_import(actor=office, batch=batch)
    assert (Standard.objects.get().number, batch.name) == ("GB/T 34300-2017", "粘贴的内容.csv")


@pytest.mark.parametrize("count", [1, 25])
def test_statements_of_the_precheck_do_not_grow_with_the_list(office, city, count, django_assert_num_queries):
    for number in range(count):
        make_adopted(city, leaf("4.1.1"), f"GB/T {number + 1}-2020", f"规范{number}")
    rows = [row(标准编号=f"GB/T {number + 1}-2020", 标准名称=f"甲{number}") for number in range(count)]
    file = file_of(rows)
    with django_assert_num_queries(16):
        check_list(actor=office, organization=city, file=file)


def test_office_of_another_organisation_has_its_own_registry(office, county):
    make_adopted(county, leaf("4.1.1"))
    assert verdicts(checked(office, row())) == ["new"]
    assert make_office_user(county, "county").organization == county


# Rows that name only their class.


def only_class(**cells):
    return row(体系分类代号="GL204", 标准编号="HJ 91-2002", 标准名称="地表水监测", **cells)


def test_row_of_a_class_with_several_leaves_is_filed_under_the_first_when_agreed(office):
    assert "分不清是哪一个末级分类" in faults(checked(office, only_class()))[0]
    batch = checked(office, only_class(), options=FIRST_LEAF)
    assert notes(batch)[0] == "先归入“6.4.1 服务场所建设”，以后可以调整分类"
    confirm_import(actor=office, batch=batch)
    assert Standard.objects.get().node.code == "6.4.1"
