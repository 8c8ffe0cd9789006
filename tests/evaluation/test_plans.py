"""The 评估方案: written by organiser and leader, approved by the organiser, fixed until withdrawn (5.3)."""

from datetime import date, time
from itertools import pairwise

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from evaluation import permissions
from evaluation.errors import EvaluationError, LockedError
from evaluation.models import Evaluation, EvaluationPlan, Sample
from evaluation.services import planning
from evaluation.services.drawing import draw_sample
from evaluation.services.onsite import record_visit
from evaluation.visits.plan_obstacles import plan_obstacles
from evaluation.visits.populations import population_of
from evaluation.visits.procedure import STEPS, outside, propose
from evaluation.visits.sampling import draw
from gridgov.records.models import Event
from tests import factories
from tests.evaluation.making import make_panel, members

FIRST, LAST = date(2026, 11, 23), date(2026, 11, 24)
WORDS = {"place": "", "sampling": "", "survey": "", "remarks": ""}
SLOT = {"on": FIRST, "begins": time(8, 30), "ends": time(9), "what": "首次会议", "who": "评估组"}
SITE = {"name": "滨江路工作站", "address": "滨江路 1 号", "reason": "随机抽取"}


@pytest.fixture
def panel(city, county, edition):
    """The city evaluates its county."""
    return make_panel(city, county)


@pytest.fixture
def plan(panel):
    return planning.write_plan(
        actor=panel.opened_by, evaluation=panel, starts_on=FIRST, ends_on=LAST, **WORDS
    )


@pytest.fixture
def approved(panel, plan):
    planning.propose_schedule(actor=panel.opened_by, evaluation=panel)
    return planning.approve_plan(actor=panel.opened_by, evaluation=panel)


def fresh(evaluation):
    return Evaluation.objects.with_people().get(pk=evaluation.pk)


def lock(evaluation):
    """As if it were locked; the row itself is locked only with a result."""
    evaluation.state = "locked"
    return evaluation


# The schedule of the seven steps


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 6))
def test_proposed_schedule_holds_the_seven_steps_in_order_within_the_days(first, more):
    last = date.fromordinal(first.toordinal() + more)
    lines = propose(first, last)
    assert outside(lines, first, last) == []
    assert {line.on for line in lines} == {
        date.fromordinal(first.toordinal() + day) for day in range(more + 1)
    }
    assert list(dict.fromkeys(line.what for line in lines)) == [step.name for step in STEPS]
    times = [(line.on, line.begins, line.ends) for line in lines]
    assert times == sorted(times)
    assert all(begins < ends for _, begins, ends in times)
    assert all(a[0] < b[0] or a[2] <= b[1] for a, b in pairwise(times))


def test_schedule_is_proposed_once(panel, plan):
    planning.propose_schedule(actor=panel.opened_by, evaluation=panel)
    assert plan.slots.count() == 8
    with pytest.raises(EvaluationError, match="已有安排"):
        planning.propose_schedule(actor=panel.opened_by, evaluation=panel)


# Writing


def test_plan_is_written_and_the_trail_stands_with_the_organiser(panel, plan, city):
    event = Event.objects.about(panel).first()
    assert (event.verb, event.organization) == ("create", city)
    assert event.changes["评估方案 现场评估开始"] == ["", "2026-11-23"]


def test_writing_again_changes_the_same_plan(panel, plan):
    changed = planning.write_plan(
        actor=panel.opened_by, evaluation=panel, starts_on=FIRST, ends_on=FIRST, **WORDS | {"place": "三楼"}
    )
    assert (changed.pk, changed.place, changed.ends_on) == (plan.pk, "三楼", FIRST)


def test_visit_does_not_end_before_it_begins(panel):
    with pytest.raises(EvaluationError, match="不能早于开始日期"):
        planning.write_plan(actor=panel.opened_by, evaluation=panel, starts_on=LAST, ends_on=FIRST, **WORDS)


def test_slot_outside_the_days_is_refused(panel, plan):
    with pytest.raises(EvaluationError, match="不在现场评估的日期") as refusal:
        planning.add_slot(actor=panel.opened_by, plan=plan, **SLOT | {"on": date(2026, 11, 25)})
    assert refusal.value.field == "on"


def test_slot_that_ends_before_it_begins_is_refused(panel, plan):
    with pytest.raises(EvaluationError, match="结束时间要晚于开始时间"):
        planning.add_slot(actor=panel.opened_by, plan=plan, **SLOT | {"ends": time(8)})


def test_slots_are_changed_and_removed(panel, plan):
    slot = planning.add_slot(actor=panel.opened_by, plan=plan, **SLOT)
    changed = planning.edit_slot(actor=panel.opened_by, slot=slot, **SLOT | {"what": "预备会议"})
    assert changed.what == "预备会议"
    planning.remove_slot(actor=panel.opened_by, slot=changed)
    assert not plan.slots.exists()
    with pytest.raises(EvaluationError, match="已被删除"):
        planning.remove_slot(actor=panel.opened_by, slot=slot)


