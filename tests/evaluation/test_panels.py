"""A panel: who is in it, who judges what, who steps back (T/CSSG 001.5 5.1–5.3)."""

import pytest
from django.db import IntegrityError, transaction

from evaluation import permissions
from evaluation.errors import EvaluationError, LockedError
from evaluation.models import Evaluation, Expert, Sheet
from evaluation.services.panels import (
    appoint,
    assign_tables,
    declare,
    dismiss,
    divide_tables,
    mark_absent,
    mark_present,
    name_leader,
    recuse,
)
from evaluation.services.submitting import submit_sheet
from evaluation.tasks import tasks_of
from gridgov.organizations.models import Role, RoleAssignment, User
from gridgov.records.models import Event
from tests import factories
from tests.evaluation.finishing import bring_to_the_lock, lock_panel
from tests.evaluation.making import hand_in, judge_own, make_evaluation, make_panel, members
from tests.evaluation.seeing import address, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def panel(city, county, edition):
    """The city evaluates its county."""
    return make_panel(city, county)


def fresh(evaluation):
    return Evaluation.objects.with_people().get(pk=evaluation.pk)


def test_panel_has_an_official_sheet_and_one_for_each_member(panel):
    assert [sheet.is_private for sheet in panel.sheets.all()] == [False, *[True] * 5]
    assert panel.official.participant is None


def test_nobody_of_the_evaluated_organisation_is_appointed(panel, county):
    insider = factories.make_office_user(county, "insider")
    with pytest.raises(EvaluationError, match="应当回避"):
        appoint(actor=panel.opened_by, evaluation=panel, user=insider)


def test_sheets_of_others_are_seen_after_submitting_the_own_one(panel):
    leader, second = members(panel)[:2]
    assert not permissions.can_see_consensus(leader.user, fresh(panel))
    hand_in(leader)
    assert permissions.can_see_consensus(leader.user, fresh(panel))
    assert not permissions.can_see_consensus(second.user, fresh(panel))
    assert not permissions.can_see_consensus(panel.opened_by, fresh(panel))


def test_submitted_sheet_is_fixed_by_the_database(panel):
    leader = members(panel)[0]
    hand_in(leader)
    with pytest.raises(IntegrityError, match="已提交"), transaction.atomic():
        leader.sheet.judgements.update(value={})


def test_submitting_names_what_is_not_judged(panel):
    leader = members(panel)[0]
    judge_own(leader, "A1-1-1", {"met": True})
    with pytest.raises(EvaluationError, match="没有判定：A1-1-2"):
        submit_sheet(actor=leader.user, sheet=leader.sheet)
    assert Sheet.objects.get(pk=leader.sheet.pk).is_open


# Recusal


def test_expert_employed_there_is_not_appointed(panel, county):
    user = factories.make_user("zhou")
    row = make_expert(panel.organizer, user=user, employer_organization=county)
    with pytest.raises(EvaluationError, match="工作单位就是被评组织，应当回避"):
        appoint(actor=panel.opened_by, evaluation=panel, user=user, employer="第六大学", expert=row)


def test_employer_written_as_the_organisation_is_recognised_however_it_is_typed(panel, county):
    user = factories.make_user("zhou")
    with pytest.raises(EvaluationError, match="应当回避"):
        appoint(actor=panel.opened_by, evaluation=panel, user=user, employer=f" {county.name}　")


def test_role_in_the_evaluated_organisation_asks_for_recusal(panel, county):
    user = factories.make_user("guest")
    RoleAssignment.objects.create(user=user, organization=county, role=Role.READER)
    with pytest.raises(EvaluationError, match="在被评组织有角色"):
        appoint(actor=panel.opened_by, evaluation=panel, user=user)


def test_people_of_the_level_above_are_not_excluded(panel, city):
    user = factories.make_user("above", organization=city, roles=[Role.REVIEWER])
    assert appoint(actor=panel.opened_by, evaluation=panel, user=user, side="management").is_present


def test_recused_member_keeps_his_sheet_and_sees_nothing(panel):
    second = members(panel)[1]
    judge_own(second, "A3-2-1", {"faults": 1})
    recuse(actor=panel.opened_by, participant=second, reason="亲属任职")
    found = fresh(panel)
    assert Evaluation.objects.visible_to(second.user).count() == 0
    assert (permissions.own_sheet(second.user, found), second.sheet.judgements.count()) == (None, 1)
    event = Event.objects.about(panel).first()
    assert (event.verb, event.reason, event.organization) == ("recuse", "亲属任职", panel.organizer)


