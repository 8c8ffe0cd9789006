"""整改: from the deductions of a result through the evaluated organisation's own loop to its closing (§3.3)."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone
from docx import Document

from evaluation.aftermath.page import rows_for
from evaluation.aftermath.steps import PROBLEM_STEPS
from evaluation.aftermath.tasks import problem_tasks
from evaluation.errors import EvaluationError
from evaluation.models import Problem
from evaluation.services import problems as services
from gridgov.dates import chinese_date
from gridgov.organizations.models import Role
from gridgov.records.models import Event
from standards.activities.kinds import KINDS
from standards.activities.models import Finding
from standards.activities.services.documents import attach_document
from standards.activities.services.steps import take_step as take_finding_step
from tests import factories
from tests.evaluation.finishing import fresh, lock_panel, make_lockable
from tests.evaluation.making import members
from tests.evaluation.seeing import address, see
from tests.evaluation.test_notice import tell
from tests.evaluation.test_signatures import reopened, sign_all

pytestmark = pytest.mark.django_db
FOUND = {"faults": 1, "finding": "没有在线服务规程"}
State = Problem.State


@pytest.fixture
def result(city, county, edition):
    """Signed and told; a requirement with a word about it and one without lost points."""
    panel = make_lockable(city, county, changed={"A3_4_1": FOUND, "A3_2_1": {"faults": 1}})
    result = lock_panel(panel)
    sign_all(result)
    tell(result)
    result.evaluation = fresh(panel)
    return result


@pytest.fixture
def insider(county):
    return factories.make_user("insider", organization=county, roles=[Role.OFFICE])


def organizer(result):
    return result.evaluation.opened_by


def due(days=30):
    return timezone.localdate() + timedelta(days=days)


def listed(result, **changed) -> Problem:
    values = {
        "target": "A3-4-1",
        "description": "没有在线服务规程",
        "owner": "综合科",
        "due_on": due(),
    } | changed
    return services.add_problem(actor=organizer(result), result=result, **values)


def notified(result, **changed) -> Problem:
    problem = listed(result, **changed)
    services.notify_problems(actor=organizer(result), result=result)
    return again(problem)


def again(problem) -> Problem:
    return Problem.objects.get(pk=problem.pk)


def close_finding(finding, insider) -> None:
    """The county's loop from 登记 to 关闭."""
    county = finding.organization
    department = county.departments.first() or factories.make_department(county)
    worker = factories.make_user(
        f"worker{finding.pk}", organization=county, department=department, roles=[Role.DEPARTMENT]
    )
    kind, today = KINDS["findings"], timezone.localdate()

    def step(user, name, **values):
        take_finding_step(actor=user, kind=kind, row=finding, name=name, values=values)

    step(insider, "assign", department=department, owner="李四", due_on=due(20))
    step(worker, "rectify", cause="没有制定", measures="制定并发布")
    file = factories.ContentFile(factories.PDF, name="规程.pdf")
    attach_document(actor=worker, kind=kind, row=finding, paper="evidence", file=file)
    step(worker, "report", rectified_on=today, report="已制定并发布规程")
    step(insider, "verify", verification="属实")
    step(insider, "close")


def reported(result, insider, **changed) -> Problem:
    problem = notified(result, **changed)
    close_finding(problem.finding, insider)
    return again(problem)


def take(result, problem, name, *, reason="", **values) -> Problem:
    actor = organizer(result)
    return services.take_step(actor=actor, problem=problem, name=name, values=values, reason=reason)


# The list


def test_list_is_drawn_from_deductions_and_findings(result):
    assert services.draft_problems(actor=organizer(result), result=result) == 6
    rows = list(result.problems.values_list("number", "target"))
    awards = [(place, f"A7-{place - 2}-1") for place in range(3, 7)]
    assert rows == [(1, "A3-2-1"), (2, "A3-4-1"), *awards]
    assert set(result.problems.values_list("state", flat=True)) == {"listed"}
    assert result.problems.get(number=2).description == "没有在线服务规程"
    assert "扣" in result.problems.get(number=1).description
    assert "未得 5 分" in result.problems.get(number=3).description


def test_list_drawn_again_adds_nothing(result):
    services.draft_problems(actor=organizer(result), result=result)
    assert services.draft_problems(actor=organizer(result), result=result) == 0


def test_problem_is_edited_and_removed_before_the_notice(result):
    problem = listed(result)
    services.edit_problem(actor=organizer(result), problem=problem, advice="制定规程")
    assert again(problem).advice == "制定规程"
    services.remove_problem(actor=organizer(result), problem=problem)
    assert not result.problems.exists()


@pytest.mark.parametrize(
    ("field", "value"), [("target", "A9-9-9"), ("description", " "), ("due_on", due(-1))]
)
def test_problem_that_cannot_be_is_refused_at_its_field(result, field, value):
    with pytest.raises(EvaluationError) as refusal:
        listed(result, **{field: value})
    assert (refusal.value.field, Problem.objects.count()) == (field, 0)


