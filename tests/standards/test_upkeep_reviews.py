"""复审 and its four conclusions (T/CSSG 001.2 10.7): what each changes, and what is refused."""

from datetime import date

import pytest

from gridgov.organizations.models import Role
from gridgov.records.models import Event
from standards.errors import StandardsError
from standards.models import PeriodicReview, RevisionRequest, Standard
from standards.permissions import can_conclude, can_review, conclusions_of
from standards.services.upkeep import conclude_review, record_opinion, start_review, withdraw_standard
from tests import factories
from tests.standards.upkeeping import make_notice, make_review, make_revision_request

TODAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _in_june(time_machine):
    time_machine.move_to("2026-06-01 12:00+08:00")


@pytest.fixture
def standard(city, node, department):
    row = factories.make_published(city, node, year=2023, drafting_department=department)
    row.departments.add(department)
    return row


@pytest.fixture
def committee(city):
    return factories.make_user("committee", organization=city, roles=[Role.COMMITTEE])


def refused(act, **values) -> tuple[str, str | None]:
    with pytest.raises(StandardsError) as caught:
        act(**values)
    return caught.value.message, caught.value.field


def last_event(standard) -> tuple:
    event = Event.objects.about(standard).first()
    return event.verb, event.reason, event.changes


def test_a_review_is_started_before_it_is_due_too(office, city, node):
    row = factories.make_published(city, node, year=2026, effective_on=date(2026, 5, 1))
    review = start_review(actor=office, standard=row, reviewers=" 王审查 ")
    assert (review.started_on, review.started_by, review.reviewers, review.is_open) == (
        *(TODAY, office, "王审查", True),
    )
    assert last_event(row) == ("review", "", {"复审开始日期": ["", "2026-06-01"], "复审人员": ["", "王审查"]})


def test_only_one_review_is_open(office, standard):
    start_review(actor=office, standard=standard, started_on=date(2026, 5, 2))
    assert refused(start_review, actor=office, standard=standard) == (
        "2026-05-02 发起的复审还没有结论，请先作出结论，再发起下一次。",
        None,
    )
    assert PeriodicReview.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "started_on", "answer"),
    [
        ({}, date(2026, 6, 2), ("复审开始日期不能晚于今天。", "started_on")),
        (
            {},
            date(2023, 4, 30),
            ("“Q/ALWG TG204•1-2023”自 2023-05-01 起实施，实施后才能复审。", "started_on"),
        ),
        (
            {"effective_on": date(2026, 7, 1)},
            TODAY,
            ("“Q/ALWG TG204•1-2023”自 2026-07-01 起实施，实施后才能复审。", None),
        ),
        (
            {"withdrawn_on": date(2026, 7, 1), "withdrawal_reason": "不用"},
            TODAY,
            ("“Q/ALWG TG204•1-2023”已于 2026-07-01 废止，不能复审。", None),
        ),
        (
            {"replaced_on": date(2026, 7, 1)},
            TODAY,
            (
                "“Q/ALWG TG204•1-2023”自 2026-07-01 起被新版本代替，不能复审，请到新版本办理。",
                None,
            ),
        ),
    ],
)
def test_starting_is_refused(office, city, node, fields, started_on, answer):
    row = factories.make_published(city, node, year=2023, **fields)
    assert refused(start_review, actor=office, standard=row, started_on=started_on) == answer


def test_drafts_and_adopted_standards_are_not_reviewed(office, city, node):
    draft, adopted = factories.make_draft(city, node), factories.make_adopted(city, node)
    assert [refused(start_review, actor=office, standard=row)[0] for row in (draft, adopted)] == [
        "“网格巡查管理规范”还没有发布，不能复审；草案请直接编辑。",
        "只有自制标准可以复审；采用标准和指导性文件随发布机构变化，请查新。",
    ]