def test_leader_is_recused_after_another_one_was_named(panel):
    leader, second = members(panel)[:2]
    with pytest.raises(EvaluationError, match="是组长，不能回避，请先指定另一名组长"):
        recuse(actor=panel.opened_by, participant=leader, reason="亲属任职")
    name_leader(actor=panel.opened_by, participant=second)
    recuse(actor=panel.opened_by, participant=leader, reason="亲属任职")
    assert permissions.is_leader(second.user, fresh(panel))


def test_recusal_is_for_good(panel):
    second = members(panel)[1]
    recuse(actor=panel.opened_by, participant=second, reason="亲属任职")
    with pytest.raises(EvaluationError, match="已登记回避"):
        mark_absent(actor=panel.opened_by, participant=second, reason="住院")
    with pytest.raises(EvaluationError, match="没有登记缺席"):
        mark_present(actor=panel.opened_by, participant=second)


def test_recusal_needs_a_reason(panel):
    with pytest.raises(EvaluationError, match="请写明回避的理由。"):
        recuse(actor=panel.opened_by, participant=members(panel)[1], reason=" ")


def test_member_steps_back_himself(client, panel):
    second = members(panel)[1]
    client.force_login(second.user)
    response = client.post(address("panel-recuse", panel.pk, second.pk), {"reason": "曾参与编制"})
    assert response["Location"] == address("evaluations")
    assert client.get(panel.get_absolute_url()).status_code == 404


def test_member_does_not_recuse_another(client, panel):
    second, third = members(panel)[1:3]
    client.force_login(second.user)
    response = client.post(address("panel-recuse", panel.pk, third.pk), {"reason": "曾参与编制"})
    assert (response.status_code, fresh(panel).participants.present().count()) == (403, 5)


# Absence, leader, taking out


def test_absent_member_neither_judges_nor_signs_and_may_come_back(panel):
    second = members(panel)[1]
    mark_absent(actor=panel.opened_by, participant=second, reason="住院")
    assert not permissions.can_judge(second.user, fresh(panel))
    mark_present(actor=panel.opened_by, participant=second)
    assert permissions.can_judge(second.user, fresh(panel))


def test_absent_member_does_not_lead(panel):
    second = members(panel)[1]
    mark_absent(actor=panel.opened_by, participant=second, reason="住院")
    with pytest.raises(EvaluationError, match="已登记缺席，不能担任组长"):
        name_leader(actor=panel.opened_by, participant=second)


def test_new_leader_takes_over_and_the_trail_names_both(panel):
    leader, second = members(panel)[:2]
    name_leader(actor=panel.opened_by, participant=second)
    assert [row.duty for row in members(panel)[:2]] == ["member", "leader"]
    assert Event.objects.about(panel).first().changes == {"组长": [str(leader.user), str(second.user)]}


def test_member_who_has_not_begun_is_taken_out_with_his_sheet(panel):
    second = members(panel)[1]
    dismiss(actor=panel.opened_by, participant=second)
    assert (panel.participants.count(), panel.sheets.count()) == (4, 5)


def test_member_who_has_judged_is_not_taken_out(panel):
    second = members(panel)[1]
    judge_own(second, "A3-2-1", {"faults": 1})
    with pytest.raises(EvaluationError, match="只能登记回避或缺席"):
        dismiss(actor=panel.opened_by, participant=second)
    assert (panel.participants.count(), second.sheet.judgements.count()) == (5, 1)


def test_locked_panel_is_not_changed(panel):
    finished = make_locked(panel)
    second = members(finished)[1]
    for act in (name_leader, dismiss, mark_present):
        with pytest.raises(LockedError):
            act(actor=panel.opened_by, participant=second)


# Declarations


def test_member_declares_once_under_the_own_account(panel):
    second = members(panel)[1]
    first = declare(actor=second.user, participant=second).declared_at
    assert declare(actor=second.user, participant=second).declared_at == first


def test_nobody_declares_for_another(panel):
    leader, second = members(panel)[:2]
    with pytest.raises(EvaluationError, match="由参加评价的成员本人作出"):
        declare(actor=leader.user, participant=second)


def test_who_works_there_by_now_cannot_declare(panel, county):
    second = members(panel)[1]
    RoleAssignment.objects.create(user=second.user, organization=county, role=Role.READER)
    with pytest.raises(EvaluationError, match="应当回避，不能作这份声明"):
        declare(actor=User.objects.get(pk=second.user_id), participant=second)


# Tables


