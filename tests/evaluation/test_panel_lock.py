"""The lock of a panel: what it asks for, what it freezes, how its results are numbered (T/CSSG 001.5 7, 9)."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from evaluation.errors import EvaluationError, ObstaclesError
from evaluation.exchange import canonical_json, sha256
from evaluation.models import Assignment, Result, Survey, Turnaround
from evaluation.obstacles import obstacles
from evaluation.results import numbering
from evaluation.results.document import disagreements
from evaluation.services import locking
from evaluation.services.evaluations import edit_facts, write_conclusion
from evaluation.services.locking import lock_evaluation, reopen_evaluation
from evaluation.services.panels import open_panel_evaluation
from tests import factories
from tests.evaluation.finishing import fresh, lock_panel, make_lockable
from tests.evaluation.making import complete, make_evaluation, make_panel, members

pytestmark = pytest.mark.django_db
BEST = {
    "A7_1_1": {"value": "100"},
    "A7_2_1": {"value": "100"},
    "A7_3_1": {"choice": "国家级"},
    "A7_4_1": {"choice": "显著提高", "reason": "考核通报"},
}
FAULT = {"faults": 1, "finding": "没有在线服务规程"}


@pytest.fixture
def panel(city, county, edition):
    """The city evaluated its county; everything is done but the lock."""
    return make_lockable(city, county, changed={"A3_4_1": FAULT})


def document_of(result) -> dict:
    return json.loads(result.document)


# What is frozen


def test_result_of_a_panel_agrees_with_itself(panel):
    result = lock_panel(panel)
    assert disagreements(result.document) == []
    assert sha256(result.document.encode()) == result.sha256


def test_document_names_the_panel_and_its_sheets_by_hash(panel):
    panel_part = document_of(lock_panel(panel))["panel"]
    assert [row["name"] for row in panel_part["members"]] == [f"panel{n}" for n in range(1, 6)]
    assert panel_part["members"][0]["duty"] == "组长"
    assert panel_part["members"][0]["sections"] == ["A.1", "A.2"]
    assert sorted(row["operations"]["count"] > 0 for row in panel_part["sheets"]) == [True] * 5
    assert [row["number"] for row in panel_part["steps"]] == [1, 2, 3, 4, 5, 6]
    assert panel_part["rulings"]["A3-4-1"]["positions"][0]["value"] == FAULT


def test_document_of_a_self_evaluation_has_no_panel(city, edition):
    office = factories.make_office_user(city)
    evaluation = complete(office, make_evaluation(city, office))
    assert "panel" not in document_of(lock_evaluation(actor=office, evaluation=evaluation))


def survey(evaluation, **more):
    values = {"method": "street", "issued": 300, "very_satisfied": 200, "satisfied": 50, "fair": 20} | more
    day = evaluation.as_of
    return Survey.objects.create(
        evaluation=evaluation, began_on=day, ended_on=day, entered_by=evaluation.opened_by,
        dissatisfied=0, very_dissatisfied=0, **values,
    )  # fmt: skip


def test_measured_rates_stand_with_their_derivation(panel):
    survey(panel)
    Turnaround.objects.create(
        evaluation=panel, matter="低保申请", basis="actual", before=Decimal(20), now=Decimal(14),
        entered_by=panel.opened_by,
    )  # fmt: skip
    part = document_of(lock_panel(panel))["panel"]
    assert part["satisfaction"]["panel"]["derivation"].startswith(
        "（很满意 200＋满意 50）÷有效问卷 270＝250÷270"
    )
    assert part["efficiency"]["value"] == "30"


CHANGES = {
    "grade": (lambda panel: panel["grades"].update(reached="优秀"), "等级"),
    "survey": (lambda panel: panel["surveys"][0]["answers"].update(satisfied=51), "重新计算"),
    "rate": (lambda panel: panel["satisfaction"]["panel"].update(value="99"), "重新计算"),
    "ruling": (lambda panel: panel["rulings"].update({"A9-9-9": {}}), "A9-9-9"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_changed_panel_part_is_told(panel, name):
    survey(panel)
    document = document_of(lock_panel(panel))
    change, words = CHANGES[name]
    change(document["panel"])
    assert any(words in sentence for sentence in disagreements(canonical_json(document)))


def test_panel_part_without_its_rows_is_refused_in_words(panel):
    document = document_of(lock_panel(panel))
    del document["panel"]["surveys"]
    with pytest.raises(EvaluationError, match="缺少评估组的内容"):
        disagreements(canonical_json(document))


def test_grade_reached_stands_beside_the_verdict(panel):
    panel.grades = [{"name": "优秀", "from": 450}, {"name": "良好", "from": 400}]
    panel.save(update_fields=["grades"])
    assert document_of(lock_panel(panel))["panel"]["grades"]["reached"] == "优秀"


# What it asks for


def words(panel):
    return [obstacle.words for obstacle in obstacles(fresh(panel))]


def test_panel_that_has_done_everything_may_lock(panel):
    assert words(panel) == []


def test_plan_not_approved_stops_the_lock(panel):
    panel.plan.approved_at = None
    panel.plan.save()
    assert words(panel) == ["评估方案还没有批准。"]


def test_steps_without_times_stop_the_lock(panel):
    panel.steps.filter(number__in=[2, 5]).update(ended_at=None)
    assert words(panel) == ["现场步骤 7.2、7.5 没有登记起止时间。"]


def test_a_single_step_without_times_is_mended_at_once(panel):
    panel.steps.filter(number=6).update(ended_at=None)
    [found] = obstacles(fresh(panel))
    assert found.url == reverse("evaluation:step-edit", args=[panel.pk, 6])


def test_whoever_is_present_must_have_handed_in(panel):
    second = members(panel)[1]
    panel.sheets.filter(participant=second).update(state="open", submitted_at=None)
    assert words(panel) == ["panel2还没有提交底稿（共 1 人）。"]


def test_whoever_was_absent_is_not_waited_for(panel):
    second = members(panel)[1]
    panel.sheets.filter(participant=second).update(state="open", submitted_at=None)
    panel.participants.filter(pk=second.pk).update(absence="absent", absence_reason="住院")
    Assignment.objects.create(participant=members(panel)[2], section="A.3")
    panel.size_reason = "一人住院"
    panel.save(update_fields=["size_reason"])
    assert words(panel) == []


@pytest.mark.parametrize(
    ("name", "label"), [("achievements", "主要成绩"), ("problems", "存在问题"), ("advice", "改进建议")]
)
def test_panel_tells_achievements_problems_and_advice(panel, name, label):
    setattr(panel, name, " ")
    panel.save(update_fields=[name])
    assert words(panel) == [f"评价结论还没有写{label}（第5部分 7.7）。"]


def test_panel_that_found_no_loss_needs_no_problems(city, county, edition):
    panel = make_lockable(city, county, changed=BEST)
    write_conclusion(actor=panel.opened_by, evaluation=panel, problems="")
    assert words(panel) == []


def test_panel_without_conclusion_is_not_locked(panel):
    write_conclusion(actor=panel.opened_by, evaluation=panel, achievements="", problems="", advice="")
    with pytest.raises(ObstaclesError):
        lock_panel(panel)


def test_panel_that_may_not_be_held_is_not_locked(panel):
    panel.operated_from = date(2026, 9, 1)
    panel.save(update_fields=["operated_from"])
    assert words(panel) == ["体系 2026-09-01 起运行，到 2026-12-01 才满 3 个月，方可评估（第5部分 6.1）。"]


@pytest.mark.parametrize(
    ("field", "day"),
    [("operated_from", date(2026, 9, 1)), ("operated_from", None), ("self_evaluated_on", None)],
)
def test_facts_with_which_a_panel_may_not_be_held_are_not_saved(panel, field, day):
    before = getattr(panel, field)
    with pytest.raises(EvaluationError) as refusal:
        edit_facts(actor=panel.opened_by, evaluation=panel, **{field: day})
    assert (refusal.value.field, getattr(fresh(panel), field)) == (field, before)


def test_nothing_is_locked_while_something_is_missing(panel):
    panel.steps.filter(number=6).update(ended_at=None)
    with pytest.raises(ObstaclesError):
        lock_panel(panel)
    assert (fresh(panel).state, Result.objects.count()) == ("open", 0)


# Numbers


KINDS = {"upper": "SJ", "third_party": "DSF"}


@pytest.mark.parametrize("kind", KINDS)
def test_number_begins_with_the_kind_of_evaluation(city, county, edition, kind):
    panel = make_panel(city, county, kind=kind)
    assert numbering.report_number(panel) == f"{KINDS[kind]}-2026-Z{county.pk}-01"


def test_second_evaluation_of_a_year_has_a_letter(panel, city, county):
    county.region_code = "990101"
    county.save()
    assert lock_panel(panel).number == "SJ-2026-990101-01"
    again = open_panel_evaluation(
        actor=None, organizer=city, organization=county, kind="upper", year=2026, as_of=date(2026, 12, 1)
    )
    assert numbering.report_number(again) == "SJ-2026-990101B-01"


def test_number_taken_at_the_same_moment_is_chosen_anew(panel, monkeypatch):
    """On PostgreSQL two leaders may read the same free number; the constraint lets one through."""
    offered = iter(["SJ-TAKEN-01", "SJ-FREE-01"])
    lock_self(panel)
    monkeypatch.setattr(locking, "report_number", lambda evaluation: next(offered))
    assert lock_panel(panel).number == "SJ-FREE-01"


def lock_self(panel):
    """Somebody's result that has the number already."""
    office = factories.make_office_user(panel.organizer, "self")
    evaluation = make_evaluation(panel.organizer, office)
    return Result.objects.create(
        evaluation=evaluation, version=1, number="SJ-TAKEN-01", document="{}", sha256="0" * 64, total=500,
        verdict="合格", locked_by=office, locked_at=panel.opened_at,
    )  # fmt: skip