def test_the_opinion_is_written_again_until_the_conclusion(office, standard):
    review = make_review(standard, opinion="", reviewers="")
    record_opinion(actor=office, review=review, reviewers="王审查", opinion="仍适用")
    record_opinion(actor=office, review=review, reviewers="王审查", opinion="仍适用，指标合理")
    review.refresh_from_db()
    assert (review.reviewers, review.opinion) == ("王审查", "仍适用，指标合理")
    assert last_event(standard) == ("change", "", {"复审意见": ["仍适用", "仍适用，指标合理"]})
    conclude_review(actor=office, review=review, conclusion="confirm")
    assert refused(record_opinion, actor=office, review=review, reviewers="王", opinion="改") == (
        "这次复审已于 2026-06-01 作出结论：确认，不能再改。",
        None,
    )


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        ({"reviewers": " ", "opinion": "仍适用"}, ("请填写复审人员。", "reviewers")),
        ({"reviewers": "王", "opinion": ""}, ("请填写复审意见：内容、指标水平是否仍然适用。", "opinion")),
    ],
)
def test_an_opinion_names_who_and_what(office, standard, values, answer):
    assert refused(record_opinion, actor=office, review=make_review(standard), **values) == answer


def test_a_confirmation_moves_the_next_review_to_three_years_later(office, standard):
    review = make_review(standard)
    conclude_review(
        actor=office, review=review, conclusion="confirm", concluded_on=date(2026, 5, 25), reason="仍适用"
    )
    standard.refresh_from_db()
    assert (standard.number, standard.confirmed_on, standard.review_due_on) == (
        *("Q/ALWG TG204•1-2023", date(2026, 5, 25), date(2029, 5, 25)),
    )
    assert last_event(standard) == ("confirm", "仍适用", {"复审确认日期": ["", "2026-05-25"]})


def test_a_conclusion_of_amendment_leaves_the_standard_alone(office, standard):
    review = conclude_review(actor=office, review=make_review(standard), conclusion="amend", reason="小改")
    standard.refresh_from_db()
    assert (review.conclusion, standard.confirmed_on, standard.status(TODAY)) == ("amend", None, "in_force")
    assert last_event(standard) == (
        *("conclude", "小改", {"复审结论": ["", "修改"], "结论日期": ["", "2026-06-01"]}),
    )


def test_a_conclusion_of_revision_opens_the_new_edition_in_the_plan(office, standard, department, node):
    conclude_review(actor=office, review=make_review(standard), conclusion="revise", reason="流程大变")
    request = RevisionRequest.objects.get()
    edition = Standard.objects.get(revision_of=standard)
    assert (request.trigger, request.decision, request.department, request.reason, request.successor) == (
        *("review", "accepted", department, "流程大变", edition),
    )
    assert (
        *(edition.stage, edition.number, edition.title, edition.node, edition.plan_reason),
        *(edition.drafting_department, list(edition.departments.all())),
    ) == (*("planned", "", standard.title, node, "流程大变", department, [department]),)
    standard.refresh_from_db()
    assert (standard.replaced_on, standard.status(TODAY)) == (None, "in_force")


def test_a_review_that_revises_answers_the_application_that_waits(office, standard, department):
    waiting = make_revision_request(standard, department)
    conclude_review(actor=office, review=make_review(standard), conclusion="revise", reason="大改")
    request = RevisionRequest.objects.get()
    assert (request, request.decision, request.reason, request.answer, request.successor.revision_of) == (
        *(waiting, "accepted", "机构改革后流程不适宜", "复审结论为修订", standard),
    )


def test_a_review_that_revises_takes_the_edition_that_is_being_made(office, city, node, standard):
    edition = factories.make_draft(city, node, "巡查规范修订稿", revision_of=standard, stage="planned")
    conclude_review(actor=office, review=make_review(standard), conclusion="revise", reason="大改")
    assert (RevisionRequest.objects.get().successor, standard.revisions.count()) == (edition, 1)


def test_a_conclusion_of_withdrawal_ends_the_standard_on_its_day(committee, standard):
    make_notice(standard)
    conclude_review(
        actor=committee,
        review=make_review(standard),
        conclusion="withdraw",
        reason="不适用",
        on=date(2026, 7, 1),
    )
    standard.refresh_from_db()
    assert (standard.number, standard.withdrawn_on, standard.withdrawal_reason) == (
        *("Q/ALWG TG204•1-2023", date(2026, 7, 1), "不适用"),
    )
    assert (standard.status(TODAY), standard.status(date(2026, 7, 1)), standard.review_due_on) == (
        *("in_force", "withdrawn", None),
    )
    assert last_event(standard) == ("withdraw", "不适用", {"废止日期": ["", "2026-07-01"]})


