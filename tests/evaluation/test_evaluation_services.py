"""Opening an evaluation, its facts and conclusion, who takes part, and who may do what."""

from datetime import date

import pytest

from evaluation import permissions
from evaluation.errors import EvaluationError
from evaluation.models import Evaluation
from evaluation.services.evaluations import (
    add_participant,
    edit_facts,
    open_evaluation,
    remove_participant,
    write_conclusion,
)
from evaluation.services.locking import lock_evaluation
from gridgov.organizations.models import Role
from gridgov.records.models import Event
from tests.evaluation.making import complete, make_evaluation
from tests.factories import make_user

pytestmark = pytest.mark.django_db
AS_OF = date(2026, 1, 15)


def people(evaluation):
    return list(evaluation.participants.values_list("user__username", "duty"))


def told(verb):
    return list(Event.objects.filter(verb=verb).order_by("pk").values_list("changes", flat=True))


# Opening


def test_opened_evaluation_pins_the_newest_edition_and_is_led_by_its_opener(office, city, edition):
    evaluation = open_evaluation(actor=office, organization=city, year=2026, as_of=AS_OF)
    assert (evaluation.edition, evaluation.state, evaluation.version, people(evaluation)) == (
        edition,
        "open",
        1,
        [("office", "leader")],
    )
    assert told("open") == [{"评价细则": ["", "T/CSSG 001.5-2020"]}]


def test_second_self_evaluation_of_a_year_is_refused(office, city, evaluation):
    with pytest.raises(EvaluationError) as refusal:
        open_evaluation(actor=office, organization=city, year=2026, as_of=AS_OF)
    assert (refusal.value.message, refusal.value.field) == (
        f"{city} 已有 2026 年度的自我评价，请打开它继续。",
        "year",
    )
    assert (Evaluation.objects.count(), len(told("open"))) == (1, 1)


def test_same_year_of_another_organisation_is_no_hindrance(office, county, evaluation):
    assert make_evaluation(county, office).organization == county


def test_opening_without_an_edition_says_what_to_run(office, city):
    with pytest.raises(EvaluationError, match="load_scorecard"):
        open_evaluation(actor=office, organization=city, year=2026, as_of=AS_OF)


@pytest.mark.parametrize(
    ("year", "as_of", "field"),
    [(1999, date(1999, 1, 1), "year"), (2100, date(2100, 1, 1), "year"), (2026, date(2028, 1, 1), "as_of")],
)
def test_implausible_year_or_date_is_refused(office, city, edition, year, as_of, field):
    with pytest.raises(EvaluationError) as refusal:
        open_evaluation(actor=office, organization=city, year=year, as_of=as_of)
    assert refusal.value.field == field


# Facts and conclusion


def test_facts_are_told_to_the_trail_before_and_after(office, evaluation):
    edit_facts(actor=office, evaluation=evaluation, operated_from=date(2025, 5, 1), incidents="none")
    assert told("change") == [
        {"体系运行起始日": ["", "2025-05-01"], "重大事故、通报批评、处分、媒体曝光": ["未填", "没有发生过"]}
    ]


def test_unchanged_facts_tell_the_trail_nothing(office, evaluation):
    edit_facts(actor=office, evaluation=evaluation, incidents="")
    assert told("change") == []


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"incidents": "some"}, "incident_note"),
        ({"operated_from": date(2200, 1, 1)}, "operated_from"),
        ({"self_evaluated_on": date(2200, 1, 1)}, "self_evaluated_on"),
        ({"operated_from": date(2025, 5, 1), "pilot_ends_on": date(2025, 4, 1)}, "pilot_ends_on"),
        ({"as_of": date(2030, 1, 1)}, "as_of"),
    ],
)
def test_impossible_fact_is_refused_and_nothing_is_kept(office, evaluation, facts, field):
    before = Evaluation.objects.values().get()
    with pytest.raises(EvaluationError) as refusal:
        edit_facts(actor=office, evaluation=evaluation, **facts)
    assert refusal.value.field == field
    assert Evaluation.objects.values().get() == before


def test_conclusion_is_kept_without_blanks_around(office, evaluation):
    write_conclusion(actor=office, evaluation=evaluation, advice=" 补统计表 \n")
    assert Evaluation.objects.get().advice == "补统计表"


def test_field_of_another_form_is_not_written(office, evaluation):
    with pytest.raises(TypeError):
        write_conclusion(actor=office, evaluation=evaluation, state="locked")


# Who takes part


def test_new_leader_takes_over_and_the_old_one_stays_as_a_member(office, panel_member, evaluation):
    add_participant(actor=office, evaluation=evaluation, user=panel_member, duty="leader")
    assert sorted(people(evaluation)) == [("office", "member"), ("panel", "leader")]