def test_reopened_result_takes_no_problem(result):
    reopened(result)
    with pytest.raises(EvaluationError, match="已重开作废"):
        listed(result)


# 整改通知


def test_notice_makes_a_finding_of_the_evaluated_organisation(result, county):
    problem = notified(result, advice="制定规程")
    finding = problem.finding
    assert (problem.state, finding.organization, finding.source) == ("notified", county, "external")
    assert (finding.clause, finding.description) == ("A3-4-1", "没有在线服务规程\n整改要求：制定规程")


def test_nothing_is_notified_while_one_lacks_owner_or_day(result):
    listed(result)
    listed(result, target="A3-2-1", owner="")
    with pytest.raises(EvaluationError, match="第 2 号问题还没有责任单位或整改期限"):
        services.notify_problems(actor=organizer(result), result=result)
    assert (Finding.objects.count(), Problem.objects.filter(state="listed").count()) == (0, 2)


def test_nothing_is_notified_before_the_result_is_told(city, county, edition):
    result = lock_panel(make_lockable(city, county))
    listed(result)
    with pytest.raises(EvaluationError, match="请先通报"):
        services.notify_problems(actor=organizer(result), result=result)


def test_notified_problem_is_not_edited(result):
    problem = notified(result)
    with pytest.raises(EvaluationError, match="已到“已通知整改”"):
        services.edit_problem(actor=organizer(result), problem=problem, owner="别人")


# The loop


def test_closing_the_finding_reports_the_problem(result, insider):
    problem = reported(result, insider)
    assert (problem.state, problem.report) == ("reported", "已制定并发布规程")
    assert Event.objects.filter(verb="report", organization=result.evaluation.organizer).count() == 1


def test_verified_problem_is_closed_and_fixed_by_the_database(result, insider):
    problem = take(result, reported(result, insider), "verify", verification="现场核对属实")
    assert (problem.state, problem.verified_by) == ("closed", organizer(result))
    with pytest.raises(IntegrityError, match="已销号"), transaction.atomic():
        Problem.objects.update(verification="改")


def test_returned_problem_is_a_new_finding_and_can_be_closed(result, insider):
    first = reported(result, insider)
    problem = take(result, first, "return", due_on=due(10), reason="规程没有发布")
    assert (problem.state, problem.returns, problem.finding_id != first.finding_id) == ("returned", 1, True)
    assert problem.finding.description.endswith("退回理由：规程没有发布")
    close_finding(problem.finding, insider)
    assert take(result, again(problem), "verify", verification="属实").state == "closed"


def test_put_off_problem_puts_off_its_finding(result):
    problem = take(result, notified(result), "extend", due_on=due(60), reason="采购周期长")
    assert (problem.due_on, Finding.objects.get().due_on) == (due(60), due(60))


def test_escalated_problem_is_told_to_the_level_above(result, city):
    province = factories.make_organization("江北省网格化治理中心", level="province", initials="JB")
    type(city).objects.filter(pk=city.pk).update(parent=province)
    supervisor = factories.make_user("above", organization=province, roles=[Role.SUPERVISOR])
    problem = take(result, notified(result), "escalate", reason="逾期三个月")
    assert (problem.escalation_reason, problem.escalated_on) == ("逾期三个月", timezone.localdate())
    assert [task.verb for task in problem_tasks(supervisor, timezone.localdate())] == ["督办"]


def test_organiser_without_a_level_above_cannot_escalate(result):
    with pytest.raises(EvaluationError, match="没有上一级组织"):
        take(result, notified(result), "escalate", reason="逾期")


def test_organiser_without_a_level_above_is_not_offered_to_escalate(result):
    problem = notified(result)
    result.evaluation = fresh(result.evaluation)
    rows = rows_for(organizer(result), result, on=timezone.localdate())
    assert [(row.problem, [name for name, _ in row.steps]) for row in rows] == [(problem, ["extend"])]


def test_page_says_why_nothing_can_be_taken_up(client, result):
    listed(result)
    text = see(client, organizer(result), "problems", result.evaluation_id)
    assert "没有上一级组织，逾期的问题由本单位催办，不能上报" in text


STATES = ["listed", "notified", "reported", "returned", "closed"]


@pytest.mark.parametrize("name", PROBLEM_STEPS)
@pytest.mark.parametrize("state", STATES)
def test_step_is_taken_from_its_states_alone(result, state, name):
    problem = notified(result)
    fields = {"state": state, "verification": "属实", "verified_on": due(0), "verified_by": organizer(result)}
    Problem.objects.filter(pk=problem.pk).update(**fields)
    if state in PROBLEM_STEPS[name].sources:
        return
    with pytest.raises(EvaluationError, match="时才可以"):
        take(result, problem, name, reason="x", due_on=due(), verification="x")


