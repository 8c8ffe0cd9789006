"""Entering, editing and correcting: what is read from the number, what is refused, what the trail keeps."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from gridgov.records.models import Event
from standards.doubts import doubts_about
from standards.errors import DuplicateError, StandardsError
from standards.models import NodeRemoval, Standard
from standards.services.registry import correct_standard, edit_standard, enter_standard
from standards.services.replacement import end
from tests import factories
from tests.standards import steps


def enter(office, node, origin="adopted", **values):
    defaults = {"number": "GB/T 34300-2017", "title": "城乡社区网格化服务管理规范"}
    values = {"node": node, **(defaults if origin == "adopted" else {}), **values}
    return enter_standard(actor=office, organization=office.organization, origin=origin, values=values)


def refusal(act, *args, **values) -> tuple[str, str | None]:
    with pytest.raises(StandardsError) as caught:
        act(*args, **values)
    return caught.value.message, caught.value.field


def test_an_adopted_number_is_stored_in_all_its_forms(office, node):
    row = enter(office, node, number=" gb_t 34300—2017 ", second_number="T/CA 007.3-2020")
    row.refresh_from_db()
    assert (
        *(row.number, row.number_raw, row.number_key, row.number_family, row.number_search),
        *(row.class_code, row.sequence, row.stage, row.title_initials),
    ) == (
        *("GB/T 34300-2017", "gb_t 34300—2017", "GB/T 34300-2017", "GB/T 34300", "GBT343002017 TCA00732020"),
        *("", None, "published", "cxsqwghfwglgf"),
    )


@pytest.mark.parametrize(
    ("number", "rank", "obligation"),
    [
        ("GB 50016-2014", "national", "mandatory"),
        ("GB/T 34300-2017", "national", "recommended"),
        ("GB/Z 19027-2005", "national", "guiding"),
        ("CJ/T 213-2005", "industry", "recommended"),
        ("DB61/T 1052-2021", "local", "recommended"),
        ("T/CSSG 001.2-2020", "group", ""),
        ("Q/YSWG JC101•1-2024", "own", ""),
        ("ISO 9001:2015", "other", ""),
    ],
)
def test_rank_and_obligation_left_empty_are_read_from_the_number(office, node, number, rank, obligation):
    row = enter(office, node, number=number)
    assert (row.rank, row.obligation) == (rank, obligation)


def test_rank_and_obligation_chosen_by_the_office_stay(office, node):
    row = enter(office, node, rank="other", obligation="guiding")
    assert (row.rank, row.obligation) == ("other", "guiding")


@pytest.mark.parametrize(
    ("number", "title", "stored", "rank"),
    [
        ("", "中华人民共和国安全生产法", "", "law"),
        ("建质[2009] 87 号", "危险性较大的分部分项工程安全管理办法", "建质〔2009〕87号", "other"),
        ("国务院令第666号", "全国人口普查条例", "国务院令第666号", "law"),
    ],
)
def test_documents_and_laws_may_go_without_a_number(office, node, number, title, stored, rank):
    row = enter(office, node, "guidance", number=number, title=title)
    assert (row.number, row.number_key, row.rank, row.stage) == (stored, stored, rank, "published")


def test_an_own_standard_begins_as_a_draft_without_number(office, node, department):
    row = enter(office, node, "own", title="网格巡查规范", departments=[department])
    assert (row.stage, row.number, row.rank, list(row.departments.all())) == (
        *("drafting", "", "own"),
        [department],
    )


def test_entering_is_told_to_the_trail_once(office, node):
    row = enter(office, node)
    event = Event.objects.about(row).get()
    assert (event.verb, event.actor, event.target_label) == (
        "create",
        office,
        "GB/T 34300-2017 城乡社区网格化服务管理规范",
    )


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("", "请填写标准编号，如“GB/T 34300-2017”。没有编号的文件请登记为指导性文件。"),
        ("网格", "“网格”里没有标准编号：法律、法规和文件可以不填编号；若是标准，请补上如“GB/T”的代号。"),
    ],
)
def test_an_adopted_standard_needs_a_number_that_can_be_read(office, node, number, words):
    assert refusal(enter, office, node, number=number) == (words, "number")


def test_a_number_in_another_spelling_is_a_duplicate_and_names_the_row(office, node):
    existing = enter(office, node)
    with pytest.raises(DuplicateError) as caught:
        enter(office, node, number="gbt34300－2017", title="别的名称")
    assert (caught.value.existing, caught.value.field, caught.value.message) == (
        existing,
        "number",
        "登记簿中已有“GB/T 34300-2017 城乡社区网格化服务管理规范”，不能重复登记。请打开已有的一条查看或编辑。",
    )


def test_another_organisation_may_have_the_same_number(office, stranger, node):
    enter(office, node)
    enter(stranger, node)
    assert Standard.objects.filter(number_key="GB/T 34300-2017").count() == 2


def test_a_draft_entered_twice_is_refused_and_named(office, node):
    existing = enter(office, node, "own", title="网格巡查规范")
    with pytest.raises(DuplicateError) as caught:
        enter(office, node, "own", title="网格巡查规范")
    assert (caught.value.existing, Standard.objects.count()) == (existing, 1)


def test_the_database_refuses_the_second_of_two_clicks_at_once(office, node):
    enter(office, node, "own", title="网格巡查规范")
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.make_draft(office.organization, node, "网格巡查规范")


def test_a_standard_is_filed_under_a_leaf_of_the_own_tree(office, city, node):
    NodeRemoval.objects.create(organization=city, node=node, reason="不设")
    words = "所选的分类不在本组织的标准体系中，或不是末级，请重新选择。"
    assert refusal(enter, office, node) == (words, "node")


def test_a_department_of_another_organisation_is_refused(office, node, stranger_city):
    foreign = factories.make_department(stranger_city)
    assert refusal(enter, office, node, departments=[foreign]) == (
        "所选的部门不属于本组织，请重新选择。",
        "departments",
    )


def test_dates_out_of_order_are_refused(office, node):
    days = {"issued_on": date(2020, 2, 1), "effective_on": date(2020, 1, 1)}
    assert refusal(enter, office, node, **days)[0] == "日期应依次为：批准日期 ≤ 发布日期 ≤ 实施日期。"


def test_a_new_edition_ends_the_old_one_it_names(office, node):
    old = enter(office, node, number="GB/T 20000.1-2002", title="标准化工作指南")
    new = enter(
        office,
        node,
        number="GB/T 20000.1-2014",
        title="标准化工作指南",
        replaced_numbers="gbt20000.1-2002；GB/T 1-1990",
        effective_on=date(2015, 6, 1),
    )
    old.refresh_from_db()
    event = Event.objects.about(old).first()
    assert (old.replaced_on, list(new.replaces.all()), event.verb, event.changes) == (
        date(2015, 6, 1),
        [old],
        "replace",
        {"被代替日期": ["", "2015-06-01"]},
    )


def test_ending_an_edition_keeps_what_somebody_else_saved_meanwhile(office, node):
    found = enter(office, node, number="GB/T 20000.1-2002")
    Standard.objects.filter(pk=found.pk).update(remark="已核对")
    with transaction.atomic():
        end(found, date(2026, 6, 1), actor=office)
    row = Standard.objects.get(pk=found.pk)
    assert (row.remark, row.replaced_on) == ("已核对", date(2026, 6, 1))


def test_an_old_edition_no_longer_named_is_in_force_again(office, node):
    old = enter(office, node, number="GB/T 20000.1-2002")
    new = enter(office, node, number="GB/T 20000.1-2014", replaced_numbers="GB/T 20000.1-2002")
    edit_standard(actor=office, standard=new, values={"replaced_numbers": ""})
    old.refresh_from_db()
    assert (old.replaced_on, list(new.replaces.all())) == (None, [])


def test_old_edition_that_two_replace_stays_replaced_while_one_names_it(office, node):
    old = enter(office, node, number="GB/T 20000.1-2002")
    first = enter(
        office,
        node,
        number="GB/T 20000.1-2014",
        effective_on=date(2015, 6, 1),
        replaced_numbers="GB/T 20000.1-2002",
    )
    enter(
        office,
        node,
        number="GB/T 20000.2-2016",
        effective_on=date(2017, 1, 1),
        replaced_numbers="GB/T 20000.1-2002",
    )
    edit_standard(actor=office, standard=first, values={"replaced_numbers": ""})
    old.refresh_from_db()
    assert old.replaced_on == date(2017, 1, 1)


def test_a_standard_does_not_replace_itself(office, node):
    assert refusal(enter, office, node, replaced_numbers="GB/T 34300-2017") == (
        "标准不能代替自己，请填写被它代替的旧标准号。",
        "replaced_numbers",
    )


def test_editing_keeps_before_and_after(office, node, department):
    row = enter(office, node)
    edit_standard(
        actor=office, standard=row, values={"title": "网格化服务管理规范", "departments": [department]}
    )
    event = Event.objects.about(row).first()
    assert (event.verb, event.changes) == (
        "change",
        {
            "标准名称": ["城乡社区网格化服务管理规范", "网格化服务管理规范"],
            "实施部门": ["", "综合业务科"],
        },
    )


def test_an_edit_without_a_difference_leaves_no_trace(office, node):
    row = enter(office, node)
    edit_standard(actor=office, standard=row, values={"title": row.title})
    assert Event.objects.about(row).count() == 1


def test_a_published_own_standard_is_not_edited(office, city, node):
    row = factories.make_published(city, node)
    assert "请用“更正”" in refusal(edit_standard, actor=office, standard=row, values={"title": "别的"})[0]


@pytest.mark.parametrize(
    ("make", "drafters", "sentence"),
    [
        (steps.make_submitted, "刘编写", "定稿后不能去掉起草人王起草。"),
        (steps.make_approved, "王起草、李主任", "李主任是批准人，不能同时是起草人。"),
    ],
)
def test_drafters_of_what_is_finished_do_not_become_its_approvers(
    office, city, node, make, drafters, sentence
):
    row = make(city, node)
    assert refusal(edit_standard, actor=office, standard=row, values={"drafters": drafters}) == (
        sentence,
        "drafters",
    )


def correct(office, row, reason="录入有误", **values):
    return correct_standard(actor=office, standard=row, values=values, reason=reason)


def test_a_correction_keeps_the_number_and_tells_why(office, city, node):
    row = factories.make_published(city, node)
    correct(office, row, title="网格巡查工作规范", reason="漏字")
    row.refresh_from_db()
    event = Event.objects.about(row).get()
    assert (row.number, row.title_initials, event.verb, event.reason, event.changes) == (
        *("Q/ALWG TG204•1-2025", "wgxcgzgf", "correct", "漏字"),
        {"标准名称": ["网格巡查管理规范", "网格巡查工作规范"]},
    )


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        (
            {"title": "改", "reason": "  "},
            ("请写明更正的理由，如“录入时漏填实施部门，依据发布通知”。", "reason"),
        ),
        ({"title": "网格巡查管理规范"}, ("没有任何改动，不用更正。", None)),
        (
            {"number": "Q/ALWG TG204•2-2025"},
            ("标准编号不能更改：编号一经发布即固定（第2部分 10.5）。编号有误时请废止后重新发布。", "number"),
        ),
        (
            {"approved_on": date(2024, 4, 10)},
            ("编号中的年代号是 2025，批准日期应在 2025 年内（第2部分 10.6.4）。", "approved_on"),
        ),
        ({"approver": "王起草"}, ("王起草是起草人，不能同时是批准人。", "approver")),
        ({"drafters": "李主任、王起草"}, ("李主任是起草人，不能同时是批准人。", "approver")),
        ({"confirmed_on": date(2100, 1, 1)}, ("复审确认日期不能晚于今天。", "confirmed_on")),
    ],
)
def test_a_correction_is_refused(office, city, node, values, answer):
    row = factories.make_published(city, node)
    assert refusal(correct, office, row, **values) == answer
    assert not Event.objects.about(row).exists()


def test_a_draft_is_not_corrected(office, city, node):
    assert refusal(correct, office, factories.make_draft(city, node), title="改")[0].startswith(
        "只有已发布的自制标准需要更正"
    )


def test_the_old_edition_follows_a_corrected_effective_date(office, city, node):
    old = factories.make_published(city, node, year=2022, replaced_on=date(2025, 5, 1))
    new = factories.make_published(city, node, year=2025)
    new.replaces.add(old)
    correct(office, new, effective_on=date(2025, 6, 1))
    old.refresh_from_db()
    assert old.replaced_on == date(2025, 6, 1)


def test_a_standard_moved_to_another_class_keeps_its_number_and_is_doubted(office, city, node):
    row = factories.make_published(city, node)
    row = correct(office, row, node=factories.make_node("GL201x", subsystem="GL", class_code="GL201"))
    assert (row.number, doubts_about(row)) == (
        "Q/ALWG TG204•1-2025",
        ["编号中的分类号是 TG204，体系分类是 GL201：编号不变，下次修订时改编。"],
    )


def test_another_edition_in_force_is_doubted_whatever_its_suffix(office, node):
    enter(office, node, number="GB 12238-1989", title="法兰")
    assert doubts_about(enter(office, node, number="GB/T 12238-2008", title="法兰和对夹连接")) == [
        "登记簿中还有同一标准的另一个版本“GB 12238-1989 法兰”。"
        "旧的一个已被代替时，请在新的一个的“被代替标准号”中填写旧编号。"
    ]


def test_the_same_title_with_another_number_is_doubted(office, node):
    enter(office, node, title="网格化规范")
    assert doubts_about(enter(office, node, number="CJ/T 213-2005", title="网格化规范")) == [
        "登记簿中还有同名的“GB/T 34300-2017 网格化规范”，请核对是否重复登记或新旧版本。"
    ]


def test_what_was_guessed_in_a_number_is_said(office, node):
    assert doubts_about(enter(office, node, number="GB 12238-89")) == [
        "年代号“89”只有两位，已按 1989 年理解，请核对。"
    ]


def test_adopted_number_that_begins_as_our_own_is_doubted(office, node):
    row = enter(office, node, number="Q/ALWG TG204•1-2024")
    words = "“Q/ALWG TG204•1-2024”以本组织的代号开头。若是本组织的标准，请用“补录已发布的自制标准”登记。"
    assert doubts_about(row) == [words]