def test_site_of_the_same_name_is_refused(panel, plan):
    planning.add_site(actor=panel.opened_by, plan=plan, **SITE)
    with pytest.raises(EvaluationError, match="已有这个点位"):
        planning.add_site(actor=panel.opened_by, plan=plan, **SITE)


def test_visited_site_is_not_removed(panel, plan):
    site = planning.add_site(actor=panel.opened_by, plan=plan, **SITE)
    record_visit(actor=panel.opened_by, site=site, visited_on=None, record="台账齐全")
    with pytest.raises(EvaluationError, match="已有现场检查记录"):
        planning.remove_site(actor=panel.opened_by, site=site)


# Approving


def test_plan_without_schedule_is_not_approved(panel, plan):
    with pytest.raises(EvaluationError, match="日程还没有安排"):
        planning.approve_plan(actor=panel.opened_by, evaluation=panel)
    assert EvaluationPlan.objects.get().approved_at is None


def test_schedule_left_outside_by_new_dates_stops_the_approval(panel, plan):
    planning.add_slot(actor=panel.opened_by, plan=plan, **SLOT)
    planning.write_plan(actor=panel.opened_by, evaluation=panel, starts_on=LAST, ends_on=LAST, **WORDS)
    plan.refresh_from_db()
    assert [each.words for each in plan_obstacles(panel, plan)] == [
        "日程“2026-11-23 08:30–09:00 首次会议”不在现场评估的日期（2026-11-24 至 2026-11-24）之内，请调整。"
    ]


def test_panel_too_small_stops_the_approval(city, county, edition):
    panel = make_panel(city, county, size=3)
    plan = planning.write_plan(
        actor=panel.opened_by, evaluation=panel, starts_on=FIRST, ends_on=LAST, **WORDS
    )
    planning.propose_schedule(actor=panel.opened_by, evaluation=panel)
    assert plan_obstacles(panel, plan) != []


@pytest.mark.parametrize("change", ["write", "slot", "site", "propose", "approve"])
def test_approved_plan_is_fixed(panel, approved, change):
    actor = {"actor": panel.opened_by}
    acts = {
        "write": lambda: planning.write_plan(
            **actor, evaluation=panel, starts_on=FIRST, ends_on=FIRST, **WORDS
        ),
        "slot": lambda: planning.remove_slot(**actor, slot=approved.slots.first()),
        "site": lambda: planning.add_site(**actor, plan=approved, **SITE),
        "propose": lambda: planning.propose_schedule(**actor, evaluation=panel),
        "approve": lambda: planning.approve_plan(**actor, evaluation=panel),
    }
    with pytest.raises(EvaluationError, match="先撤回批准"):
        acts[change]()


def test_approval_is_withdrawn_with_a_reason_that_is_kept(panel, approved):
    with pytest.raises(EvaluationError, match="写明撤回批准的理由"):
        planning.withdraw_approval(actor=panel.opened_by, evaluation=panel, reason=" ")
    planning.withdraw_approval(actor=panel.opened_by, evaluation=panel, reason="改期")
    assert not EvaluationPlan.objects.get().is_approved
    assert Event.objects.about(panel).first().reason == "改期"


# Who sees and who writes


def test_organiser_and_leader_write_and_only_the_organiser_approves(panel, plan):
    leader, second = members(panel)[:2]
    people = [panel.opened_by, leader.user, second.user]
    current = fresh(panel)
    assert [permissions.can_write_plan(user, current) for user in people] == [True, True, False]
    assert [permissions.can_approve_plan(user, current) for user in people] == [True, False, False]


def test_nothing_is_written_after_the_lock(panel, plan):
    current = lock(fresh(panel))
    assert not permissions.can_write_plan(panel.opened_by, current)
    assert not permissions.can_approve_plan(panel.opened_by, current)
    assert not permissions.can_record_on_site(panel.opened_by, current)
    assert permissions.can_record_step(panel.opened_by, current, 7)


def test_evaluated_organisation_sees_the_plan_once_approved_and_never_the_samples(
    client, panel, plan, county
):
    draw_sample(
        actor=panel.opened_by, evaluation=panel, subject="信访件", population=["甲件", "乙件"], size=1
    )
    client.force_login(factories.make_office_user(county, "county"))
    url = reverse("evaluation:plan", args=[panel.pk])
    assert client.get(url).status_code == 403
    planning.propose_schedule(actor=panel.opened_by, evaluation=panel)
    planning.approve_plan(actor=panel.opened_by, evaluation=panel)
    page = client.get(url)
    assert "首次会议" in page.text
    assert "信访件" not in page.text
    assert client.get(Sample.objects.get().get_absolute_url()).status_code == 403


