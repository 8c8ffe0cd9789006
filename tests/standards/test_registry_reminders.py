"""待办 of the registry: each kind reaches whoever has to act, with its date, and nobody else."""

from datetime import UTC, date, datetime, timedelta

import pytest

from gridgov.organizations.models import Role
from standards import reminders
from standards.models import (
    Amendment,
    Opinion,
    OpinionForm,
    PeriodicReview,
    ReviewRound,
    RevisionRequest,
    SystemVersion,
)
from tests import factories

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-20 10:00+08:00")


def seen(user, today=TODAY) -> list[tuple]:
    return [(task.due, task.kind, task.verb) for task in reminders.tasks_of(user, today)]


def person(city, role, **fields):
    return factories.make_user(str(role), organization=city, roles=[role], **fields)


def make_stage(city, node, stage, **fields):
    return factories.make_draft(city, node, stage=stage, **fields)


@pytest.mark.parametrize(
    ("effective", "expected"),
    [
        (date(2024, 5, 20), []),
        (date(2024, 5, 10), [(date(2027, 5, 10), "复审到期", "发起复审")]),
        (date(2022, 1, 1), [(date(2025, 1, 1), "复审到期", "发起复审")]),
    ],
)
def test_a_review_is_announced_half_a_year_before_and_stays_until_it_is_started(
    city, node, office, effective, expected
):
    factories.make_published(
        city, node, year=effective.year, approved_on=effective, issued_on=effective, effective_on=effective
    )
    assert seen(office) == expected


def test_a_review_under_way_asks_for_its_opinion_then_office_and_committee_for_its_conclusion(
    city, node, office
):
    standard = factories.make_published(city, node, year=2023)
    review = PeriodicReview.objects.create(standard=standard, started_on=date(2026, 4, 1))
    committee = person(city, Role.COMMITTEE)
    assert (seen(office), seen(committee)) == ([(date(2026, 5, 1), "复审结论", "填写意见")], [])
    PeriodicReview.objects.filter(pk=review.pk).update(opinion="已由上级标准覆盖")
    task = (date(2026, 5, 1), "复审结论", "作出结论")
    assert (seen(office), seen(committee)) == ([task], [task])


def test_a_review_of_what_has_a_successor_asks_for_nothing(city, node, office):
    standard = factories.make_published(city, node, year=2023, replaced_on=date(2026, 9, 1))
    PeriodicReview.objects.create(standard=standard, started_on=date(2026, 4, 1))
    assert seen(office) == []


@pytest.mark.parametrize("conclusion", ["amend", "revise"])
def test_what_was_reviewed_is_not_due_for_review_again(city, node, office, conclusion):
    standard = factories.make_published(city, node, year=2023)
    before = seen(office)
    standard.reviews.create(
        started_on=date(2026, 10, 1), opinion="要改", conclusion=conclusion, concluded_on=date(2026, 11, 1)
    )
    assert [kind for _, kind, _ in before] == ["复审到期"]
    assert "复审到期" not in [kind for _, kind, _ in seen(office)]


def test_a_conclusion_of_amendment_waits_for_the_drafting_department(city, node, office, department):
    standard = factories.make_published(city, node, year=2023, drafting_department=department)
    review = standard.reviews.create(
        started_on=date(2026, 10, 1), opinion="要改", conclusion="amend", concluded_on=date(2026, 11, 1)
    )
    own = person(city, Role.OFFICER, department=department)
    task = (date(2026, 12, 1), "修改", "申请修改")
    assert (seen(own), seen(office)) == ([task], [task])
    standard.amendments.create(
        review=review, department=department, requested_on=TODAY, reason="要改", content="5.2"
    )
    assert seen(own) == []


def test_a_plan_is_told_to_its_drafting_department_and_the_office(city, node, office, department):
    make_stage(city, node, "drafting", due_on=date(2026, 12, 10), drafting_department=department)
    own = person(city, Role.OFFICER, department=department)
    other = factories.make_user(
        "other",
        organization=city,
        roles=[Role.DEPARTMENT],
        department=factories.make_department(city, "财务科"),
    )
    task = (date(2026, 12, 10), "计划到期", "办理")
    assert (seen(office), seen(own), seen(other)) == ([task], [task], [])


def test_a_plan_entry_waits_for_the_representative(city, node):
    make_stage(city, node, "planned")
    representative, authorizer = person(city, Role.REPRESENTATIVE), person(city, Role.AUTHORIZER)
    assert seen(representative) == [(date(2026, 11, 27), "计划待批", "批准计划")]
    assert seen(authorizer) == []


def make_round(city, node, **fields) -> ReviewRound:
    standard = make_stage(city, node, "reviewing")
    fields = {"due_on": date(2026, 11, 25), "method": "circulation", **fields}
    return ReviewRound.objects.create(standard=standard, number=1, submitted_on=date(2026, 11, 10), **fields)