def test_number_that_is_always_taken_is_a_sentence(panel, monkeypatch):
    lock_self(panel)
    monkeypatch.setattr(locking, "report_number", lambda evaluation: "SJ-TAKEN-01")
    with pytest.raises(EvaluationError, match="请再按一次"):
        lock_panel(panel)
    assert not fresh(panel).is_locked


# Reopening


def test_reopened_panel_keeps_its_first_result_and_number(panel):
    first = lock_panel(panel)
    kept = Result.objects.filter(pk=first.pk).values().get()
    reopen_evaluation(actor=panel.opened_by, evaluation=fresh(panel), reason="补充核查")
    second = lock_panel(panel)
    assert (second.version, second.number[:-2]) == (2, first.number[:-2])
    assert Result.objects.filter(pk=first.pk).values().get() == kept


def test_reopening_gives_the_members_their_submitted_sheets_back(panel):
    lock_panel(panel)
    reopen_evaluation(actor=panel.opened_by, evaluation=fresh(panel), reason="补充核查")
    states = panel.sheets.order_by("participant").values_list("state", flat=True)
    assert sorted(states) == ["open", *["submitted"] * 5]


PATHS = {
    "sheet": lambda e: e.sheets.exclude(participant=None).update(state="open"),
    "member": lambda e: e.participants.filter(duty="member").update(absence="absent", absence_reason="x"),
    "plan": lambda e: type(e.plan).objects.filter(evaluation=e).update(place="别处"),
    "step": lambda e: e.steps.filter(number=3).update(record="改"),
    "grades": lambda e: type(e).objects.filter(pk=e.pk).update(grades=[{"name": "优", "from": 1}]),
    "result": lambda e: Result.objects.filter(evaluation=e).update(total=1),
    "survey": lambda e: survey(e),
}


@pytest.mark.parametrize("path", PATHS)
def test_no_path_changes_a_locked_panel(panel, path):
    lock_panel(panel)
    with pytest.raises(IntegrityError), transaction.atomic():
        PATHS[path](fresh(panel))


def test_eligibility_facts_are_asked_of_a_panel_too(city, county, edition):
    assert "未声明（第5部分 6.3）。" in words(make_panel(city, county))