def test_self_evaluation_has_no_plan(client, office, evaluation):
    client.force_login(office)
    assert client.get(reverse("evaluation:plan", args=[evaluation.pk])).status_code == 404


# Samples


def test_sample_is_drawn_from_its_seed_and_stays(panel):
    names = [f"工单{number}" for number in range(30)]
    one = draw_sample(actor=panel.opened_by, evaluation=panel, subject="工单", population=names, size=4)
    two = draw_sample(actor=panel.opened_by, evaluation=panel, subject="工单", population=names, size=4)
    assert [list(draw(names, 4, row.seed)) for row in (one, two)] == [one.drawn, two.drawn]
    assert one.seed != two.seed
    assert Sample.objects.count() == 2
    assert Event.objects.about(panel).first().changes == {
        "抽样": ["", f"工单：30 个中抽 4 个，种子 {two.seed}"]
    }


@pytest.mark.parametrize(("names", "size", "words"), [([], 1, "总体是空的"), (["甲"], 2, "应在 1 至 1 之间")])
def test_impossible_sample_is_refused(panel, names, size, words):
    with pytest.raises(EvaluationError, match=words):
        draw_sample(actor=panel.opened_by, evaluation=panel, subject="工单", population=names, size=size)


def test_populations_are_those_of_the_evaluated_organisation(panel, plan, county, city):
    node = factories.make_node()
    factories.make_adopted(county, node, "GB/T 34300-2017", title="县里的")
    factories.make_adopted(city, node, "GB/T 34301-2017", title="市里的")
    factories.make_organization("滨江街道分中心", parent=county, level="township", initials="BJ")
    planning.add_site(actor=panel.opened_by, plan=plan, **SITE)
    assert {
        key: population_of(panel, key) for key in ("standards", "adopted", "own", "organizations", "sites")
    } == {
        "standards": ["GB/T 34300-2017 县里的"],
        "adopted": ["GB/T 34300-2017 县里的"],
        "own": [],
        "organizations": ["滨江街道分中心"],
        "sites": ["滨江路工作站（滨江路 1 号）"],
    }


def test_pasted_population_is_one_name_a_line(panel):
    assert population_of(panel, "free", " 甲 \n\n乙\r\n") == ["甲", "乙"]


def test_sample_is_drawn_through_the_form(client, panel):
    client.force_login(members(panel)[1].user)
    data = {"source": "free", "pasted": "甲\n乙\n丙", "subject": "信访件", "size": "2"}
    response = client.post(reverse("evaluation:sample-new", args=[panel.pk]), data, follow=True)
    sample = Sample.objects.get()
    assert sample.population == ["甲", "乙", "丙"]
    assert sample.seed in response.text
    assert "按种子重抽，结果一致" in response.text


def test_form_of_a_sample_tells_what_is_missing(client, panel):
    client.force_login(members(panel)[1].user)
    data = {"source": "free", "pasted": "甲", "subject": "", "size": "5"}
    page = client.post(reverse("evaluation:sample-new", args=[panel.pk]), data)
    assert page.context["form"].errors == {"subject": ["自行粘贴总体的，请写明抽的是什么。"]}
    page = client.post(reverse("evaluation:sample-new", args=[panel.pk]), data | {"subject": "信访件"})
    assert page.context["form"].errors == {"size": ["总体有 1 个，抽取数应在 1 至 1 之间。"]}


# Pages


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_the_plan_costs_the_same_with_one_row_and_three(
    client, panel, plan, count, django_assert_num_queries
):
    for number in range(count):
        slot = SLOT | {"begins": time(9 + number), "ends": time(10 + number)}
        planning.add_slot(actor=panel.opened_by, plan=plan, **slot)
        planning.add_site(actor=panel.opened_by, plan=plan, **SITE | {"name": f"点位{number}"})
        draw_sample(actor=panel.opened_by, evaluation=panel, subject="工单", population=["甲"], size=1)
    client.force_login(panel.opened_by)
    url = reverse("evaluation:plan", args=[panel.pk])
    client.get(url)
    with django_assert_num_queries(19):
        client.get(url)


def test_approving_through_the_page_says_what_is_missing(client, panel, plan):
    client.force_login(panel.opened_by)
    url = reverse("evaluation:plan-approve", args=[panel.pk])
    assert "日程还没有安排" in client.post(url, follow=True).text
    client.post(reverse("evaluation:slots-propose", args=[panel.pk]))
    assert "评估方案已批准" in client.post(url, follow=True).text


def test_locked_evaluation_takes_no_sample(panel, monkeypatch):
    monkeypatch.setattr("evaluation.services.drawing.for_writing", refuse)
    with pytest.raises(LockedError):
        draw_sample(actor=panel.opened_by, evaluation=panel, subject="工单", population=["甲"], size=1)


def refuse(evaluation):
    raise LockedError