def test_somebody_who_is_in_is_not_taken_in_twice(office, panel_member, evaluation):
    add_participant(actor=office, evaluation=evaluation, user=panel_member)
    with pytest.raises(EvaluationError, match="panel 已在评价人员中。"):
        add_participant(actor=office, evaluation=evaluation, user=panel_member)
    assert len(people(evaluation)) == 2


def test_administrator_takes_no_part(office, administrator, evaluation):
    with pytest.raises(EvaluationError, match="是系统管理员，不参加评分"):
        add_participant(actor=office, evaluation=evaluation, user=administrator)
    assert people(evaluation) == [("office", "leader")]


def test_account_out_of_use_takes_no_part(office, city, evaluation):
    gone = make_user("gone", organization=city, is_active=False)
    with pytest.raises(EvaluationError, match="账号已停用"):
        add_participant(actor=office, evaluation=evaluation, user=gone)


def test_member_is_let_go_and_the_trail_is_told(office, panel_member, evaluation):
    member = add_participant(actor=office, evaluation=evaluation, user=panel_member)
    remove_participant(actor=office, participant=member)
    assert people(evaluation) == [("office", "leader")]
    assert (told("grant"), told("revoke")) == (
        [{"评价人员": ["", "panel（成员）"]}],
        [{"评价人员": ["panel（成员）", ""]}],
    )


def test_leader_does_not_become_a_member_without_another_leader(office, evaluation):
    with pytest.raises(EvaluationError, match="请先指定另一名组长"):
        add_participant(actor=office, evaluation=evaluation, user=office)
    assert people(evaluation) == [("office", "leader")]


def test_leader_is_not_let_go(office, evaluation):
    with pytest.raises(EvaluationError, match="组长不能移出"):
        remove_participant(actor=office, participant=evaluation.participants.get())
    assert people(evaluation) == [("office", "leader")]


# Who may do what

QUESTIONS = ("can_judge", "can_manage", "can_conclude", "can_lock", "can_reopen")
OPEN = {
    "office": (True, True, True, True, False),
    "colleague": (False, True, True, True, False),
    "member": (True, False, True, False, False),
    "reader": (False, False, False, False, False),
    "supervisor": (False, False, False, False, False),
    "administrator": (False, False, False, False, False),
    "site administrator": (False, False, False, False, False),
}
LOCKED = dict.fromkeys(OPEN, (False,) * 5) | {
    "office": (False, False, False, False, True),
    "colleague": (False, False, False, False, True),
}


@pytest.fixture
def cast(city, office, reader, panel_member, administrator, evaluation):
    """Everybody who could ask, by what they are."""
    add_participant(actor=office, evaluation=evaluation, user=panel_member)
    boss = make_user("boss", organization=city, roles=[Role.OFFICE], is_site_administrator=True)
    evaluation.participants.create(user=boss)
    return {
        "office": office,
        "colleague": make_user("colleague", organization=city, roles=[Role.OFFICE]),
        "member": panel_member,
        "reader": reader,
        "supervisor": make_user("supervisor", organization=city, roles=[Role.SUPERVISOR]),
        "administrator": administrator,
        "site administrator": boss,
    }


def answers(cast, evaluation):
    evaluation = Evaluation.objects.with_people().get(pk=evaluation.pk)
    return {
        name: tuple(getattr(permissions, question)(user, evaluation) for question in QUESTIONS)
        for name, user in cast.items()
    }


def test_who_may_do_what_with_an_open_evaluation(cast, evaluation):
    assert answers(cast, evaluation) == OPEN


def test_nobody_but_the_office_does_anything_with_a_locked_one(cast, office, evaluation):
    lock_evaluation(actor=office, evaluation=complete(office, evaluation))
    assert answers(cast, evaluation) == LOCKED


def test_office_above_may_not_open_below(office, county, city):
    assert list(permissions.evaluable_organizations(office)) == [city]


def test_participant_without_a_role_sees_this_evaluation_alone(office, city, panel_member, evaluation):
    make_evaluation(city, office, year=2024, as_of=date(2024, 6, 1))
    add_participant(actor=office, evaluation=evaluation, user=panel_member)
    assert list(Evaluation.objects.visible_to(panel_member)) == [evaluation]


def test_pilot_that_ended_before_any_calendar_is_refused(office, evaluation):
    with pytest.raises(EvaluationError) as caught:
        edit_facts(actor=office, evaluation=evaluation, pilot_ends_on=date.min)
    sentence = "试点期满日 0001-01-01 不可能，应在 1900-01-01 至 2100-12-31 之间，请核对。"
    assert (caught.value.message, caught.value.field) == (sentence, "pilot_ends_on")
