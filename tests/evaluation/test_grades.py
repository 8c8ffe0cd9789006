"""Grades of 9.4 beside the verdict: what may be set, and which one a total reaches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.errors import EvaluationError
from evaluation.models import Evaluation
from evaluation.panels.grades import PROPOSED, faults, in_words, reached
from evaluation.services.grading import set_grades
from gridgov.records.models import Event
from tests.evaluation.making import make_panel
from tests.evaluation.seeing import address, see, text_of


def level(name, least):
    return {"name": name, "from": least}


@pytest.mark.parametrize(
    ("total", "grade"),
    [(500, "优秀"), (450, "优秀"), (449, "良好"), (400, "良好"), (399, "合格"), (300, "合格"), (299, "")],
)
def test_threshold_counts_in(total, grade):
    assert reached(PROPOSED, total) == grade


def test_no_grades_reach_none():
    assert reached([], 500) == ""


def test_proposal_and_no_grades_at_all_may_stand():
    assert (faults(PROPOSED), faults([])) == ([], [])


def test_grades_only_above_the_pass_mark_may_stand():
    assert faults([level("示范", 480), level("优良", 420)]) == []


@pytest.mark.parametrize(
    ("levels", "sentence"),
    [
        ([level("良好", 400), level("优秀", 450)], "“良好”的最低分 400 应高于下一等“优秀”的 450，请由高到低填写。"),
        ([level("优秀", 501)], "“优秀”的最低分 501 应在 300 至 500 之间。"),
        ([level("基本合格", 250)], "“基本合格”的最低分 250 应在 300 至 500 之间。"),
        ([level("合格", 320)], "“合格”的最低分应为 300（第5部分 9.3），不能是 320。"),
        ([level("达标", 300)], "300 分一等的名称应为“合格”（第5部分 9.3），“达标”请高于 300。"),
        ([level("不合格", 300)], "300 分以下的结论就是不合格（第5部分 9.3），不能再设为等级。"),
        ([level("优秀", 450), level("优秀", 400)], "等级“优秀”写了两次，请改名。"),
    ],
)  # fmt: skip
def test_grades_that_contradict_the_standard_or_each_other_are_refused(levels, sentence):
    assert faults(levels) == [sentence]


levels = st.lists(st.integers(301, 500), unique=True, max_size=5).map(
    lambda found: [level(f"{least}等", least) for least in sorted(found, reverse=True)]
)


@given(levels, st.integers(0, 500))
def test_grade_reached_is_the_highest_whose_threshold_the_total_holds(found, total):
    assert faults(found) == []
    assert reached(found, total) == next((row["name"] for row in found if row["from"] <= total), "")


@given(levels, st.integers(0, 300))
def test_who_fails_reaches_no_grade(found, total):
    assert reached(found, total) == ""


# Setting them


@pytest.fixture
def panel(city, county, edition):
    return make_panel(city, county)


def test_grades_are_kept_and_the_trail_tells_them_in_words(office, panel):
    set_grades(actor=office, evaluation=panel, levels=list(PROPOSED))
    assert Evaluation.objects.get().grades == list(PROPOSED)
    event = Event.objects.about(panel).first()
    assert event.changes == {"评价等级": ["不设等级", "优秀 ≥450，良好 ≥400，合格 ≥300"]}


def test_contradiction_leaves_the_grades_as_they_were(office, panel):
    with pytest.raises(EvaluationError, match="由高到低"):
        set_grades(actor=office, evaluation=panel, levels=[level("良好", 400), level("优秀", 450)])
    assert Evaluation.objects.get().grades == []


def test_proposal_fills_the_form_and_saves_nothing(client, office, panel):
    text = see(client, office, "grades", panel.pk, query="?proposed=1")
    assert [f'value="{name}"' in text for name in ("优秀", "良好", "合格")] == [True] * 3
    assert Evaluation.objects.get().grades == []


def test_saved_grades_stand_on_the_page_of_the_evaluation(client, office, panel):
    client.force_login(office)
    data = {"name_0": "优秀", "from_0": "450", "name_1": "合格", "from_1": "300"}
    client.post(address("grades", panel.pk), data)
    assert Evaluation.objects.get().grades == [level("优秀", 450), level("合格", 300)]
    assert "评价等级（9.4）：优秀 ≥450，合格 ≥300" in see(client, office, "evaluation", panel.pk)


def test_emptied_form_sets_no_grades(client, office, panel):
    set_grades(actor=office, evaluation=panel, levels=list(PROPOSED))
    client.force_login(office)
    client.post(address("grades", panel.pk), {})
    assert Evaluation.objects.get().grades == []


def test_name_without_a_threshold_is_told_at_the_field(client, office, panel):
    client.force_login(office)
    text = text_of(client.post(address("grades", panel.pk), {"name_0": "优秀", "from_0": ""}))
    assert "请填写“优秀”的最低分。" in text


def test_words_name_every_level():
    assert in_words(PROPOSED) == "优秀 ≥450，良好 ≥400，合格 ≥300"
