"""Chosen gaps become entries of the 制修订计划, and proposals turn when what was planned is published."""

from datetime import date

import pytest
from django.urls import reverse

from evaluation.errors import EvaluationError
from evaluation.gaps.planned import planning_of
from evaluation.gaps.planning import as_title
from evaluation.gaps.reading import standing_of
from evaluation.models import Fulfilment
from evaluation.services.fulfilment import set_fulfilments
from evaluation.services.gap_plans import Entry, plan_gaps
from gridgov.organizations.models import Role
from standards.activities.kinds.plans import PLANS
from standards.activities.models import Plan, PlanItem
from standards.activities.services import steps as plan_steps
from standards.activities.services.records import remove_record
from standards.lifecycle import STEPS, next_step
from standards.models import Node, NodeRemoval, Standard
from standards.services.lifecycle import take_step
from tests.activities.making import make_plan
from tests.factories import make_adopted, make_document, make_draft, make_published, make_user
from tests.standards import steps

TODAY = date(2026, 6, 1)
# Organisation, who may, edition; links; the leaves; the nodes, departments and plans to choose from.
QUERIES = 13
FACTS = {
    "approve": {"approver": "李主任", "approved_on": TODAY},
    "publish": {"issued_on": TODAY, "effective_on": TODAY},
}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tree", "_in_june")]


@pytest.fixture
def _in_june(time_machine):
    time_machine.move_to("2026-06-01 12:00+08:00")


@pytest.fixture
def representative(city):
    return make_user("representative", organization=city, roles=[Role.REPRESENTATIVE])


def leaf(code) -> Node:
    return Node.objects.get(code=code)


def entry(department, code="A3-3-5", node="5.2.2e", title="跨网格事项服务工作程序", **fields) -> Entry:
    fields = {"department": department, "due_on": date(2026, 12, 31), "reason": f"补齐 {code}", **fields}
    return Entry(key=fields.pop("key", code), code=code, node=leaf(node), title=title, **fields)


def planned(office, city, edition, *entries, plan=None) -> Plan:
    return plan_gaps(actor=office, organization=city, edition=edition, entries=entries, plan=plan)


def found(city, edition, *codes):
    return planning_of(city, edition, codes, on=TODAY)


def left_out(city, edition, *codes) -> list[tuple[str, str]]:
    return [(row.code, row.why) for row in found(city, edition, *codes).left_out]


def proposal(city, edition, code="A3-3-5"):
    return standing_of(city, edition, on=TODAY).proposals[code]


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("A3-3-5", "跨网格事项服务工作程序"),
        ("A3-2-1", "工作人员服务规范"),
        ("A4-2-1", "网格划分管理规范"),
        ("A4-6.1-1", "平台一般要求"),
        ("A4-8-1", "安全标准、报警信号、危险因素分类规范"),
        ("A5-5-4", "网格长岗位工作标准"),
        ("A6-5-1", "持续改进管理规范"),
    ],
)
def test_the_proposed_name_is_that_of_a_standard(city, edition, code, title):
    [wanted] = found(city, edition, code).wanted
    assert wanted.title == title


def test_every_gap_that_wants_a_standard_has_a_name_and_a_leaf(city, edition):
    everything = found(city, edition, *edition.scorecard.requirements_by_code)
    assert {row.code for row in everything.wanted} | {row.code for row in everything.left_out} == set(
        edition.scorecard.requirements_by_code
    )
    assert all(
        row.leaves and row.title == as_title(row.title) and row.title[0] != "有" for row in everything.wanted
    )


def test_the_reason_says_what_it_closes(city, edition):
    [wanted] = found(city, edition, "A3-3-5").wanted
    words = "补齐附录A A3-3-5“有事项服务规程：d) 跨网格事项服务工作程序”，现无能计入的标准"
    assert (wanted.reason, wanted.leaves) == (words, ("5.2.2e",))


def test_where_several_leaves_fit_one_is_chosen(city, edition):
    [wanted] = found(city, edition, "A4-6.3-1").wanted
    assert wanted.leaves == ("6.5.3.1", "6.5.3.2")


def test_a_requirement_of_several_places_wants_a_standard_at_each_empty_one(city, edition):
    make_document(make_adopted(city, leaf("4.1.1")))
    [wanted] = found(city, edition, "A2-2-1").wanted
    assert (wanted.key, wanted.leaves, wanted.title) == ("A2-2-1.4.1.2", ("4.1.2",), "组织内部通用基础标准")


