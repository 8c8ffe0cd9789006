"""What each step of the making writes: dates, rounds, files, and the trail (T/CSSG 001.2 10.2–10.5)."""

from datetime import date

import pytest

from gridgov.organizations.models import Role
from gridgov.records.models import Event
from standards.errors import StandardsError
from standards.lifecycle import missing_for, what_is_missing
from standards.services.lifecycle import take_step
from tests import factories
from tests.standards import steps


@pytest.fixture(autouse=True)
def _in_june(time_machine):
    time_machine.move_to("2026-06-01 12:00+08:00")


@pytest.fixture
def representative(city):
    return factories.make_user("representative", organization=city, roles=[Role.REPRESENTATIVE])


@pytest.fixture
def authorizer(city):
    return factories.make_user("authorizer", organization=city, roles=[Role.AUTHORIZER])


def last_event(row) -> tuple:
    event = Event.objects.about(row).first()
    return event.verb, str(event.actor), event.changes, event.reason


def refusal(actor, row, step, **facts) -> tuple[str, str | None]:
    with pytest.raises(StandardsError) as caught:
        take_step(actor=actor, standard=row, step=step, **facts)
    return caught.value.message, caught.value.field


def test_an_approved_plan_has_its_day(city, node, representative):
    row = steps.make_planned(city, node, planned_on=None)
    row = take_step(actor=representative, standard=row, step="approve_plan", on=date(2026, 5, 20))
    assert (row.stage, row.planned_on) == ("planned", date(2026, 5, 20))
    assert last_event(row) == ("approve_plan", "representative", {"计划批准日期": ["", "2026-05-20"]}, "")


def test_a_step_without_a_day_is_taken_today(city, node, office):
    row = take_step(actor=office, standard=steps.make_planned(city, node), step="start")
    assert (row.stage, row.drafting_from) == ("drafting", date(2026, 6, 1))


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 6, 2), "起草开始日期不能晚于今天。"),
        (date(2026, 1, 4), "起草开始日期不能早于计划批准日期 2026-01-05。"),
    ],
)
def test_a_step_is_not_taken_tomorrow_nor_before_the_last_one(city, node, office, on, words):
    assert refusal(office, steps.make_planned(city, node), "start", on=on) == (words, "on")


def test_a_draft_without_plan_goes_back_to_the_plan(city, node, office):
    row = take_step(actor=office, standard=steps.make_paper(city, node), step="plan", **steps.PLAN)
    assert (row.stage, row.plan_reason, row.due_on, row.planned_on) == (
        *("planned", "巡查没有统一做法", date(2026, 9, 30)),
        None,
    )


def test_sending_in_opens_a_round_that_holds_the_files(city, node, office):
    row = steps.make_drafting(city, node)
    row = take_step(actor=office, standard=row, step="submit", on=date(2026, 2, 2))
    current = row.rounds.get()
    assert (row.stage, current.number, current.submitted_on, current.is_open) == (
        *("reviewing", 1, date(2026, 2, 2)),
        True,
    )
    assert set(row.documents.values_list("kind", "round")) == {
        ("draft", current.pk),
        ("explanation", current.pk),
    }
    assert last_event(row)[2] == {
        "阶段": ["起草", "审查"],
        "审查轮次": ["", "第 1 轮审查"],
        "送审日期": ["", "2026-02-02"],
    }


def test_a_returned_draft_keeps_what_was_signed_and_recalls_the_rest(city, node, office, reader):
    row = steps.make_reviewing(city, node)
    steps.make_form(row.rounds.get(), reader)
    row = take_step(actor=office, standard=row, step="return", reason="意见较多")
    closed = row.rounds.get()
    signed, recalled = closed.forms.order_by("pk")
    assert (row.stage, closed.outcome, closed.closed_on, closed.summary) == (
        *("drafting", "returned", date(2026, 6, 1)),
        "意见较多",
    )
    assert (signed.is_signed, signed.recalled_at, signed.opinions.count()) == (True, None, 1)
    assert (recalled.recalled_at is not None, recalled.recall_reason) == (True, "第 1 轮审查结束：退回修改")
    assert last_event(row)[2:] == (
        {"阶段": ["审查", "起草"], "第 1 轮审查": ["", "退回修改"], "收回的意见表": ["", "reader"]},
        "意见较多",
    )


def test_what_was_returned_is_not_sent_in_again_as_it_was(city, node, office):
    row = steps.make_reviewing(city, node)
    row = take_step(actor=office, standard=row, step="return", reason="意见较多")
    words = "还没有修改后的标准草案：上一轮审查已退回，请上传按意见修改的草案。"
    assert missing_for(row, "submit") == [words]
    assert refusal(office, row, "submit") == (words, None)


def test_the_second_round_has_its_own_number_and_its_own_summary(city, node, office):
    row = steps.make_reviewing(city, node)
    row = take_step(actor=office, standard=row, step="return", reason="意见较多")
    factories.make_document(row, "draft", name="第二稿.pdf", content=factories.PDF + b"2")
    row = take_step(actor=office, standard=row, step="submit")
    second = row.rounds.last()
    assert (second.number, second.is_open) == (2, True)
    assert "还没有意见汇总处理表：请上传种类为“意见汇总处理表”的附件。" in missing_for(row, "finalize")


def test_the_final_text_closes_the_round_as_passed(city, node, office):
    row = steps.make_reviewing(city, node)
    row = take_step(actor=office, standard=row, step="finalize", on=date(2026, 2, 20), summary="一致通过")
    closed = row.rounds.get()
    assert (row.stage, row.finalized_on, closed.outcome, closed.closed_on, closed.summary) == (
        *("submitted", date(2026, 2, 20), "passed", date(2026, 2, 20)),
        "一致通过",
    )
    assert row.documents.get(kind="opinions").round == closed


