"""Publishing: every guard of life cycle §5.2, and which number comes out (T/CSSG 001.2 10.5–10.7)."""

from datetime import date

import pytest

from gridgov.records.models import Event
from standards.errors import DuplicateError, StandardsError
from standards.models import NodeRemoval, NumberCounter, Standard
from standards.services.publishing import publish_standard, publishing_gaps, withdraw_standard
from standards.services.registry import enter_standard
from tests import factories

APPROVAL = {
    "approver": "李主任",
    "approved_on": date(2026, 3, 2),
    "issued_on": date(2026, 3, 9),
    "effective_on": date(2026, 4, 1),
}


@pytest.fixture(autouse=True)
def _in_june(time_machine):
    time_machine.move_to("2026-06-01 12:00+08:00")


@pytest.fixture
def draft(city, node, department):
    return make_ready(city, node, department)


def make_ready(city, node, department, title="网格巡查管理规范"):
    """A draft with all that publishing asks for."""
    draft = factories.make_draft(city, node, title, drafters="王起草、刘编写")
    draft.departments.add(department)
    factories.make_document(draft, "text")
    factories.make_document(draft, "approval", name="批准.pdf")
    return draft


def publish(office, draft, **values):
    return publish_standard(actor=office, standard=draft, **{**APPROVAL, **values})


def refused(office, draft, **values) -> tuple[str, str | None]:
    """The sentence and the field of the refusal; nothing may have changed."""
    with pytest.raises(StandardsError) as caught:
        publish(office, draft, **values)
    draft.refresh_from_db()
    assert (draft.number, draft.stage, NumberCounter.objects.count()) == ("", "drafting", 0)
    return caught.value.message, caught.value.field


def test_publishing_gives_the_first_number_of_the_class_with_the_year_of_approval(office, draft):
    row = publish(office, draft, approval_number="安网治发〔2026〕3号")
    row.refresh_from_db()
    assert (
        *(row.number, row.number_key, row.number_family, row.class_code, row.sequence, row.part),
        *(row.stage, row.approver, row.approval_number, row.approved_on, row.issued_on, row.effective_on),
    ) == (
        *("Q/ALWG TG204•1-2026", "Q/ALWG TG204.1-2026", "Q/ALWG TG204.1", "TG204", 1, None),
        *("published", "李主任", "安网治发〔2026〕3号", date(2026, 3, 2), date(2026, 3, 9), date(2026, 4, 1)),
    )


def test_publishing_is_told_to_the_trail_before_and_after(office, draft):
    publish(office, draft)
    event = Event.objects.about(draft).get()
    assert (event.verb, event.actor, event.organization, event.changes) == (
        "publish",
        office,
        draft.organization,
        {
            "标准编号": ["", "Q/ALWG TG204•1-2026"],
            "批准人": ["", "李主任"],
            "批准日期": ["", "2026-03-02"],
            "发布日期": ["", "2026-03-09"],
            "实施日期": ["", "2026-04-01"],
            "阶段": ["起草", "已发布"],
        },
    )


def test_a_draft_of_nothing_lists_all_that_is_missing(city):
    guidance = factories.make_node("ZD9", subsystem="ZD", class_code="", name="标准化工作方针")
    assert publishing_gaps(factories.make_draft(city, guidance)) == [
        "“ZD9 标准化工作方针”不是本组织体系中可以编号的末级分类：请编辑标准，重新选择体系分类。",
        "还没有实施部门：请编辑标准，选择实施部门。",
        "还没有标准文本：请上传种类为“标准文本”的附件。",
        "还没有批准文书：请上传种类为“批准文书”的附件。",
    ]


def test_a_class_the_organisation_removed_gives_no_number(office, draft):
    NodeRemoval.objects.create(organization=draft.organization, node=draft.node, reason="不设")
    message, _ = refused(office, draft)
    assert message.startswith("“TG204x 网格巡查管理”不是本组织体系中可以编号的末级分类")


@pytest.mark.parametrize(("kind", "words"), [("text", "还没有标准文本"), ("approval", "还没有批准文书")])
def test_text_and_approval_document_must_be_attached(office, draft, kind, words):
    draft.documents.filter(kind=kind).update(removed_at="2026-01-01T00:00Z", removed_by=office)
    assert refused(office, draft)[0].startswith(words)


def test_an_implementing_department_is_needed(office, draft):
    draft.departments.clear()
    assert refused(office, draft) == ("还没有实施部门：请编辑标准，选择实施部门。", None)


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        ({"approver": " "}, ("请填写批准人：没有批准人不能发布。", "approver")),
        ({"approver": "张主任、刘编写"}, ("刘编写是起草人，不能同时是批准人。", "approver")),
        ({"effective_on": None}, ("请填写实施日期：没有实施日期不能发布。", "effective_on")),
        ({"issued_on": date(2026, 3, 1)}, ("发布日期不能早于批准日期 2026-03-02。", "issued_on")),
        ({"effective_on": date(2026, 3, 8)}, ("实施日期不能早于发布日期 2026-03-09。", "effective_on")),
    ],
)
def test_approver_and_dates_are_checked(office, draft, values, answer):
    assert refused(office, draft, **values) == answer