def test_a_reviewer_is_told_of_the_own_form_only(city, node):
    reviewer, other = person(city, Role.REVIEWER), person(city, Role.COMMITTEE)
    OpinionForm.objects.create(round=make_round(city, node), reviewer=reviewer, sent_on=date(2026, 11, 11))
    assert (seen(reviewer), seen(other)) == ([(date(2026, 11, 25), "审定意见", "填写意见")], [])


def test_the_office_chases_forms_past_their_date(city, node, office):
    each = make_round(city, node, due_on=date(2026, 11, 18))
    OpinionForm.objects.create(round=each, reviewer=person(city, Role.REVIEWER), sent_on=date(2026, 11, 11))
    assert seen(office) == [(date(2026, 11, 18), "审查", "催办")]


def test_the_office_arranges_what_was_submitted(city, node, office):
    make_round(city, node, due_on=None, method="")
    assert seen(office) == [(date(2026, 11, 10), "审查", "组织审查")]


def test_a_round_without_forms_is_not_taken_for_one_that_came_back(city, node, office):
    make_round(city, node)
    assert seen(office) == [(date(2026, 11, 25), "审查", "组织审查")]


def test_opinions_wait_for_the_drafting_department_and_then_the_round_for_the_office(
    city, node, office, department
):
    each = make_round(city, node)
    each.standard.drafting_department = department
    each.standard.save()
    own = person(city, Role.OFFICER, department=department)
    signed = {"signed_at": datetime(2026, 11, 12, tzinfo=UTC), "conclusion": "after_changes"}
    answers = dict.fromkeys(["purpose", "lawful", "coordinated", "formatted"], "yes")
    form = OpinionForm.objects.create(
        round=each, reviewer=person(city, Role.REVIEWER), sent_on=date(2026, 11, 11)
    )
    Opinion.objects.create(form=form, clause="5.2", text="没有频次")
    OpinionForm.objects.filter(pk=form.pk).update(**signed, **answers)
    task = (date(2026, 11, 25), "审查", "处理意见")
    assert (seen(own), seen(office)) == ([task], [task])
    Opinion.objects.update(handling="accepted")
    assert (seen(own), seen(office)) == ([], [(date(2026, 11, 25), "审查", "结束审查")])


def test_a_version_waits_for_its_deliberation_and_then_for_its_decree(city, office):
    committee, authorizer = person(city, Role.COMMITTEE), person(city, Role.AUTHORIZER)
    version = SystemVersion.objects.create(organization=city, name="2026 年版", drafted_on=date(2026, 11, 1))
    task = (date(2026, 12, 1), "体系版本", "编制和审议")
    assert [seen(user) for user in (office, committee, authorizer)] == [[task], [task], []]
    version.state, version.deliberated_on, version.deliberation = "deliberated", date(2026, 11, 10), "同意"
    version.save()
    task = (date(2026, 12, 10), "体系版本", "发布")
    assert [seen(user) for user in (office, committee, authorizer)] == [[task], [task], [task]]


def test_what_is_submitted_waits_for_the_authorizer(city, node):
    make_stage(city, node, "submitted", finalized_on=date(2026, 11, 10))
    assert seen(person(city, Role.AUTHORIZER)) == [(date(2026, 11, 17), "报批", "批准")]


def test_what_is_approved_waits_fifteen_days_for_its_number(city, node, office):
    make_stage(city, node, "approved", approved_on=date(2026, 11, 1))
    assert seen(office) == [(date(2026, 11, 16), "待发布", "编号发布")]


def test_requests_wait_for_the_office(city, node, office, department):
    standard = factories.make_published(city, node, year=2026)
    asked = {
        "standard": standard,
        "department": department,
        "requested_on": date(2026, 11, 1),
        "reason": "改",
    }
    Amendment.objects.create(content="5.2 改为…", **asked)
    RevisionRequest.objects.create(trigger="unfit", **asked)
    assert seen(office) == [
        (date(2026, 11, 16), "修改申请", "办理"),
        (date(2026, 11, 16), "修订申请", "办理"),
    ]


def test_an_adopted_standard_never_checked_is_told_at_once_and_a_checked_one_in_a_year(
    city, node, office, stranger_city, stranger
):
    factories.make_adopted(city, node)
    factories.make_adopted(stranger_city, node, checked_on=date(2026, 2, 1))
    assert seen(office) == [(TODAY, "查新", "查新")]
    assert seen(stranger) == [(date(2027, 2, 1), "查新", "查新")]


def test_nobody_else_is_told_anything(city, node, office, reader, stranger, administrator):
    make_stage(city, node, "approved", approved_on=date(2026, 11, 1))
    assert [seen(user) for user in (reader, stranger, administrator)] == [[], [], []]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_statements_does_not_grow(city, node, office, rows, django_assert_num_queries):
    for place in range(rows):
        make_stage(city, node, "approved", title=f"标准{place}", approved_on=TODAY - timedelta(days=place))
        factories.make_published(city, node, sequence=place + 1, year=2023)
    assert office.offices
    with django_assert_num_queries(13):
        list(reminders.tasks_of(office, TODAY))
