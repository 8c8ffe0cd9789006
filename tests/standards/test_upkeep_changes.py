"""修改单, 修订 and 调整分类: who applies, what the office confirms, which number results (T/CSSG 001.2 10.3, 10.7)."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from gridgov.organizations.models import Role
from gridgov.records.models import Event
from standards.doubts import doubts_of_class
from standards.errors import StandardsError
from standards.models import Amendment, RevisionRequest, Standard
from standards.permissions import can_amend, can_decide_amendment, can_decide_revision, can_request_revision
from standards.services.upkeep import (
    accept_revision,
    confirm_amendment,
    decline_amendment,
    decline_revision,
    move_standard,
    request_amendment,
    request_revision,
)
from tests import factories
from tests.standards.upkeeping import make_amendment, make_review, make_revision_request

TODAY = date(2026, 6, 1)
APPLICATION = {"reason": "频次调整", "content": "5.2 “每周一次”改为“每周两次”"}


@pytest.fixture(autouse=True)
def _in_june(time_machine):
    time_machine.move_to("2026-06-01 12:00+08:00")


@pytest.fixture
def using(city):
    """A department that implements the standard."""
    return factories.make_department(city, "指挥调度科")


@pytest.fixture
def standard(city, node, department, using):
    row = factories.make_published(city, node, drafting_department=department)
    row.departments.add(using)
    return row


def refused(act, **values) -> tuple[str, str | None]:
    with pytest.raises(StandardsError) as caught:
        act(**values)
    return caught.value.message, caught.value.field


def last_event(standard) -> tuple:
    event = Event.objects.about(standard).first()
    return event.verb, event.reason, event.changes


def sheet(content=b"1"):
    return SimpleUploadedFile("修改单.pdf", factories.PDF + content)


def confirm(office, amendment, **values):
    return confirm_amendment(
        actor=office, amendment=amendment, **{"effective_on": date(2026, 7, 1), **values}
    )


def test_the_drafting_department_applies_for_an_amendment(office, standard, department):
    amendment = request_amendment(actor=office, standard=standard, department=department, **APPLICATION)
    assert (str(amendment), amendment.requested_on, amendment.is_waiting, amendment.review) == (
        *("修改申请", TODAY, True, None),
    )
    assert last_event(standard) == (
        "request",
        "频次调整",
        {"修改申请": ["", APPLICATION["content"]], "申请部门": ["", "综合业务科"]},
    )


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        ({"reason": " "}, ("请写明修改理由。", "reason")),
        ({"content": " "}, ("请逐条写明修改内容：条款、原文、改为。", "content")),
    ],
)
def test_an_application_says_why_and_what(office, standard, department, values, answer):
    values = {**APPLICATION, **values}
    assert (
        refused(request_amendment, actor=office, standard=standard, department=department, **values) == answer
    )


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 6, 2), "申请日期不能晚于今天。"),
        (date(2025, 4, 14), "申请日期不能早于发布日期 2025-04-15。"),
    ],
)
def test_an_application_on_paper_has_a_day_that_can_be(office, standard, department, day, words):
    values = {"actor": office, "standard": standard, "department": department, "requested_on": day}
    revision = {"trigger": "unfit", "reason": "不适宜"}
    assert refused(request_amendment, **values, **APPLICATION) == (words, "requested_on")
    assert refused(request_revision, **values, **revision) == (words, "requested_on")


def test_a_department_that_did_not_draft_it_does_not_amend(office, standard, using):
    assert refused(request_amendment, actor=office, standard=standard, department=using, **APPLICATION) == (
        "修改由标准的起草部门提出（第2部分 10.7 b），请选择起草部门。",
        "department",
    )


def test_the_application_answers_the_review_that_asked_for_it(office, standard, department):
    review = make_review(standard, conclusion="amend", concluded_on=date(2026, 5, 25))
    first = request_amendment(actor=office, standard=standard, department=department, **APPLICATION)
    second = request_amendment(actor=office, standard=standard, department=department, **APPLICATION)
    assert (first.review, second.review) == (review, None)


def test_a_declined_application_leaves_the_review_to_be_answered(office, standard, department):
    review = make_review(standard, conclusion="amend", concluded_on=date(2026, 5, 25))
    make_amendment(standard, department, review=review, declined_on=TODAY, decline_reason="不必")
    again = request_amendment(actor=office, standard=standard, department=department, **APPLICATION)
    assert again.review == review


def test_confirmed_amendments_are_counted_and_the_number_stays(office, standard, department):
    first, second = (make_amendment(standard, department) for _ in range(2))
    # Counted in the order of confirming.
    confirm(office, second)
    confirm(office, first)
    standard.refresh_from_db()
    assert [str(row) for row in standard.amendments.all()] == ["第1号修改单", "第2号修改单"]
    assert [row.pk for row in standard.amendments.all()] == [second.pk, first.pk]
    assert (standard.number, standard.confirmed_on, standard.replaced_on) == (
        *("Q/ALWG TG204•1-2025", None, None),
    )
    assert last_event(standard) == (
        *("amend", "巡查频次调整", {"修改单": ["", "第2号修改单"], "修改单实施日期": ["", "2026-07-01"]}),
    )


def test_an_amendment_that_ends_a_review_counts_the_three_years_anew(office, standard, department):
    review = make_review(standard, conclusion="amend", concluded_on=date(2026, 5, 25))
    confirm(office, make_amendment(standard, department, review=review), confirmed_on=TODAY)
    standard.refresh_from_db()
    assert (standard.confirmed_on, standard.review_due_on) == (
        TODAY,
        date(TODAY.year + 3, TODAY.month, TODAY.day),
    )


@pytest.mark.parametrize("change", [{"reason": "别的理由"}, {"effective_on": date(2030, 1, 1)}])
def test_the_database_keeps_a_numbered_amendment(office, standard, department, change):
    amendment = make_amendment(standard, department)
    confirm(office, amendment)
    with pytest.raises(IntegrityError), transaction.atomic():
        Amendment.objects.filter(pk=amendment.pk).update(**change)


def test_the_sheet_is_a_document_of_the_standard(office, standard, department):
    amendment = confirm(office, make_amendment(standard, department), file=sheet())
    document = standard.documents.get()
    assert (document.kind, document.attachment) == ("amendment", amendment.attachment)
    assert refused(
        confirm_amendment,
        actor=office,
        amendment=make_amendment(standard, department),
        effective_on=date(2026, 7, 1),
        file=sheet(),
    ) == ("“修改单.pdf”已作为修改单上传过，请选择这一号的修改单。", "file")


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        ({"confirmed_on": date(2026, 6, 2)}, ("修改日期不能晚于今天。", "confirmed_on")),
        ({"confirmed_on": date(2026, 5, 1)}, ("修改日期不能早于申请日期 2026-05-20。", "confirmed_on")),
        (
            {"effective_on": date(2026, 5, 31)},
            ("修改单的实施日期不能早于修改日期 2026-06-01。", "effective_on"),
        ),
        (
            {"effective_on": date(9999, 12, 31)},
            ("实施日期 9999-12-31 不可能，应在 1900-01-01 至 2100-12-31 之间，请核对。", "effective_on"),
        ),
    ],
)
def test_days_of_an_amendment_follow_each_other(office, standard, department, values, answer):
    amendment = make_amendment(standard, department)
    values = {"effective_on": date(2026, 7, 1), **values}
    assert refused(confirm_amendment, actor=office, amendment=amendment, **values) == answer


def test_an_application_is_decided_once(office, standard, department):
    confirmed, declined = (make_amendment(standard, department) for _ in range(2))
    confirm(office, confirmed)
    decline_amendment(actor=office, amendment=declined, reason="与上级标准不符")
    assert last_event(standard)[:2] == ("decline", "与上级标准不符")
    assert [
        refused(decline_amendment, actor=office, amendment=row, reason="不") for row in (confirmed, declined)
    ] == [
        ("这份申请已于 2026-06-01 确认为第1号修改单。", None),
        ("这份申请已于 2026-06-01 不予确认，需要时请重新申请。", None),
    ]


def test_declining_needs_a_reason(office, standard, department):
    amendment = make_amendment(standard, department)
    assert refused(decline_amendment, actor=office, amendment=amendment, reason=" ") == (
        *("请写明不予确认的理由。", "reason"),
    )


@pytest.mark.parametrize("place", ["department", "using"])
def test_who_uses_or_drafted_it_applies_for_a_revision(office, standard, department, using, place):
    applicant = {"department": department, "using": using}[place]
    request = request_revision(
        actor=office, standard=standard, department=applicant, trigger="cited", reason="GB/T 34300 已修订"
    )
    assert (request.department, request.trigger, request.decision) == (applicant, "cited", "")
    assert last_event(standard)[:2] == ("request", "GB/T 34300 已修订")


def test_another_department_does_not_apply(office, city, standard):
    other = factories.make_department(city, "财务保障科")
    assert refused(
        request_revision, actor=office, standard=standard, department=other, trigger="unfit", reason="不适宜"
    ) == ("修订由标准的使用部门或起草部门提出（第2部分 10.3.2），请选择其中一个部门。", "department")


def test_one_application_waits_at_a_time(office, standard, department):
    make_revision_request(standard, department)
    assert refused(
        request_revision, actor=office, standard=standard, department=department, trigger="unfit", reason="又"
    ) == ("这条标准已有一份修订申请等待办理，不用再申请。", None)


def test_an_accepted_application_becomes_a_new_edition_in_the_plan(office, standard, department, using):
    request = make_revision_request(standard, using)
    edition = accept_revision(actor=office, request=request, answer="同意", due_on=date(2026, 12, 31))
    request.refresh_from_db()
    assert (request.decision, request.answer, request.decided_on, request.successor) == (
        *("accepted", "同意", TODAY, edition),
    )
    assert (
        *(edition.stage, edition.revision_of, edition.number, edition.plan_reason, edition.due_on),
        *(edition.drafting_department, list(edition.departments.all())),
    ) == (
        *("planned", standard, "", "机构改革后流程不适宜", date(2026, 12, 31)),
        *(department, [using]),
    )
    assert [last_event(standard)[0], last_event(edition)] == [
        "revise",
        ("plan", "机构改革后流程不适宜", {"修订的标准": ["", "Q/ALWG TG204•1-2025"]}),
    ]


def test_only_one_new_edition_is_made_at_a_time(office, standard, department):
    accept_revision(actor=office, request=make_revision_request(standard, department))
    again = make_revision_request(standard, department)
    words = "“Q/ALWG TG204•1-2025”的新版“网格巡查管理规范”已在计划阶段，不用再申请。"
    assert refused(accept_revision, actor=office, request=again) == (words, None)
    assert refused(
        request_revision, actor=office, standard=standard, department=department, trigger="unfit", reason="又"
    ) == (words, None)


def test_an_edition_that_was_given_up_leaves_room_for_another(office, city, node, standard, department):
    factories.make_draft(
        city,
        node,
        "旧稿",
        revision_of=standard,
        stage="abandoned",
        abandoned_on=TODAY,
        abandonment_reason="不做",
    )
    accept_revision(actor=office, request=make_revision_request(standard, department))
    assert standard.revisions.filter(stage="planned").count() == 1


def test_a_declined_revision_says_why_and_is_decided_once(office, standard, department):
    request = make_revision_request(standard, department)
    assert refused(decline_revision, actor=office, request=request, answer="") == (
        *("请写明不予立项的理由。", "answer"),
    )
    decline_revision(actor=office, request=request, answer="等待上级标准")
    assert refused(accept_revision, actor=office, request=request) == (
        *("这份申请已于 2026-06-01 办理：不予立项。", None),
    )
    assert (Standard.objects.count(), last_event(standard)[:2]) == (1, ("decline", "等待上级标准"))


def test_moving_to_another_class_keeps_the_number_and_shows_the_difference(office, standard):
    elsewhere = factories.make_node("GL209x", subsystem="GL", class_code="GL209", name="考核")
    row = move_standard(actor=office, standard=standard, node=elsewhere, reason="体系调整")
    row.refresh_from_db()
    assert (row.number, row.node, row.has_other_class, doubts_of_class(row)) == (
        *("Q/ALWG TG204•1-2025", elsewhere, True),
        ["编号中的分类号是 TG204，体系分类是 GL209：编号不变，下次修订时改编。"],
    )
    verb, reason, changes = last_event(row)
    assert (verb, reason, list(changes)) == ("move", "体系调整", ["体系分类"])


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({"reason": " "}, ("请写明调整分类的理由。", "reason")),
        ({"node": "same"}, ("已在“网格巡查管理”，请选择另一个分类。", "node")),
        (
            {"node": "guidance"},
            ("“方针目标”不能放自制标准：它没有分类号，修订时无法编号。", "node"),
        ),
        (
            {"node": "class"},
            ("所选的分类不在本组织的标准体系中，或不是末级，请重新选择。", "node"),
        ),
    ],
)
def test_moving_is_refused(office, standard, node, changes, answer):
    nodes = {
        "other": factories.make_node("GL209x", subsystem="GL", class_code="GL209"),
        "same": node,
        "guidance": factories.make_node("ZD1x", subsystem="ZD", class_code="", name="方针目标"),
        "class": factories.make_node("GL208x", subsystem="GL", class_code="GL208", kind="class"),
    }
    place = nodes[changes.get("node", "other")]
    reason = changes.get("reason", "体系调整")
    result = refused(move_standard, actor=office, standard=standard, node=place, reason=reason)
    expected = (
        answer[0].replace("网格巡查管理", str(node)).replace("方针目标", str(nodes["guidance"])),
        answer[1],
    )
    assert result == expected


def test_a_draft_is_edited_not_moved(office, city, node):
    draft, other = factories.make_draft(city, node), factories.make_node("GL209x", class_code="GL209")
    assert refused(move_standard, actor=office, standard=draft, node=other, reason="调整") == (
        *("只有已发布的自制标准需要调整分类；其他的请直接编辑体系分类。", None),
    )


def person(city, role, department=None):
    return factories.make_user(
        f"{role}-{department and department.pk}", organization=city, roles=[role], department=department
    )


def test_departments_apply_for_what_is_theirs_and_the_office_decides(
    office, city, standard, department, using
):
    people = [
        office,
        person(city, Role.DEPARTMENT, department),
        person(city, Role.OFFICER, department),
        person(city, Role.DEPARTMENT, using),
        person(city, Role.DEPARTMENT),
        person(city, Role.READER, department),
    ]
    amendment, request = make_amendment(standard, department), make_revision_request(standard, department)
    assert [can_amend(user, standard) for user in people] == [True, True, True, False, False, False]
    assert [can_request_revision(user, standard) for user in people] == [True, True, True, True, False, False]
    assert [can_decide_amendment(user, amendment) for user in people] == [True, *5 * [False]]
    assert [can_decide_revision(user, request) for user in people] == [True, *5 * [False]]


def test_nothing_is_asked_of_what_has_a_successor(office, standard):
    standard.replaced_on = date(2026, 7, 1)
    assert not can_amend(office, standard)
    assert not can_request_revision(office, standard)
    assert RevisionRequest.objects.count() == 0