def test_nothing_is_approved_tomorrow(office, draft, time_machine):
    time_machine.move_to("2026-03-01 12:00+08:00")
    assert refused(office, draft) == ("批准日期不能晚于今天。", "approved_on")


def test_a_published_standard_is_not_published_again(office, draft):
    publish(office, draft)
    with pytest.raises(StandardsError, match="只有制定中的自制标准可以发布"):
        publish(office, draft)
    assert NumberCounter.objects.get().last == 1


def test_an_adopted_standard_is_not_published(office, city, node):
    with pytest.raises(StandardsError, match="只有制定中的自制标准可以发布"):
        publish(office, factories.make_adopted(city, node))


def test_a_revision_keeps_the_number_and_ends_the_old_edition(office, city, node, department):
    old = factories.make_published(city, node, sequence=7, year=2023)
    new = publish(office, make_ready(city, node, department), revises=old)
    old.refresh_from_db()
    assert (new.number, list(new.replaces.all()), old.replaced_on, old.number) == (
        "Q/ALWG TG204•7-2026",
        [old],
        date(2026, 4, 1),
        "Q/ALWG TG204•7-2023",
    )


def test_both_editions_have_their_status_between_issue_and_effect(office, city, node, department):
    old = factories.make_published(city, node, year=2023)
    new = publish(office, make_ready(city, node, department), revises=old)
    old.refresh_from_db()
    days = (date(2026, 3, 31), date(2026, 4, 1))
    assert [(old.status(day), new.status(day)) for day in days] == [
        ("in_force", "upcoming"),
        ("replaced", "in_force"),
    ]


def test_a_second_edition_in_one_year_is_refused_and_the_amendment_offered(office, city, node, department):
    old = factories.make_published(city, node, year=2026)
    message, field = refused(office, make_ready(city, node, department), revises=old)
    assert (field, "请改用修改单" in message, "Q/ALWG TG204•1-2026" in message) == ("approved_on", True, True)


@pytest.mark.parametrize("ended", ["withdrawn_on", "replaced_on"])
def test_what_has_ended_is_not_revised(office, city, node, department, ended):
    old = factories.make_published(
        city, node, year=2023, withdrawal_reason="不用", **{ended: date(2025, 1, 1)}
    )
    words = ("“Q/ALWG TG204•1-2023”已废止或已有新版本，不能再修订。", "revises")
    assert refused(office, make_ready(city, node, department), revises=old) == words


def test_a_standard_of_another_organisation_is_not_revised(office, city, county, node, department):
    old = factories.make_published(county, node, year=2023)
    words = ("修订的标准应是本组织已发布的自制标准，请重新选择。", "revises")
    assert refused(office, make_ready(city, node, department), revises=old) == words


def test_a_standard_moved_to_another_class_is_numbered_anew_at_its_revision(office, city, node, department):
    other = factories.make_node("GL201x", subsystem="GL", class_code="GL201")
    old = factories.make_published(city, node, sequence=3, year=2023)
    new = publish(office, make_ready(city, other, department), revises=old)
    old.refresh_from_db()
    assert (new.number, old.replaced_on) == ("Q/ALWG GL201•1-2026", date(2026, 4, 1))


def test_a_number_taken_over_is_kept_and_never_given_again(office, city, node, department):
    first = make_ready(city, node, department)
    publish(office, first, taken_over="Q/ALWGTG204.5—2026")
    second = publish(office, make_ready(city, node, department, "网格巡查记录规范"))
    first.refresh_from_db()
    assert (first.number, second.number) == ("Q/ALWG TG204•5-2026", "Q/ALWG TG204•6-2026")


def test_a_lower_number_taken_over_does_not_set_the_counter_back(office, city, node, department):
    publish(office, make_ready(city, node, department, "甲"), taken_over="Q/ALWG TG204•5-2026")
    publish(office, make_ready(city, node, department, "乙"), taken_over="Q/ALWG TG204•2-2026")
    assert NumberCounter.objects.get().last == 5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Q/YSWG TG204•5-2026", "“Q/YSWG TG204•5-2026”地名代号应为本组织的 AL，请改正。"),
        ("Q/ALWG GL201•5-2026", "“Q/ALWG GL201•5-2026”分类号应与体系分类一致，为 TG204，请改正。"),
        ("Q/ALWG TG204•5-2025", "“Q/ALWG TG204•5-2025”年代号应为批准年份 2026，请改正。"),
        ("Q/ALWG TG204•5", "“Q/ALWG TG204•5”年代号应为批准年份 2026，请改正。"),
        ("GB/T 34300-2017", "“GB/T 34300-2017”不是本组织的编号，应如“Q/ALWG TG204•1-2026”。"),
        (
            "Q/ALWG TG304•5-2026",
            "分类号“TG304”不对：TG 的分类号以 2 开头，应在 TG200 至 TG299 之间，请改正。",
        ),
    ],
)
def test_a_number_taken_over_must_fit_place_class_and_year(office, draft, text, words):
    assert refused(office, draft, taken_over=text) == (words, "taken_over")