def test_what_is_no_missing_standard_is_left_out_with_the_reason(city, edition):
    assert left_out(city, edition, "A1-1-1", "A1-6-4") == [
        ("A1-1-1", "“标准化工作方针”放指导性文件，不编号：请直接登记指导性文件"),
        ("A1-6-4", "缺的不是一项标准：没有现行标准"),
    ]


def test_what_is_met_and_what_only_lacks_a_text_is_left_out(city, office, edition):
    met = make_published(city, leaf("5.2.2e"), sequence=1)
    make_document(met)
    bare = make_published(city, leaf("5.1.1"), sequence=1, title="服务规范")
    set_fulfilments(actor=office, standard=met, codes=["A3-3-5"])
    set_fulfilments(actor=office, standard=bare, codes=["A3-2-1"])
    assert left_out(city, edition, "A3-2-1", "A3-3-5") == [
        ("A3-2-1", f"已有“{bare.number} 服务规范”，无文本：补齐即可计入，不用另定"),
        ("A3-3-5", "已有能计入的标准，不用制定"),
    ]


def test_what_has_ended_wants_another(city, office, edition):
    ended = make_published(city, leaf("5.2.2e"), withdrawn_on=date(2026, 5, 1), withdrawal_reason="不用")
    make_document(ended)
    set_fulfilments(actor=office, standard=ended, codes=["A3-3-5"])
    assert [row.code for row in found(city, edition, "A3-3-5").wanted] == ["A3-3-5"]


def test_a_leaf_the_organisation_does_without_is_restored_first(city, office, edition):
    NodeRemoval.objects.create(organization=city, node=leaf("5.2.2e"), reason="没有跨网格事项")
    assert left_out(city, edition, "A3-3-5") == [
        ("A3-3-5", "体系中没有 5.2.2e：已删减的，先在标准体系中恢复")
    ]


def test_one_step_makes_line_standard_and_link(city, office, department, edition):
    plan = planned(office, city, edition, entry(department))
    item = plan.items.get()
    standard = item.standard
    assert (plan.title, plan.type, plan.year, plan.state) == (
        "2026 年标准制修订计划",
        "drafting",
        2026,
        "draft",
    )
    assert (item.what, item.node, item.department, item.due_on, item.reason) == (
        "制定《跨网格事项服务工作程序》",
        leaf("5.2.2e"),
        department,
        date(2026, 12, 31),
        "补齐 A3-3-5",
    )
    assert (standard.stage, standard.title, standard.planned_on) == (
        "planned",
        "跨网格事项服务工作程序",
        None,
    )
    assert list(Fulfilment.objects.values_list("standard", "requirement")) == [(standard.pk, "A3-3-5")]


def test_what_is_planned_does_not_count_yet(city, office, department, edition):
    planned(office, city, edition, entry(department))
    told = proposal(city, edition)
    assert (told.outcome, [ground.why_not for ground in told.grounds]) == ("not_met", ["计划"])


def test_asking_twice_makes_no_second_entry(city, office, department, edition):
    planned(office, city, edition, entry(department))
    [(_code, why)] = left_out(city, edition, "A3-3-5")
    assert why == "已列入计划或正在制定：跨网格事项服务工作程序（计划）"
    with pytest.raises(EvaluationError) as caught:
        planned(office, city, edition, entry(department, title="另一个名称"))
    assert (caught.value.message, caught.value.key) == (f"A3-3-5 不再列入：{why}。", "A3-3-5")
    assert (Standard.objects.count(), Plan.objects.count()) == (1, 1)


def test_rows_of_one_name_and_leaf_are_one_standard(city, office, department, edition):
    rows = [entry(department, code, "6.5.3.3", "平台接口规范") for code in ("A4-6.3-2", "A4-6.3-3")]
    plan = planned(office, city, edition, *rows)
    item = plan.items.get()
    assert item.reason == "补齐 A4-6.3-2；补齐 A4-6.3-3"
    assert set(Fulfilment.objects.values_list("standard", "requirement")) == {
        (item.standard_id, "A4-6.3-2"),
        (item.standard_id, "A4-6.3-3"),
    }