def test_nobody_asked_means_no_review(city, node, office):
    bare = steps.make_drafting(city, node, "网格走访规范")
    factories.make_document(bare, "text")
    factories.make_document(bare, "opinions", name="汇总.pdf")
    bare = take_step(actor=office, standard=bare, step="submit")
    assert missing_for(bare, "finalize") == ["还没有发出审定意见表：请选择审查方式和审查人员，发出意见表。"]


def test_every_form_comes_back_before_the_text_is_final(city, node, office, reader):
    row = steps.make_reviewing(city, node)
    steps.make_form(row.rounds.get(), reader)
    words = "还有 1 份审定意见表没有返回：reader。请催办，或收回意见表。"
    assert refusal(office, row, "finalize") == (words, None)


def test_every_opinion_is_handled_before_the_text_is_final(city, node, office, reader):
    row = steps.make_reviewing(city, node)
    steps.sign(steps.make_form(row.rounds.get(), reader), handling="")
    assert refusal(office, row, "finalize") == ("还有 1 条意见没有处理：请逐条填写处理结果。", None)


@pytest.mark.parametrize("minutes", ["text", "file", None])
def test_a_meeting_leaves_minutes(city, node, office, minutes):
    row = steps.make_reviewing(city, node)
    current = row.rounds.get()
    current.method, current.minutes = "meeting", "一致同意" if minutes == "text" else ""
    current.held_on = steps.FINAL
    current.save()
    factories.make_document(row, "sign_in", name="签到表.pdf")
    if minutes == "file":
        factories.make_document(row, "minutes", name="纪要.pdf")
    words = ["还没有会审的会议纪要：请填写纪要，或上传种类为“会议纪要”的附件。"]
    assert missing_for(row, "finalize") == ([] if minutes else words)


def test_what_is_missing_names_the_page_that_mends_it(city, node):
    row = factories.make_draft(city, node, stage="planned")
    assert [(each.mend, each.query) for each in what_is_missing(row, "approve_plan")] == 3 * [
        ("standard-edit", "")
    ]
    assert {(each.mend, each.query) for each in what_is_missing(row, "submit")} >= {
        ("information-add", "aspect=a"),
        ("document-add", "kind=draft"),
        ("document-add", "kind=explanation"),
    }


def test_an_approval_has_its_day_and_its_name(city, node, authorizer):
    row = steps.make_submitted(city, node)
    values = {
        "approver": " 李主任 ",
        "approved_on": date(2026, 3, 2),
        "approval_number": "安网治发〔2026〕3号",
    }
    row = take_step(actor=authorizer, standard=row, step="approve", **values)
    assert (row.stage, row.approver, row.approved_on, row.approval_number) == (
        *("approved", "李主任", date(2026, 3, 2)),
        "安网治发〔2026〕3号",
    )


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        ({"approved_on": date(2026, 6, 2)}, ("批准日期不能晚于今天。", "approved_on")),
        ({"approved_on": date(2026, 2, 19)}, ("批准日期不能早于定稿日期 2026-02-20。", "approved_on")),
        ({"approver": "张主任、王起草"}, ("王起草是起草人，不能同时是批准人。", "approver")),
    ],
)
def test_an_approval_is_refused(city, node, authorizer, values, answer):
    facts = {"approver": "李主任", "approved_on": date(2026, 3, 2), **values}
    assert refusal(authorizer, steps.make_submitted(city, node), "approve", **facts) == answer


def test_a_second_edition_in_one_year_is_not_approved_and_the_amendment_offered(city, node, authorizer):
    old = factories.make_published(city, node, year=2026)
    row = steps.make_submitted(city, node, revision_of=old)
    facts = {"approver": "李主任", "approved_on": date(2026, 3, 2)}
    message, field = refusal(authorizer, row, "approve", **facts)
    assert (field, "请改用修改单" in message) == ("approved_on", True)


def test_what_is_declined_goes_back_to_the_drafters(city, node, authorizer):
    row = steps.make_submitted(city, node)
    row = take_step(actor=authorizer, standard=row, step="decline", reason="与条例不一致")
    assert (row.stage, row.finalized_on, last_event(row)[0], last_event(row)[3]) == (
        *("drafting", None, "decline"),
        "与条例不一致",
    )


def test_what_is_abandoned_says_why_and_ends_its_round(city, node, representative, reader):
    row = steps.make_reviewing(city, node)
    steps.make_form(row.rounds.get(), reader)
    row = take_step(actor=representative, standard=row, step="abandon", reason="并入另一标准")
    closed = row.rounds.get()
    assert (row.stage, row.abandoned_on, row.abandonment_reason, closed.outcome) == (
        *("abandoned", date(2026, 6, 1), "并入另一标准"),
        "abandoned",
    )
    assert closed.forms.filter(recalled_at=None, signed_at=None).count() == 0


def test_the_same_title_may_be_planned_again_after_it_was_abandoned(city, node, representative):
    take_step(actor=representative, standard=steps.make_planned(city, node), step="abandon", reason="不需要")
    assert steps.make_planned(city, node).stage == "planned"


def test_a_revoked_approval_waits_for_another(city, node, authorizer):
    row = steps.make_approved(city, node)
    row = take_step(actor=authorizer, standard=row, step="revoke", reason="批准日期填错")
    assert (row.stage, row.approver, row.approved_on) == ("submitted", "", None)
    verb, _, changes, reason = last_event(row)
    assert (verb, changes["阶段"], reason) == ("return", ["已批准", "报批"], "批准日期填错")
