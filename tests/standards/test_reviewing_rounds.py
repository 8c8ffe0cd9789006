"""The office holds a round: arranges it, asks reviewers, takes forms back, writes the minutes (10.4)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from gridgov.errors import GridgovError
from gridgov.organizations.models import Role
from gridgov.records.models import Event
from gridgov.records.services import record_event
from standards.models import OpinionForm, ReviewRound
from standards.reviewing import reviewing_gaps
from standards.services.reviewing import arrange_round, recall_form, record_minutes, send_forms
from tests import factories
from tests.standards import reviewing

MINUTES = {"minutes": "逐条讨论。", "held_on": date(2026, 5, 30), "place": "三楼会议室", "chair": "李主任"}


@pytest.fixture(autouse=True)
def _in_june(time_machine):
    time_machine.move_to("2026-06-01 12:00+08:00")


@pytest.fixture
def round(city, node):
    return reviewing.make_reviewing(city, node)


@pytest.fixture
def reviewer(city):
    return reviewing.make_reviewer(city)


@pytest.fixture
def meeting(round):
    ReviewRound.objects.filter(pk=round.pk).update(method="meeting", held_on=date(2026, 5, 30), place="三楼")
    round.refresh_from_db()
    return round


def refusal(service, **values) -> tuple[str, str | None]:
    with pytest.raises(GridgovError) as caught:
        service(**values)
    return caught.value.message, caught.value.field


def told(standard) -> list:
    return [(event.verb, event.changes) for event in Event.objects.about(standard).order_by("id")]


def test_a_circulation_is_arranged_and_told_to_the_trail(office, round):
    ReviewRound.objects.filter(pk=round.pk).update(method="", due_on=None)
    row = arrange_round(actor=office, round=round, method="circulation", due_on=date(2026, 6, 15))
    assert (row.method, row.due_on) == ("circulation", date(2026, 6, 15))
    assert told(round.standard) == [
        (
            "change",
            {"第 1 轮审查 审查方式": ["", "传阅"], "第 1 轮审查 返回期限": ["", "2026-06-15"]},
        )
    ]


def test_the_forms_of_a_meeting_are_due_on_its_day(office, round):
    row = arrange_round(
        actor=office, round=round, method="meeting", held_on=date(2026, 6, 12), place=" 三楼会议室 "
    )
    assert (row.due_on, row.place) == (date(2026, 6, 12), "三楼会议室")


def test_a_round_arranged_as_it_was_leaves_no_trace(office, round):
    arrange_round(actor=office, round=round, method="circulation", due_on=reviewing.DUE)
    assert told(round.standard) == []


def test_a_meeting_that_becomes_a_circulation_forgets_its_place(office, meeting):
    row = arrange_round(actor=office, round=meeting, method="circulation", due_on=reviewing.DUE)
    assert (row.held_on, row.place, row.chair) == (None, "", "")


@pytest.mark.parametrize(
    ("values", "words", "field"),
    [
        ({"method": ""}, "请选择审查方式：会审或传阅（第2部分 10.4）。", "method"),
        ({"method": "circulation"}, "传阅请填写意见表的返回期限。", "due_on"),
        ({"method": "meeting"}, "会审请填写会审日期。", "held_on"),
        ({"method": "meeting", "held_on": date(2026, 6, 5)}, "会审请填写会审地点。", "place"),
        (
            {"method": "circulation", "due_on": date(2026, 5, 31)},
            "返回期限已经过去，请改为今天或以后的日期。",
            "due_on",
        ),
        (
            {"method": "circulation", "due_on": date(2026, 5, 1)},
            "返回期限不能早于送审日期 2026-05-20。",
            "due_on",
        ),
        (
            {"method": "circulation", "due_on": date(2206, 6, 1)},
            "返回期限 2206-06-01 不可能，应在 1900-01-01 至 2100-12-31 之间，请核对。",
            "due_on",
        ),
    ],
)
def test_an_arrangement_that_cannot_be_is_refused(office, round, values, words, field):
    assert refusal(arrange_round, actor=office, round=round, **values) == (words, field)


def test_what_was_minuted_is_no_circulation(office, meeting):
    record_minutes(actor=office, round=meeting, **MINUTES)
    words = refusal(arrange_round, actor=office, round=meeting, method="circulation", due_on=date(2026, 6, 9))
    assert words == ("这一轮已有会议纪要，不能改为传阅。", "method")


def test_a_closed_round_takes_nothing_any_more(office, round, reviewer):
    form = reviewing.make_form(round, reviewer)
    reviewing.close_round(round, on=date(2026, 5, 31))
    closed = ("第 1 轮审查已于 2026-05-31 结束（退回修改），不能再改。", None)
    assert [
        refusal(arrange_round, actor=office, round=round, method="circulation", due_on=reviewing.DUE),
        refusal(send_forms, actor=office, round=round, reviewers=[reviewer]),
        refusal(recall_form, actor=office, form=form, reason="出差"),
        refusal(record_minutes, actor=office, round=round, **MINUTES),
    ] == [closed] * 4


def test_forms_are_sent_to_each_reviewer_and_the_due_day_moves(office, round, reviewer, city):
    other = reviewing.make_reviewer(city, "department1", "钱部门", roles=[Role.DEPARTMENT])
    forms = send_forms(actor=office, round=round, reviewers=[other, reviewer], due_on=date(2026, 6, 20))
    assert [(form.reviewer, form.sent_on, form.sent_by) for form in forms] == [
        (reviewer, date(2026, 6, 1), office),
        (other, date(2026, 6, 1), office),
    ]
    assert told(round.standard) == [
        ("change", {"第 1 轮审查 返回期限": ["2026-06-10", "2026-06-20"]}),
        ("send", {"第 1 轮审查 审定意见表": ["", "赵审查、钱部门，2026-06-20 前返回"]}),
    ]


def test_nobody_is_asked_before_the_round_is_arranged(office, round, reviewer):
    ReviewRound.objects.filter(pk=round.pk).update(method="", due_on=None)
    words = "请先安排第 1 轮审查的方式（会审或传阅）和返回期限，再发出意见表。"
    assert refusal(send_forms, actor=office, round=round, reviewers=[reviewer]) == (words, None)


def test_forms_are_not_sent_to_nobody(office, round):
    words = ("请至少选择一位审查人员。", "reviewers")
    assert refusal(send_forms, actor=office, round=round, reviewers=[]) == words


def test_who_is_asked_late_gets_a_later_day(office, round, reviewer, time_machine):
    time_machine.move_to("2026-06-11 12:00+08:00")
    words = ("返回期限已经过去，请改为今天或以后的日期。", "due_on")
    assert refusal(send_forms, actor=office, round=round, reviewers=[reviewer]) == words


def test_a_reviewer_is_asked_once_a_round(office, round, reviewer):
    send_forms(actor=office, round=round, reviewers=[reviewer])
    words = ("赵审查已收到第 1 轮审查的意见表，不用再发。", "reviewers")
    assert refusal(send_forms, actor=office, round=round, reviewers=[reviewer]) == words


def test_the_database_too_asks_a_reviewer_once(round, reviewer):
    reviewing.make_form(round, reviewer)
    with pytest.raises(IntegrityError), transaction.atomic():
        reviewing.make_form(round, reviewer)


@pytest.mark.parametrize("who", ["stranger", "without_role", "left"])
def test_who_has_no_part_in_the_organisation_is_not_asked(office, round, city, stranger_city, who):
    people = {
        "stranger": lambda: reviewing.make_reviewer(stranger_city, name="孙外人"),
        "without_role": lambda: reviewing.make_reviewer(city, name="孙外人", roles=[]),
        "left": lambda: reviewing.make_reviewer(city, name="孙外人", is_active=False),
    }
    words = "孙外人在本组织没有角色或账号已停用，不能担任审查人员。请先由系统管理员授予角色。"
    values = {"actor": office, "round": round, "reviewers": [people[who]()]}
    assert refusal(send_forms, **values) == (words, "reviewers")


def test_one_who_cannot_be_asked_stops_all(office, round, reviewer, stranger):
    refusal(send_forms, actor=office, round=round, reviewers=[reviewer, stranger])
    assert OpinionForm.objects.count() == 0


def test_a_drafter_by_name_is_not_asked(office, round, city):
    drafter = reviewing.make_reviewer(city, name="王起草")
    words = ("王起草参加了本标准的起草，不能审查自己起草的标准。", "reviewers")
    assert refusal(send_forms, actor=office, round=round, reviewers=[drafter]) == words


def test_who_sent_the_draft_in_is_not_asked(office, round, reviewer):
    record_event(actor=reviewer, verb="submit", target=round.standard)
    words = ("赵审查参加了本标准的起草，不能审查自己起草的标准。", "reviewers")
    assert refusal(send_forms, actor=office, round=round, reviewers=[reviewer]) == words


def test_a_form_is_taken_back_with_a_reason_and_can_be_sent_again(office, round, reviewer):
    form = reviewing.make_form(round, reviewer)
    recall_form(actor=office, form=form, reason=" 出差 ")
    again = send_forms(actor=office, round=round, reviewers=[reviewer])[0]
    form.refresh_from_db()
    assert (form.recall_reason, form.recalled_at is not None, again.pk != form.pk) == ("出差", True, True)
    event = Event.objects.about(round.standard).get(verb="recall")
    assert (event.reason, event.changes) == ("出差", {"第 1 轮审查 审定意见表": ["赵审查", ""]})


def test_what_is_signed_or_taken_back_is_not_taken_back(office, round, reviewer, city):
    signed = reviewing.make_signed(round, reviewer)
    other = reviewing.make_form(round, reviewing.make_reviewer(city, "reviewer2", "钱审查"))
    recall_form(actor=office, form=other, reason="出差")
    assert [
        refusal(recall_form, actor=office, form=signed, reason="出差"),
        refusal(recall_form, actor=office, form=other, reason="出差"),
    ] == [("赵审查已签署意见，不能收回。", None), ("钱审查的意见表已经收回。", None)]


def test_a_form_is_not_taken_back_without_reason(office, round, reviewer):
    form = reviewing.make_form(round, reviewer)
    words = ("请写明收回的理由，如“出差，改请李四审查”。", "reason")
    assert refusal(recall_form, actor=office, form=form, reason=" ") == words


def test_minutes_say_when_where_and_under_whom(office, meeting):
    row = record_minutes(actor=office, round=meeting, **MINUTES)
    assert (row.minutes, row.held_on, row.place, row.chair) == tuple(MINUTES.values())
    assert [verb for verb, _ in told(meeting.standard)] == ["change"]


@pytest.mark.parametrize(
    ("values", "words", "field"),
    [
        ({"minutes": " "}, "请填写会议纪要。", "minutes"),
        ({"chair": ""}, "请填写主持人。", "chair"),
        ({"held_on": date(2026, 6, 2)}, "会审日期还没有到，会后再记录会议纪要。", "held_on"),
        ({"held_on": date(2026, 5, 19)}, "会审日期不能早于送审日期 2026-05-20。", "held_on"),
    ],
)
def test_minutes_that_cannot_be_are_refused(office, meeting, values, words, field):
    assert refusal(record_minutes, actor=office, round=meeting, **{**MINUTES, **values}) == (words, field)


def test_a_circulation_has_no_minutes(office, round):
    words = ("只有会审有会议纪要；传阅以各审查人员的意见表为准。", None)
    assert refusal(record_minutes, actor=office, round=round, **MINUTES) == words


def test_a_round_without_forms_has_one_gap(round):
    assert reviewing_gaps(round) == ["还没有发出审定意见表：请选择审查方式和审查人员，发出意见表。"]


def test_the_gaps_name_who_waits_and_count_what_is_not_handled(round, reviewer, city):
    reviewing.make_signed(round, reviewer, "5.2", "5.10")
    for place, name in enumerate(["钱审查", "孙审查"]):
        reviewing.make_form(round, reviewing.make_reviewer(city, f"late{place}", name))
    assert reviewing_gaps(round) == [
        "还有 2 份审定意见表没有返回：钱审查、孙审查。请催办，或收回意见表。",
        "还有 2 条意见没有处理：请逐条填写处理结果。",
    ]


def test_a_form_taken_back_is_not_waited_for(round, reviewer, city, office):
    reviewing.make_signed(round, reviewer)
    recall_form(
        actor=office, form=reviewing.make_form(round, reviewing.make_reviewer(city, "late")), reason="出差"
    )
    assert reviewing_gaps(round) == []


@pytest.mark.parametrize(
    ("response", "gaps"),
    [("", ["还有 1 份审定意见表，要在其意见的处理说明中写明如何处理。"]), ("已与其沟通，改为每周两次。", [])],
)
def test_who_disagrees_is_answered_in_words(round, reviewer, response, gaps):
    form = reviewing.make_signed(round, reviewer, "5.2", conclusion="disagree")
    form.opinions.update(handling="accepted", response=response)
    assert reviewing_gaps(round) == gaps


def test_a_meeting_needs_minutes_and_the_list_of_who_came(meeting, reviewer):
    reviewing.make_signed(meeting, reviewer)
    assert reviewing_gaps(meeting) == [
        "还没有会审的会议纪要：请填写纪要，或上传种类为“会议纪要”的附件。",
        "还没有会审的签到表：请上传种类为“签到表”的附件。",
    ]


def test_a_meeting_with_its_papers_has_no_gap(meeting, reviewer):
    reviewing.make_signed(meeting, reviewer)
    for kind in ("minutes", "sign_in"):
        factories.make_document(meeting.standard, kind, name=f"{kind}.pdf")
    assert reviewing_gaps(meeting) == []


def test_the_database_keeps_rounds(round):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewRound.objects.filter(pk=round.pk).delete()


def test_the_database_keeps_a_closed_round_as_it_is(round):
    reviewing.close_round(round)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewRound.objects.filter(pk=round.pk).update(outcome="passed")