@pytest.mark.parametrize("name", ["return", "extend", "escalate"])
def test_step_asks_for_its_reason(result, insider, name):
    problem = reported(result, insider) if name == "return" else notified(result)
    with pytest.raises(EvaluationError, match="请写明") as refusal:
        take(result, problem, name, due_on=due())
    assert refusal.value.field == "reason"


def test_steps_are_the_organisers(result, insider):
    problem = reported(result, insider)
    with pytest.raises(EvaluationError, match="由组织单位办理"):
        services.take_step(actor=insider, problem=problem, name="verify", values={"verification": "好"})


# What is to be done


def verbs(user):
    return [task.verb for task in problem_tasks(user, timezone.localdate())]


def test_organiser_is_told_to_verify_and_to_escalate(result, city, insider):
    type(city).objects.filter(pk=city.pk).update(
        parent=factories.make_organization("江北省网格化治理中心", level="province", initials="JB")
    )
    assert verbs(organizer(result)) == []
    reported(result, insider)
    assert verbs(organizer(result)) == ["验证"]
    notified(result, target="A3-2-1", due_on=due(1))
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        assert verbs(organizer(result)) == ["验证", "上报"]


def test_organiser_without_a_level_above_is_told_to_press_for_what_is_overdue(result):
    notified(result, due_on=due(1))
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        assert verbs(organizer(result)) == ["催办"]


# Sight and pages


def test_evaluated_organisation_sees_what_it_was_notified_of(client, result, insider):
    problem = listed(result)
    assert problem.description not in see(client, insider, "problems", result.evaluation_id)
    services.notify_problems(actor=organizer(result), result=result)
    text = see(client, insider, "problems", result.evaluation_id)
    assert (problem.description in text, Finding.objects.get().number in text) == (True, True)


def test_evaluated_organisation_does_not_reach_the_list_before_the_notice(
    client, city, county, edition, insider
):
    result = lock_panel(make_lockable(city, county))
    client.force_login(insider)
    assert client.get(address("problems", result.evaluation_id)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_a_fixed_number_of_statements(result, count, django_assert_num_queries):
    for target in ["A3-4-1", "A3-2-1", "A3-5-1"][:count]:
        listed(result, target=target)
    services.notify_problems(actor=organizer(result), result=result)
    user = type(organizer(result)).objects.get(pk=organizer(result).pk)
    evaluation = fresh(result.evaluation)
    result.evaluation = evaluation
    assert user.scope
    with django_assert_num_queries(1):
        assert len(rows_for(user, result, on=timezone.localdate())) == count


def test_leader_lists_and_the_organiser_notifies_on_the_page(client, result):
    client.force_login(members(result.evaluation)[0].user)
    client.post(address("problems-draft", result.evaluation_id))
    Problem.objects.update(owner="综合科", due_on=due())
    assert client.post(address("problems-notify", result.evaluation_id)).status_code == 403
    client.force_login(organizer(result))
    client.post(address("problems-notify", result.evaluation_id))
    assert list(Problem.objects.values_list("state", flat=True)) == ["notified"] * 6


def test_step_is_taken_on_its_page(client, result, insider):
    problem = reported(result, insider)
    client.force_login(organizer(result))
    client.post(address("problem-step", problem.pk, "verify"), {"verification": "现场核对属实"})
    assert again(problem).state == "closed"


def test_step_that_does_not_fit_is_told_on_the_list(client, result):
    problem = notified(result)
    client.force_login(organizer(result))
    response = client.get(address("problem-step", problem.pk, "verify"), follow=True)
    assert "处于“已通知整改”，不能“验证销号”" in response.content.decode()


def test_notice_is_had_as_word(client, result):
    notified(result, advice="制定规程")
    client.force_login(organizer(result))
    response = client.get(address("problems-paper", result.evaluation_id, "docx"))
    tables = Document(BytesIO(response.content)).tables
    text = "".join(cell.text for table in tables for row in table.rows for cell in row.cells)
    assert ("没有在线服务规程" in text, "制定规程" in text, str(due()) in text) == (True, True, True)


def test_notice_closes_before_its_list_and_gives_dates_a_line(client, result):
    """Sender and date would stand alone on a second page; a date of ten characters needs 26 mm."""
    notified(result)
    client.force_login(organizer(result))
    response = client.get(address("problems-paper", result.evaluation_id, "docx"))
    document = Document(BytesIO(response.content))
    order = [part.tag.rpartition("}")[2] for part in document.element.body]
    dated = [
        place for place, part in enumerate(document.element.body) if chinese_date(due(0)) in text_in(part)
    ]
    assert (dated[-1] < len(order) - 1 - order[::-1].index("tbl"), len(dated)) == (True, 1)
    assert document.tables[-1].columns[-1].width.mm > 26


def text_in(part) -> str:
    return "".join(part.itertext())
