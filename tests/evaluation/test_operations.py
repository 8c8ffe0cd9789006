"""Operations on a sheet: kept once, never over what somebody else wrote (architecture, decision 5)."""

from uuid import UUID, uuid4

import pytest

from evaluation.errors import ConflictError, EvaluationError
from evaluation.models import Evaluation, Judgement, Operation
from evaluation.services import sheet
from evaluation.services.evaluations import add_participant
from evaluation.services.sheet import Answer, apply_operation
from evaluation.sheet.reading import read_result, read_sheet
from tests.evaluation.making import change, make_evaluation

pytestmark = pytest.mark.django_db
FIRST = UUID("00000000-0000-4000-8000-000000000001")


def kept(evaluation):
    """What the database holds: operations in order, current judgements, the serial."""
    operations = Operation.objects.filter(sheet__evaluation=evaluation).order_by("serial")
    return (
        list(operations.values_list("serial", "target", "version", "value")),
        dict(Judgement.objects.filter(sheet__evaluation=evaluation).values_list("target", "version")),
        Evaluation.objects.get(pk=evaluation.pk).official.serial,
    )


def test_first_operation_is_answered_with_version_and_serial(office, evaluation):
    answer = change(office, evaluation, "A1-7-3", {"faults": 2, "note": "缺发布令、统计表"}, uuid=FIRST)
    value = {"faults": 2, "note": "缺发布令、统计表"}
    assert answer == Answer(FIRST, "A1-7-3", 1, 1, value, "office", answer.at)
    assert kept(evaluation) == ([(1, "A1-7-3", 1, value)], {"A1-7-3": 1}, 1)


def test_replay_gives_the_first_answer_and_writes_nothing(office, evaluation):
    first = change(office, evaluation, "A1-1-1", {"met": True}, uuid=FIRST)
    change(office, evaluation, "A1-1-1", {"faults": 1}, base=1)
    again = change(office, evaluation, "A1-1-1", {"met": True}, uuid=FIRST)
    assert again == first
    assert kept(evaluation)[1:] == ({"A1-1-1": 2}, 2)


def test_same_uuid_for_another_value_is_refused(office, evaluation):
    change(office, evaluation, "A1-1-1", {"met": True}, uuid=FIRST)
    with pytest.raises(EvaluationError, match="已用于另一项改动"):
        change(office, evaluation, "A1-1-1", {"faults": 1}, uuid=FIRST)
    assert kept(evaluation) == ([(1, "A1-1-1", 1, {"met": True})], {"A1-1-1": 1}, 1)


def test_same_uuid_for_another_target_is_refused(office, evaluation):
    change(office, evaluation, "A1-1-1", {"met": True}, uuid=FIRST)
    with pytest.raises(EvaluationError, match="已用于另一项改动"):
        change(office, evaluation, "A1-1-2", {"met": True}, uuid=FIRST)
    assert kept(evaluation)[1:] == ({"A1-1-1": 1}, 1)


def test_same_uuid_in_another_evaluation_is_refused(office, city, evaluation):
    other = make_evaluation(city, office, year=2025)
    change(office, evaluation, "A1-1-1", {"met": True}, uuid=FIRST)
    with pytest.raises(EvaluationError, match="已用于另一项改动"):
        change(office, other, "A1-1-1", {"met": True}, uuid=FIRST)
    assert kept(other) == ([], {}, 0)


def test_same_uuid_of_another_person_is_refused(office, panel_member, evaluation):
    add_participant(actor=office, evaluation=evaluation, user=panel_member)
    change(office, evaluation, "A1-1-1", {"met": True}, uuid=FIRST)
    with pytest.raises(EvaluationError, match="已用于另一项改动"):
        change(panel_member, evaluation, "A1-1-1", {"met": True}, uuid=FIRST)


def test_older_base_conflicts_with_both_values_and_writes_nothing(office, panel_member, evaluation):
    change(office, evaluation, "A1-1-1", {"met": True})
    theirs = change(panel_member, evaluation, "A1-1-1", {"faults": 1, "reason": "方针过期"}, base=1)
    with pytest.raises(ConflictError) as refusal:
        change(office, evaluation, "A1-1-1", {"met": True, "note": "见附件"}, base=1)
    assert refusal.value.mine == {"value": {"met": True, "note": "见附件"}, "base": 1}
    assert refusal.value.theirs == {
        "value": {"faults": 1, "reason": "方针过期"},
        "version": 2,
        "author": "panel",
        "at": theirs.to_dict()["at"],
    }
    assert kept(evaluation)[1:] == ({"A1-1-1": 2}, 2)


