"""The two tables of steps: every (state, step, role) works or is refused with a sentence."""

from datetime import date

import pytest
import time_machine
from django.core.files.base import ContentFile

from gridgov.organizations.models import Role
from gridgov.records.models import Event
from standards.activities.errors import ActivitiesError
from standards.activities.kinds import KINDS
from standards.activities.models import Finding, Plan
from standards.activities.services.records import change_record
from standards.activities.services.steps import take_step
from standards.activities.steps import FINDING_STEPS, PLAN_STEPS
from tests import factories
from tests.activities import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_clock")]
FACTS = {
    "assign": {"owner": "周强", "due_on": date(2026, 12, 20)},
    "rectify": {"cause": "没有要求签名", "measures": "补签，改表格"},
    "report": {"rectified_on": date(2026, 11, 19), "report": "已补签"},
    "return": {"due_on": date(2026, 12, 25)},
    "verify": {"verification": "抽查十份，属实"},
    "extend": {"due_on": date(2026, 12, 31)},
    "approve": {"approved_on": date(2026, 11, 20)},
    "start": {"started_on": date(2026, 11, 20)},
    "finish": {"finished_on": date(2026, 11, 20), "summary": "都已完成"},
}
# State, step → roles that take it there, and the state afterwards; everything else is refused.
OFFICE, HANDS = {Role.OFFICE}, {Role.OFFICE, Role.DEPARTMENT, Role.OFFICER}
CHECKERS, APPROVERS = {Role.OFFICE, Role.REPRESENTATIVE}, {Role.REPRESENTATIVE, Role.COMMITTEE}
FINDING_WAYS = {
    ("registered", "assign"): (OFFICE, "assigned"),
    ("assigned", "hand-back"): (HANDS, "registered"),
    ("assigned", "rectify"): (HANDS, "rectifying"),
    ("assigned", "extend"): (OFFICE, "assigned"),
    ("assigned", "escalate"): (OFFICE, "assigned"),
    ("rectifying", "report"): (HANDS, "reported"),
    ("rectifying", "extend"): (OFFICE, "rectifying"),
    ("rectifying", "escalate"): (OFFICE, "rectifying"),
    ("reported", "return"): (CHECKERS, "assigned"),
    ("reported", "verify"): (CHECKERS, "verified"),
    ("verified", "close"): (CHECKERS, "closed"),
}
PLAN_WAYS = {
    ("draft", "approve"): (APPROVERS, "approved"),
    ("draft", "decline"): (APPROVERS, "draft"),
    ("adjusting", "approve"): (APPROVERS, "approved"),
    ("adjusting", "decline"): (APPROVERS, "adjusting"),
    ("approved", "start"): (OFFICE, "running"),
    ("approved", "adjust"): (OFFICE, "adjusting"),
    ("running", "finish"): (OFFICE, "done"),
    ("running", "adjust"): (OFFICE, "adjusting"),
}