def test_number_of_a_withdrawn_standard_is_not_taken_over_for_another_year(office, city, node, draft):
    factories.make_published(
        city, node, sequence=5, title="旧规范", withdrawn_on=date(2026, 1, 1), withdrawal_reason="复审"
    )
    assert refused(office, draft, taken_over="Q/ALWG TG204•5-2026") == (
        "“Q/ALWG TG204•5-2025”已废止，它的编号不再使用，请核对。",
        "taken_over",
    )


def test_a_number_taken_over_twice_names_the_row_that_has_it(office, city, node, draft):
    existing = factories.make_published(city, node, sequence=5, year=2026)
    existing = Standard.objects.get(pk=existing.pk)
    with pytest.raises(DuplicateError) as caught:
        publish(office, draft, taken_over="Q/ALWG TG204•5-2026")
    assert (caught.value.existing, NumberCounter.objects.count()) == (existing, 0)


def test_a_withdrawn_number_is_not_given_again(office, city, node, department):
    first = publish(office, make_ready(city, node, department))
    withdraw_standard(actor=office, standard=first, on=date(2026, 5, 1), reason="复审结论")
    second = publish(office, make_ready(city, node, department, "网格巡查记录规范"))
    assert second.number == "Q/ALWG TG204•2-2026"


def test_withdrawing_needs_a_reason_and_keeps_number_and_trail(office, draft):
    row = publish(office, draft)
    withdraw_standard(actor=office, standard=row, on=date(2026, 6, 1), reason=" 复审结论：不再适用 ")
    row.refresh_from_db()
    event = Event.objects.about(row).first()
    assert (
        *(row.number, row.withdrawn_on, row.withdrawal_reason, row.status(date(2026, 6, 1))),
        *(event.verb, event.reason, event.changes),
    ) == (
        *("Q/ALWG TG204•1-2026", date(2026, 6, 1), "复审结论：不再适用", "withdrawn"),
        *("withdraw", "复审结论：不再适用", {"废止日期": ["", "2026-06-01"]}),
    )


@pytest.mark.parametrize(
    ("fields", "on", "reason", "answer"),
    [
        ({}, date(2025, 6, 1), " ", ("请写明废止的理由，如复审结论或委员会决定。", "reason")),
        ({}, date(2025, 4, 14), "不用", ("废止日期不能早于发布日期 2025-04-15。", "on")),
        (
            {"withdrawn_on": date(2025, 7, 1), "withdrawal_reason": "不用"},
            date(2025, 8, 1),
            "不用",
            ("已于 2025-07-01 废止，不用再废止。", None),
        ),
        (
            {"replaced_on": date(2025, 7, 1)},
            date(2025, 8, 1),
            "不用",
            ("自 2025-07-01 起已被新版本代替，不用再废止。", "on"),
        ),
    ],
)
def test_withdrawing_is_refused(office, city, node, fields, on, reason, answer):
    row = factories.make_published(city, node, **fields)
    with pytest.raises(StandardsError) as caught:
        withdraw_standard(actor=office, standard=row, on=on, reason=reason)
    assert (caught.value.message, caught.value.field) == answer


def test_a_draft_is_not_withdrawn(office, draft):
    with pytest.raises(StandardsError, match="还没有发布，不能废止"):
        withdraw_standard(actor=office, standard=draft, on=date(2026, 6, 1), reason="不用")


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(9999, 12, 31)])
def test_a_date_nobody_can_mean_is_refused(office, node, city, day):
    law = {"node": node, "title": "治安管理处罚法", "effective_on": day}
    with pytest.raises(StandardsError) as caught:
        enter_standard(actor=office, organization=city, origin="guidance", values=law)
    sentence = f"实施日期 {day} 不可能，应在 1900-01-01 至 2100-12-31 之间，请核对。"
    assert (caught.value.message, caught.value.field) == (sentence, "effective_on")


def test_far_effective_date_is_refused_before_its_review_leaves_the_calendar(office, draft):
    sentence = "实施日期 9999-12-31 不可能，应在 1900-01-01 至 2100-12-31 之间，请核对。"
    assert refused(office, draft, effective_on=date.max) == (sentence, "effective_on")


def test_number_adopted_from_a_namesake_does_not_stop_the_class(office, city, node, draft):
    factories.make_adopted(city, node, "Q/ALWG TG204•1-2026", "邻市巡查规范", rank="own")
    assert publish(office, draft).number == "Q/ALWG TG204•2-2026"