@pytest.mark.parametrize(
    ("review", "values", "answer"),
    [
        (
            {"opinion": ""},
            {"conclusion": "confirm"},
            ("还没有复审意见，不能作出结论：请先由标准化管理办公室填写复审意见。", "conclusion"),
        ),
        (
            {},
            {"conclusion": "confirm", "concluded_on": date(2026, 5, 19)},
            ("结论日期不能早于复审开始日期 2026-05-20。", "concluded_on"),
        ),
        (
            {},
            {"conclusion": "confirm", "concluded_on": date(2026, 6, 2)},
            ("结论日期不能晚于今天。", "concluded_on"),
        ),
        (
            {},
            {"conclusion": "revise", "reason": " "},
            ("请写明修订的理由，它会写入修订项目的立项理由。", "reason"),
        ),
        (
            {},
            {"conclusion": "withdraw", "reason": "不用"},
            ("还没有废止通知：请上传种类为“废止通知”的附件。", "notice"),
        ),
    ],
)
def test_a_conclusion_is_refused_and_nothing_changes(office, standard, review, values, answer):
    review = make_review(standard, **review)
    assert refused(conclude_review, actor=office, review=review, **values) == answer
    review.refresh_from_db()
    assert (review.is_open, Event.objects.about(standard).count()) == (True, 0)


def test_a_standard_is_not_withdrawn_before_it_was_decided(committee, standard):
    make_notice(standard)
    values = {"conclusion": "withdraw", "reason": "不适用", "on": date(2026, 5, 31)}
    assert refused(conclude_review, actor=committee, review=make_review(standard), **values) == (
        *("废止日期不能早于结论日期 2026-06-01。", "on"),
    )


def test_a_standard_is_not_withdrawn_on_a_day_nobody_can_mean(committee, standard):
    make_notice(standard)
    values = {"conclusion": "withdraw", "reason": "不适用", "on": date(2062, 7, 1)}
    answer = ("废止日期 2062-07-01 在一年以后，请核对。", "on")
    assert refused(conclude_review, actor=committee, review=make_review(standard), **values) == answer


def test_a_withdrawal_needs_its_reason(committee, standard):
    make_notice(standard)
    assert refused(
        conclude_review, actor=committee, review=make_review(standard), conclusion="withdraw", reason=""
    ) == ("请写明废止的理由，如复审结论或委员会决定。", "reason")


@pytest.mark.parametrize(
    ("role", "conclusions"),
    [
        (Role.OFFICE, ["confirm", "amend", "revise"]),
        (Role.COMMITTEE, ["confirm", "amend", "revise", "withdraw"]),
        (Role.AUTHORIZER, ["withdraw"]),
        (Role.REPRESENTATIVE, []),
        (Role.DEPARTMENT, []),
        (Role.OFFICER, []),
        (Role.REVIEWER, []),
        (Role.SUPERVISOR, []),
        (Role.READER, []),
        (Role.ADMINISTRATOR, []),
    ],
)
def test_each_role_decides_its_own_conclusions(standard, city, role, conclusions):
    user = factories.make_user("somebody", organization=city, roles=[role])
    review = make_review(standard)
    assert (conclusions_of(user, standard), can_conclude(user, review)) == (conclusions, bool(conclusions))


def test_the_office_alone_starts_a_review_once(office, committee, reader, stranger, standard):
    people = (office, committee, reader, stranger)
    assert [can_review(user, standard) for user in people] == [True, False, False, False]
    make_review(standard)
    assert not can_review(office, Standard.objects.get(pk=standard.pk))


def test_one_own_standard_is_not_withdrawn_without_a_review(office, standard):
    assert refused(withdraw_standard, actor=office, standard=standard, on=TODAY, reason="不用") == (
        "自制标准经复审后由标准化管理委员会决定废止（第2部分 10.7 d）：请先发起复审。",
        None,
    )


@pytest.mark.parametrize(
    ("fields", "on", "reason", "answer"),
    [
        ({}, date(2025, 6, 1), " ", ("请写明废止的理由，如复审结论或委员会决定。", "reason")),
        ({}, date(2017, 9, 6), "不用", ("废止日期不能早于发布日期 2017-09-07。", "on")),
        ({"stage": "drafting"}, TODAY, "不用", ("还没有发布，不能废止；不再制定的草案请终止。", None)),
        (
            {"withdrawn_on": date(2025, 7, 1)},
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
def test_withdrawing_what_is_adopted_is_refused(office, city, node, fields, on, reason, answer):
    row = factories.make_adopted(city, node, **fields)
    assert refused(withdraw_standard, actor=office, standard=row, on=on, reason=reason) == answer