def test_rows_of_one_standard_agree_on_department_and_day(city, office, department, edition):
    one = entry(department, "A4-6.3-2", "6.5.3.3", "平台接口规范")
    other = entry(department, "A4-6.3-3", "6.5.3.3", "平台接口规范", due_on=date(2026, 9, 30))
    with pytest.raises(EvaluationError) as caught:
        planned(office, city, edition, one, other)
    assert (caught.value.key, caught.value.field, Plan.objects.count()) == ("A4-6.3-3", "title", 0)


def test_a_refused_row_leaves_nothing_half_written(city, office, department, edition):
    make_draft(city, leaf("5.2.3"), "在线服务规程")
    rows = [entry(department), entry(department, "A3-4-1", "5.2.3", "在线服务规程")]
    with pytest.raises(EvaluationError) as caught:
        planned(office, city, edition, *rows)
    assert (caught.value.key, caught.value.field) == ("A3-4-1", "title")
    assert (Plan.objects.count(), PlanItem.objects.count(), Fulfilment.objects.count()) == (0, 0, 0)


def test_an_open_plan_takes_the_lines_and_an_approved_one_does_not(city, office, department, edition):
    open_plan = make_plan(city, type="drafting", title="已有计划")
    assert planned(office, city, edition, entry(department), plan=open_plan) == open_plan
    approved = make_plan(city, type="drafting", state="approved")
    with pytest.raises(EvaluationError) as caught:
        planned(office, city, edition, entry(department, "A3-2-1", "5.1.1"), plan=approved)
    assert caught.value.field == "plan"


def test_the_plan_of_a_stranger_is_not_open_here(city, stranger_city, office, department, edition):
    strange = make_plan(stranger_city, type="drafting")
    with pytest.raises(EvaluationError):
        planned(office, city, edition, entry(department), plan=strange)
    assert strange.items.count() == 0


def test_a_second_plan_of_the_year_has_a_name_of_its_own(city, office, department, edition):
    make_plan(city, type="drafting", title="2026 年标准制修订计划", state="approved")
    assert planned(office, city, edition, entry(department)).title == "2026 年标准制修订计划（补充1）"


def test_nothing_chosen_is_refused(city, office, edition):
    with pytest.raises(EvaluationError, match="至少选一项"):
        planned(office, city, edition)


def test_approving_the_plan_approves_the_entries_and_enters_none_twice(
    city, office, representative, department, edition
):
    plan = planned(office, city, edition, entry(department))
    approve(representative, plan)
    row = Standard.objects.get()
    assert (row.stage, row.planned_on, plan.items.get().standard) == ("planned", TODAY, row)


def approve(representative, plan) -> None:
    values = {"approved_on": TODAY}
    plan_steps.take_step(actor=representative, kind=PLANS, row=plan, name="approve", values=values)


def test_from_the_gap_to_a_proposal_that_is_met(city, office, representative, department, edition):
    assert proposal(city, edition).outcome == "not_met"
    plan = planned(office, city, edition, entry(department))
    approve(representative, plan)
    row = Standard.objects.get()
    row.departments.add(department)
    while row.stage != "published":
        row = forward(row)
    told = proposal(city, edition)
    assert (row.number, told.outcome) == ("Q/ALWG TG202•1-2026", "met")
    assert [ground.words for ground in told.counting] == [f"{row.number} {row.title} 现行"]


def forward(row: Standard) -> Standard:
    """Bring what the next step of the life cycle demands, and take it in the right hands."""
    name = next_step(row, on=TODAY)
    for kind in STEPS[name].documents:
        make_document(row, kind)
    if name == "start":
        steps.collect_all(row)
    if name == "finalize":
        reviewer = make_user("reviewer", organization=row.organization, roles=[Role.REVIEWER])
        steps.sign(steps.make_form(row.rounds.get(outcome=""), reviewer))
    role = next(role for role in STEPS[name].roles if role in Role.values)
    actor = make_user(f"{name}-{row.pk}", organization=row.organization, roles=[role])
    return take_step(actor=actor, standard=row, step=name, **FACTS.get(name, {}))


def test_what_was_abandoned_may_be_planned_again(city, office, representative, department, edition):
    plan = planned(office, city, edition, entry(department))
    row = Standard.objects.get()
    take_step(actor=representative, standard=row, step="abandon", reason="暂不制定")
    remove_record(actor=office, table=PLANS.parts[0], row=plan.items.get(), reason="暂不制定")
    again = planned(office, city, edition, entry(department), plan=plan)
    assert (again, Standard.objects.filter(stage="planned").count()) == (plan, 1)


# The page.