def test_base_nobody_ever_made_is_refused(office, evaluation):
    with pytest.raises(EvaluationError, match="还没有第 3 次判定"):
        change(office, evaluation, "A1-1-1", {"met": True}, base=3)
    assert kept(evaluation) == ([], {}, 0)


def test_base_ahead_of_the_current_version_conflicts(office, evaluation):
    change(office, evaluation, "A1-1-1", {"met": True})
    with pytest.raises(ConflictError):
        change(office, evaluation, "A1-1-1", {"faults": 1}, base=5)
    assert kept(evaluation)[1:] == ({"A1-1-1": 1}, 1)


def test_clearing_is_an_operation_like_any_other(office, evaluation):
    change(office, evaluation, "A1-1-1", {"faults": 1})
    change(office, evaluation, "A1-1-1", {}, base=1)
    current = read_sheet(evaluation.official)
    assert (current.sheet.judgements, current.entries["A1-1-1"].version) == ({}, 2)
    assert [value for *_, value in kept(evaluation)[0]] == [{"faults": 1}, {}]


def test_decision_on_an_item_is_an_operation(office, evaluation):
    change(office, evaluation, "A5-8", {"not_applicable": True, "reason": "没有大数据岗位"})
    current = read_sheet(evaluation.official)
    assert current.sheet.decisions["A5-8"].to_dict() == {"not_applicable": True, "reason": "没有大数据岗位"}
    assert current.result.items["A5-8"].score == 10


def test_value_is_kept_in_its_canonical_form(office, evaluation):
    answer = change(office, evaluation, "A1-4-4", {"value": "062.50", "note": " "})
    assert answer.value == {"value": "62.5"}


@pytest.mark.parametrize(
    ("target", "value", "sentence"),
    [
        ("A9-1-1", {"met": True}, "评分表中没有“A9-1-1”，请刷新页面后重试。"),
        ("A9-1-1", {}, "评分表中没有“A9-1-1”，请刷新页面后重试。"),
        ("A1-7-3", {"faults": 5}, "A1-7-3 的 faults 是 5，应为 0 到 4 的整数。"),
        ("A1-1-1", {"not_applicable": True}, "A1-1-1 判为不适用，没有写理由，请补上 reason。"),
        ("A3-2", {"unmet": True}, "A3-2 没有写理由，请补上 reason。"),
        ("A1-1-1", {"met": True, "note": "长" * 2001}, "A1-1-1 的备注有 2001 字，最多 2000 字，请缩短。"),
        ("A1-1-1", [], "A1-1-1 的内容是 []，应为 {…} 形式的对象。"),
    ],
)
def test_refused_value_is_named_and_nothing_is_written(office, evaluation, target, value, sentence):
    with pytest.raises(EvaluationError) as refusal:
        change(office, evaluation, target, value)
    assert refusal.value.message == sentence
    assert kept(evaluation) == ([], {}, 0)


def test_quick_result_is_that_of_the_whole_sheet(office, evaluation):
    change(office, evaluation, "A1-7-3", {"faults": 2})
    change(office, evaluation, "A3-2-1", {"faults": 1})
    change(office, evaluation, "A3-2", {"unmet": True, "reason": "没有一项标准"})
    change(office, evaluation, "A1-1-1", {"met": True})
    change(office, evaluation, "A1-1-1", {}, base=1)
    assert read_result(evaluation.official) == read_sheet(evaluation.official).result


def test_save_takes_three_statements_and_its_transaction(office, evaluation, django_assert_num_queries):
    evaluation.edition.scorecard  # noqa: B018  kept per process from here on
    place = {"sheet": evaluation.official, "target": "A1-1-1", "base": 0}
    with django_assert_num_queries(5):  # savepoint, UPDATE, INSERT, INSERT, release
        apply_operation(actor=office, uuid=uuid4(), value={"met": True}, **place)


@pytest.mark.parametrize("judged", [1, 3])
def test_reading_the_sheet_takes_one_statement(office, evaluation, judged, django_assert_num_queries):
    for number in range(1, judged + 1):
        change(office, evaluation, f"A1-1-{number}", {"met": True})
    sheet = evaluation.official
    with django_assert_num_queries(1):
        read_sheet(sheet)


def test_operation_overtaken_in_the_same_instant_is_refused_with_a_sentence(office, evaluation, monkeypatch):
    change(office, evaluation, "A1-1-1", {"met": True})

    def overtaken(operation):
        raise sheet.Stale

    monkeypatch.setattr(sheet, "write", overtaken)
    with pytest.raises(EvaluationError, match="就在刚才被别人改过"):
        change(office, evaluation, "A1-1-1", {"faults": 1}, base=1)