@pytest.fixture
def _clock():
    with time_machine.travel("2026-11-20 10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def cast(city, department):
    """A person of each role, all of the same department."""
    return {
        role: factories.make_user(role.value, organization=city, roles=[role], department=department)
        for role in Role
    }


def make_ready_finding(city, department, state) -> Finding:
    finding = making.make_finding(city, state=state, department=department)
    making.make_paper("finding", finding, "evidence")
    return finding


def make_ready_plan(city, department, state) -> Plan:
    plan = making.make_plan(city, state=state)
    making.make_item(plan, done_on=date(2026, 3, 1))
    return plan


@pytest.mark.parametrize("state", Finding.State.values)
def test_finding_takes_exactly_the_steps_of_its_table(state, city, department, cast):
    assert outcomes("findings", FINDING_STEPS, state, make_ready_finding, city, department, cast) == expected(
        FINDING_WAYS, FINDING_STEPS, state
    )


@pytest.mark.parametrize("state", Plan.State.values)
def test_plan_takes_exactly_the_steps_of_its_table(state, city, department, cast):
    assert outcomes("plans", PLAN_STEPS, state, make_ready_plan, city, department, cast) == expected(
        PLAN_WAYS, PLAN_STEPS, state
    )


def expected(ways, steps, state) -> dict:
    found = {}
    for name in steps:
        roles, target = ways.get((state, name), (set(), None))
        found |= {(name, role.value): target if role in roles else "refused" for role in Role}
    return found


def outcomes(slug, steps, state, make, city, department, cast) -> dict:
    """What becomes of a fresh record for every step and role; a refusal changes nothing."""
    found = {}
    for name in steps:
        for role, user in cast.items():
            row = make(city, department, state)
            values = dict(FACTS.get(name, {})) | ({"department": department} if name == "assign" else {})
            found[name, role.value] = outcome(user, slug, row, name, values)
    return found


def outcome(user, slug, row, name, values) -> str:
    """The state afterwards, or `refused`."""
    before = row.state
    try:
        return take_step(actor=user, kind=KINDS[slug], row=row, name=name, values=values, reason="说明").state
    except ActivitiesError as error:
        row.refresh_from_db()
        return "refused" if row.state == before and error.message.endswith("。") else "wrongly refused"


def take(user, row, name, reason="", **values):
    kind = KINDS["findings" if isinstance(row, Finding) else "plans"]
    return take_step(actor=user, kind=kind, row=row, name=name, values=values, reason=reason)


def sentence_of(user, row, name, reason="", **values) -> str:
    with pytest.raises(ActivitiesError) as caught:
        take(user, row, name, reason, **values)
    return caught.value.message


def test_whole_loop_of_a_finding_with_a_return_leaves_its_trail(city, department, cast):
    office, worker, deputy = cast[Role.OFFICE], cast[Role.DEPARTMENT], cast[Role.REPRESENTATIVE]
    row = make_ready_finding(city, department, "registered")
    take(office, row, "assign", department=department, **FACTS["assign"])
    for _ in range(2):
        take(worker, row, "rectify", **FACTS["rectify"])
        row = take(worker, row, "report", **FACTS["report"])
        if not row.returns:
            row = take(deputy, row, "return", "照片看不清", **FACTS["return"])
    take(deputy, row, "verify", **FACTS["verify"])
    row = take(office, row, "close")
    assert (row.state, row.returns, row.closed_on) == ("closed", 1, date(2026, 11, 20))
    assert list(Event.objects.about(row).order_by("id").values_list("verb", flat=True)) == [
        *("assign", "rectify", "report", "return", "rectify", "report", "verify", "close")
    ]


def test_department_of_another_field_is_refused(city, cast):
    other = factories.make_department(city, "宣传科")
    row = make_ready_finding(city, other, "assigned")
    assert sentence_of(cast[Role.DEPARTMENT], row, "rectify", **FACTS["rectify"]) == (
        "“开始整改”由责任部门、标准化管理办公室办理。"
    )


def test_step_names_what_is_missing(city, cast):
    row = making.make_finding(city)
    assert (
        sentence_of(cast[Role.OFFICE], row, "assign", owner="周强") == "不能“派发”：还缺责任部门、整改期限。"
    )


def test_step_in_the_wrong_state_names_the_right_one(city, department, cast):
    row = make_ready_finding(city, department, "assigned")
    assert sentence_of(cast[Role.OFFICE], row, "verify", **FACTS["verify"]) == (
        "问题处于“派发”，不能“验证”；“反馈”时才可以。"
    )


def test_report_without_evidence_is_refused(city, department, cast):
    row = making.make_finding(city, state="rectifying", department=department)
    assert sentence_of(cast[Role.DEPARTMENT], row, "report", **FACTS["report"]) == (
        "还没有整改证据：请先上传种类为“整改证据”的附件，再反馈。"
    )


def test_who_rectified_does_not_verify(city, department, cast):
    office = cast[Role.OFFICE]
    row = making.make_finding(city, state="reported", department=department, rectified_by=office)
    assert (
        sentence_of(office, row, "verify", **FACTS["verify"]) == "整改的人不能验证自己的整改，请由别人验证。"
    )


def test_return_without_a_reason_is_refused(city, department, cast):
    row = make_ready_finding(city, department, "reported")
    assert sentence_of(cast[Role.OFFICE], row, "return", " ", **FACTS["return"]) == "请写明退回理由。"


def test_deadline_in_the_past_is_refused(city, department, cast):
    row = make_ready_finding(city, department, "assigned")
    assert sentence_of(cast[Role.OFFICE], row, "extend", "等材料", due_on=date(2026, 11, 19)) == (
        "整改期限不能早于今天。"
    )


def test_unknown_step_is_refused(city, cast):
    assert sentence_of(cast[Role.OFFICE], making.make_finding(city), "skip") == (
        "没有这一步，请从页面上的按钮进入。"
    )


def test_assigned_finding_is_not_edited(city, department, cast):
    row = make_ready_finding(city, department, "assigned")
    with pytest.raises(ActivitiesError, match="先退回派发"):
        change_record(
            actor=cast[Role.OFFICE], table=KINDS["findings"], row=row, values={"description": "别的"}
        )


def test_plan_without_items_is_not_approved(city, cast):
    plan = making.make_plan(city)
    assert sentence_of(cast[Role.COMMITTEE], plan, "approve", **FACTS["approve"]) == (
        "计划还没有条目，不能批准。请先写明做什么、谁负责、何时完成。"
    )


def test_who_compiled_a_plan_does_not_approve_it(city, cast):
    plan = making.make_plan(city, created_by=cast[Role.COMMITTEE])
    making.make_item(plan)
    assert (
        sentence_of(cast[Role.COMMITTEE], plan, "approve", **FACTS["approve"]) == "自己编制的计划由别人批准。"
    )


def test_plan_with_open_items_is_not_finished(city, cast):
    plan = making.make_plan(city, state="running")
    making.make_item(plan)
    assert sentence_of(cast[Role.OFFICE], plan, "finish", **FACTS["finish"]) == (
        "还有 1 个条目没有完成，也没有取消。请先登记完成情况。"
    )


def test_approval_on_a_day_to_come_is_refused(city, department, cast):
    plan = make_ready_plan(city, department, "draft")
    assert sentence_of(cast[Role.COMMITTEE], plan, "approve", approved_on=date(2026, 11, 21)) == (
        "批准日期不能晚于今天。"
    )


def test_approved_plan_of_making_standards_enters_them_in_the_registry(city, department, cast, node):
    plan = making.make_plan(city, type="drafting")
    item = making.make_item(
        plan, "制定《网格员考评规范》", node=node, department=department, reason="没有考评指标"
    )
    take(cast[Role.COMMITTEE], plan, "approve", **FACTS["approve"])
    item.refresh_from_db()
    standard = item.standard
    assert (standard.title, standard.stage, standard.planned_on, standard.due_on) == (
        *("网格员考评规范", "planned", date(2026, 11, 20)),
        item.due_on,
    )


def test_line_that_cannot_be_planned_stops_the_approval(city, cast, node):
    plan = making.make_plan(city, type="drafting")
    making.make_item(plan, "制定《网格员考评规范》", node=node)
    words = sentence_of(cast[Role.COMMITTEE], plan, "approve", **FACTS["approve"])
    plan.refresh_from_db()
    assert (words.startswith("条目“制定《网格员考评规范》”不能列入标准登记："), plan.state) == (True, "draft")


def test_finding_walks_through_its_pages_in_the_hands_of_three(city, department, cast, client):
    """Register, assign, rectify, bring the evidence, report, return, rectify again, verify, close: as people do it."""
    office, worker, deputy = cast[Role.OFFICE], cast[Role.OFFICER], cast[Role.REPRESENTATIVE]
    facts = {"source": "self_evaluation", "found_on": "2026-11-02", "description": "记录缺签名"}
    home = send(client, office, "/activities/findings/new/", **facts)
    due = {"department": department.pk, "owner": "周强", "due_on": "2026-12-20"}
    send(client, office, f"{home}steps/assign/", **due)
    repair = {"cause": "没有核对", "measures": "补签"}
    report = {"rectified_on": "2026-11-20", "report": "已补签"}
    send(client, worker, f"{home}steps/rectify/", **repair)
    send(
        client,
        worker,
        f"{home}documents/add/",
        kind="evidence",
        file=ContentFile(factories.PDF, name="照片.pdf"),
    )
    send(client, worker, f"{home}steps/report/", **report)
    send(client, deputy, f"{home}steps/return/", due_on="2026-12-25", reason="照片看不清")
    send(client, worker, f"{home}steps/rectify/", **repair)
    send(client, worker, f"{home}steps/report/", **report)
    send(client, deputy, f"{home}steps/verify/", verification="属实")
    send(client, office, f"{home}steps/close/")
    page = client.get(home).content.decode()
    row = Finding.objects.get()
    assert (row.state, row.number, row.returns, row.due_on) == (
        "closed",
        "WT-2026-001",
        1,
        date(2026, 12, 25),
    )
    assert ["照片看不清" in page, "属实" in page, "steps/" in page, "documents/add" in page] == [
        *(True, True, False, False)
    ]


def send(client, user, url, **data) -> str:
    """Post a form as a person; the address it leads to."""
    client.force_login(user)
    response = client.post(url, data)
    assert response.status_code == 302, response.context["form"].errors
    return response["Location"]