def url(city, *codes) -> str:
    return reverse("evaluation:gaps-plan", args=[city.pk]) + "?" + "&".join(f"tick={code}" for code in codes)


def sent(whose, *codes, **more) -> dict:
    row = {"include": "on", "title": "一项规范", "reason": "补齐"}
    rows = {f"{code}-{name}": value for code in codes for name, value in row.items()}
    return {"plan": "", "department": whose.pk, "due_on": "2026-12-31", **rows, **more}


@pytest.mark.parametrize("codes", [["A3-3-5"], ["A3-3-5", "A3-2-1", "A4-2-1"]])
def test_the_form_asks_the_same_number_of_questions(
    client, city, office, edition, codes, django_assert_num_queries
):
    client.force_login(office)
    client.get(url(city, *codes))
    with django_assert_num_queries(QUERIES):
        page = client.get(url(city, *codes))
    assert [row.wanted.code for row in page.context["rows"]] == sorted(codes)


def test_the_page_plans_what_stays_ticked(client, city, office, department, edition):
    client.force_login(office)
    data = sent(department, "A3-2-1", "A3-3-5")
    del data["A3-2-1-include"]
    answer = client.post(url(city, "A3-2-1", "A3-3-5"), data)
    plan = Plan.objects.get()
    assert (answer.status_code, answer.url) == (302, plan.get_absolute_url())
    assert [item.what for item in plan.items.all()] == ["制定《一项规范》"]
    assert list(Fulfilment.objects.values_list("requirement", flat=True)) == ["A3-3-5"]


def test_marks_around_a_name_are_no_part_of_it(client, city, office, department, edition):
    client.force_login(office)
    client.post(url(city, "A3-3-5"), sent(department, "A3-3-5", **{"A3-3-5-title": "《联办规范》"}))
    assert Standard.objects.get().title == "联办规范"


def test_marks_alone_are_no_name(client, city, office, department, edition):
    client.force_login(office)
    page = client.post(url(city, "A3-3-5"), sent(department, "A3-3-5", **{"A3-3-5-title": "《 》"}))
    assert [row.errors for row in page.context["rows"]] == [{"title": ["请填写标准名称。"]}]


def test_a_department_that_is_none_is_told_once(client, city, office, department, edition):
    client.force_login(office)
    page = client.post(url(city, "A3-3-5"), sent(department, "A3-3-5", department="999999"))
    assert (list(page.context["form"].errors), page.context["rows"][0].errors) == (["department"], {})


def test_a_row_without_department_says_so_at_the_row(client, city, office, department, edition):
    client.force_login(office)
    page = client.post(url(city, "A3-3-5"), sent(department, "A3-3-5", department="", due_on=""))
    [row] = page.context["rows"]
    assert row.errors == {
        "department": ["请选择起草部门，或在上面为各条统一选择。"],
        "due_on": ["请填写计划完成日期，或在上面为各条统一填写。"],
    }


def test_a_refusal_of_the_service_stands_at_its_row(client, city, office, department, edition):
    make_draft(city, leaf("5.2.2e"), "一项规范")
    client.force_login(office)
    page = client.post(url(city, "A3-2-1", "A3-3-5"), sent(department, "A3-2-1", "A3-3-5"))
    assert [list(row.errors) for row in page.context["rows"]] == [[], ["title"]]
    assert "还没有列入计划" in page.content.decode()


def test_what_is_planned_already_is_shown_with_its_standard(client, city, office, department, edition):
    planned(office, city, edition, entry(department))
    client.force_login(office)
    page = client.get(url(city, "A3-3-5"))
    assert (page.context["rows"], [row.standard for row in page.context["left_out"]]) == (
        [],
        [Standard.objects.get().pk],
    )
    assert "已列入计划或正在制定" in page.content.decode()


def test_a_leaf_that_has_a_standard_is_marked_for_one_more_lowers_the_coverage(client, city, office, edition):
    client.force_login(office)
    before = client.get(url(city, "A3-3-5")).content.decode()
    make_draft(city, leaf("5.2.2e"), "另一项规范")
    after = client.get(url(city, "A3-3-5")).content.decode()
    assert [("（已有标准）" in page, "覆盖率会下降" in page) for page in (before, after)] == [
        (False, False),
        (True, True),
    ]


def test_without_a_tick_the_page_says_what_to_do(client, city, office, edition):
    client.force_login(office)
    assert "还没有选择差距" in client.get(url(city)).content.decode()