def test_tables_are_divided_in_one_step(panel):
    leader, second = members(panel)[:2]
    shared = {person.pk: [row.section for row in person.assignments.all()] for person in members(panel)}
    shared |= {leader.pk: ["A.1"], second.pk: ["A.2", "A.3"]}
    divide_tables(actor=panel.opened_by, evaluation=panel, sections=shared)
    found = {row.pk: [each.section for each in row.assignments.all()] for row in members(panel)}
    assert found == shared


def test_table_is_judged_by_two_at_most(panel):
    shared = {person.pk: ["A.1"] for person in members(panel)[:3]}
    with pytest.raises(EvaluationError, match=r"表 A\.1 分给了两人以上"):
        divide_tables(actor=panel.opened_by, evaluation=panel, sections=shared)


def test_submitted_member_gets_no_further_table(panel):
    leader = members(panel)[0]
    hand_in(leader)
    with pytest.raises(EvaluationError, match=r"底稿已提交，不能再分给 A\.7"):
        assign_tables(actor=panel.opened_by, participant=leader, sections=["A.1", "A.2", "A.7"])


# Pages


def test_expert_of_the_pool_comes_in_with_side_and_employer_as_they_are_now(client, office, panel):
    row = make_expert(panel.organizer, user=factories.make_user("zhou"))
    client.force_login(office)
    client.post(address("panel-appoint", panel.pk), {"expert": row.pk, "duty": "leader"})
    person = panel.participants.get(expert=row)
    assert (person.side, person.employer, person.duty) == (row.side, row.employer, "leader")


def test_account_needs_employer_and_side(client, office, panel):
    factories.make_user("zhou")
    client.force_login(office)
    data = {"username": "zhou", "duty": "member"}
    text = text_of(client.post(address("panel-appoint", panel.pk), data))
    assert ("请填写工作单位。" in text, "请选择类别。" in text) == (True, True)
    assert panel.participants.count() == 5


def test_recusal_is_told_in_the_form(client, office, county, panel):
    factories.make_office_user(county, "insider")
    client.force_login(office)
    data = {"username": "insider", "employer": "某大学", "side": "trade", "duty": "member"}
    text = text_of(client.post(address("panel-appoint", panel.pk), data))
    assert "insider 账号属于被评组织，应当回避，请选择其他人员。" in text


def test_expert_of_another_pool_is_no_choice(client, office, stranger_city, panel):
    row = make_expert(stranger_city, user=factories.make_user("zhou"))
    client.force_login(office)
    text = text_of(client.post(address("panel-appoint", panel.pk), {"expert": row.pk, "duty": "member"}))
    assert "不在可选范围内" in text
    assert panel.participants.count() == 5


def test_boxes_of_the_tables_are_saved(client, office, panel):
    leader, *others = members(panel)
    boxes = {f"A{number}-{leader.pk}": "on" for number in range(1, 8)}
    client.force_login(office)
    client.post(address("panel-assign", panel.pk), boxes)
    assert [row.section for row in leader.assignments.all()] == [f"A.{number}" for number in range(1, 8)]
    assert [person.assignments.count() for person in others] == [0] * 4


def test_pages_of_a_self_evaluations_people_send_a_panel_away(client, office, panel):
    client.force_login(office)
    response = client.get(address("participants", panel.pk))
    assert response.status_code == 403
    assert "人员在“评估组”页面编入" in text_of(response)


def test_panel_pages_know_no_self_evaluation(client, office, city, edition):
    client.force_login(office)
    own = make_evaluation(city, office)
    assert client.get(address("panel", own.pk)).status_code == 404


def test_declaration_is_made_by_its_button(client, panel):
    second = members(panel)[1]
    client.force_login(second.user)
    client.post(address("panel-declare", panel.pk))
    second.refresh_from_db()
    assert second.declared_at is not None
    assert client.get(address("panel-declare", panel.pk)).status_code == 403


def make_expert(organization, name="周立言", **fields) -> Expert:
    values = {"side": "standardization", "fields": "服务标准化", "employer": "省标准化研究院"}
    return Expert.objects.create(organization=organization, name=name, **values | fields)


def make_locked(panel) -> Evaluation:
    lock_panel(bring_to_the_lock(panel))
    return fresh(panel)


def test_worklist_asks_a_member_to_declare_until_he_has(panel):
    second = members(panel)[1]
    asked = [task.verb for task in tasks_of(second.user, panel.as_of)]
    declare(actor=second.user, participant=second)
    assert ("作回避声明" in asked, [task.verb for task in tasks_of(second.user, panel.as_of)]) == (
        True,
        [verb for verb in asked if verb != "作回避声明"],
    )
