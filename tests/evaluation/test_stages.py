"""The stations of an evaluation by a panel follow from facts (life cycle §5.5)."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from evaluation.panels.stages import Count, Facts, Mark, for_evaluated, stages

DAY = Mark(date(2026, 11, 20), "周立言")
COMPLETE = Facts(
    eligible=DAY,
    planned=DAY,
    met=DAY,
    sheets=Count(5, 5, DAY),
    ruled=Count(175, 175, DAY),
    locked=DAY,
    signatures=Count(5, 5, DAY),
    told=DAY,
    problems=Count(2, 2, DAY),
    archived=DAY,
)
marks = st.none() | st.just(DAY)
counts = st.builds(Count, st.integers(0, 7), st.integers(0, 7), st.just(DAY))
any_facts = st.builds(
    Facts, marks, marks, marks, counts, counts, marks, counts, marks, counts, st.booleans(), marks
)


def states(facts):
    return {stage.key: stage.state for stage in stages(facts)}


def test_nothing_done_begins_with_the_eligibility():
    assert [stage.state for stage in stages(Facts())] == ["here", *["ahead"] * 9]


def test_everything_done_has_no_next_station():
    found = stages(COMPLETE)
    assert {stage.state for stage in found} == {"done"}
    assert [(stage.day, stage.who) for stage in found] == [(date(2026, 11, 20), "周立言")] * 10


def test_scoring_waits_for_every_sheet_and_says_how_many_came():
    found = {stage.key: stage for stage in stages(replace(COMPLETE, sheets=Count(3, 5), locked=None))}
    assert (found["scoring"].state, found["scoring"].words) == ("here", "3/5 人已提交")


def test_panel_without_members_has_not_scored():
    assert states(replace(COMPLETE, sheets=Count(), locked=None))["scoring"] == "here"


def test_locked_evaluation_is_scored_and_agreed_whoever_was_absent():
    found = states(replace(COMPLETE, sheets=Count(4, 5), ruled=Count(170, 175)))
    assert (found["scoring"], found["consensus"]) == ("done", "done")


def test_signatures_count_only_for_a_locked_result():
    assert states(replace(COMPLETE, locked=None))["signing"] == "ahead"


def test_mending_is_over_when_every_problem_is_closed():
    open_problem = replace(COMPLETE, problems=Count(1, 2), archived=None)
    found = {stage.key: stage for stage in stages(open_problem)}
    assert (found["mending"].state, found["mending"].words) == ("here", "1/2 已销号")


def test_failed_evaluation_says_that_it_waits_for_its_repetition():
    found = {stage.key: stage for stage in stages(replace(COMPLETE, passed=False, archived=None))}
    assert found["mending"].words == "2/2 已销号，不合格，待复评"


def test_evaluated_organisation_sees_no_station_of_the_panels_own_work():
    found = for_evaluated(stages(replace(COMPLETE, told=None, problems=Count(), archived=None)))
    assert [(stage.label, stage.state) for stage in found] == [
        ("资格核对", "done"),
        ("方案", "done"),
        ("首次会议", "done"),
        ("通报", "here"),
        ("整改/复评", "ahead"),
        ("归档", "ahead"),
    ]


@given(any_facts)
def test_at_most_one_station_is_next_and_none_before_it_is_open(facts):
    found = [stage.state for stage in stages(facts)]
    before = found[: found.index("here")] if "here" in found else found
    assert found.count("here") <= 1
    assert set(before) <= {"done"}


@given(any_facts)
def test_way_of_the_evaluated_tells_no_count(facts):
    assert {stage.words for stage in for_evaluated(stages(facts))} == {""}
