"""What a panel still lacks before its plan is approved and before the lock (T/CSSG 001.5 5.2)."""

import pytest

from evaluation.models import Evaluation
from evaluation.panels.obstacles import forming_obstacles, panel_cautions, panel_obstacles, tables_to_judge
from evaluation.services.panels import appoint, assign_tables, declare, explain_size, mark_absent
from gridgov.organizations.models import Role, RoleAssignment
from tests import factories
from tests.evaluation.making import make_panel, members


@pytest.fixture
def panel(city, county, edition):
    """The city evaluates its county."""
    return make_panel(city, county)


def fresh(evaluation):
    return Evaluation.objects.with_people().get(pk=evaluation.pk)


def words(evaluation) -> list[str]:
    return [obstacle.words for obstacle in panel_obstacles(fresh(evaluation))]


def declare_all(evaluation) -> None:
    for person in members(evaluation):
        declare(actor=person.user, participant=person)


def test_complete_panel_has_no_obstacle(panel):
    declare_all(panel)
    assert (words(panel), panel_cautions(fresh(panel))) == ([], [])


def test_undeclared_members_stop_the_lock_and_not_the_plan(panel):
    for person in members(panel)[:4]:
        declare(actor=person.user, participant=person)
    assert words(panel) == ["panel5还没有作回避声明。"]
    assert forming_obstacles(fresh(panel)) == []


def test_evaluation_without_people_lacks_its_panel(city, county, edition):
    empty = make_panel(city, county, size=0)
    assert words(empty) == ["还没有组成评估组，请从专家库或账号中选 5–7 人（第5部分 5.2）。"]


@pytest.mark.parametrize(("size", "why"), [(4, "少于 5 人"), (8, "多于 7 人")])
def test_another_number_needs_the_written_reason(city, county, edition, size, why):
    panel = make_panel(city, county, size=size)
    declare_all(panel)
    assign_tables(actor=panel.opened_by, participant=members(panel)[0], sections=["A.1", "A.2", "A.7"])
    assert words(panel) == [f"评估组参加 {size} 人，{why}，请增减人员或写明理由（第5部分 5.2）。"]
    explain_size(actor=panel.opened_by, evaluation=panel, reason="两个专业合并")
    assert words(panel) == []


def test_table_of_an_absent_member_has_nobody(panel):
    declare_all(panel)
    explain_size(actor=panel.opened_by, evaluation=panel, reason="一人住院")
    mark_absent(actor=panel.opened_by, participant=members(panel)[1], reason="住院")
    assert words(panel) == ["表 A.3 还没有分给参加评价的成员，请分工。"]


def test_repetition_needs_only_the_tables_of_its_items(panel):
    panel.kind, panel.affected = "repeat", ["A3-2", "A5-1"]
    assert tables_to_judge(panel) == ["A.3", "A.5"]


def test_missing_side_is_a_caution(panel):
    panel.participants.filter(side="management").update(side="trade")
    assert panel_cautions(fresh(panel)) == ["评估组中没有管理人员（第5部分 5.2 由三方面人员组成）。"]


def test_people_below_the_evaluated_organisation_are_a_caution(panel, county):
    town = factories.make_organization("望江街道中心", parent=county, level="township")
    user = factories.make_user("town", organization=town, roles=[Role.OFFICE])
    appoint(actor=panel.opened_by, evaluation=panel, user=user, side="trade")
    assert panel_cautions(fresh(panel)) == ["town在被评组织的下级组织任职，请考虑是否回避。"]


def test_role_given_after_the_appointment_stops_the_lock(panel, county):
    second = members(panel)[1]
    RoleAssignment.objects.create(user=second.user, organization=county, role=Role.READER)
    assert f"{second.user} 在被评组织有角色，应当回避，请登记回避。" in words(panel)
