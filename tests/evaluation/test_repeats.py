"""复评: the affected items anew, everything else as it stood, the first result for ever (evaluation §3.3)."""

import json
import re
from datetime import date, timedelta
from uuid import uuid4

import pytest

from evaluation.aftermath.repeats import items_with_losses
from evaluation.errors import EvaluationError
from evaluation.models import Evaluation, Result, Ruling
from evaluation.results.document import disagreements
from evaluation.services.consensus import rule
from evaluation.services.evaluations import write_conclusion
from evaluation.services.panels import appoint, assign_tables
from evaluation.services.repeats import open_repeat
from evaluation.services.submitting import submit_sheet
from evaluation.sheet.handing_in import gaps_of
from tests.evaluation.finishing import CONCLUSION, declare, fresh, lock_panel, make_lockable, plan_and_visit
from tests.evaluation.making import change, judge_own, members
from tests.evaluation.seeing import address, see
from tests.evaluation.test_notice import tell
from tests.evaluation.test_signatures import reopened, sign_all

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 20)


@pytest.fixture
def first(city, county, edition):
    """A told result with one fault in A3-4."""
    result = lock_panel(make_lockable(city, county, changed={"A3_4_1": {"faults": 1}}))
    sign_all(result)
    tell(result)
    return result


def repeat(first, affected=("A3-4",), as_of=DAY) -> Evaluation:
    actor = first.evaluation.opened_by
    return open_repeat(actor=actor, result=first, affected=list(affected), as_of=as_of)


def staffed(first) -> Evaluation:
    """The 复评 with the same people, A.3 theirs to judge."""
    again = repeat(first)
    for person in members(first.evaluation):
        made = appoint(
            actor=again.opened_by, evaluation=again, user=person.user, duty=person.duty, side=person.side,
            employer=person.employer,
        )  # fmt: skip
        assign_tables(
            actor=again.opened_by, participant=made, sections=["A.3"] if person.duty == "leader" else []
        )
    return fresh(again)


def test_proposal_names_the_items_that_lost_points(first):
    """The four awards of A.7 are below their full points too."""
    assert items_with_losses(json.loads(first.document)) == ["A3-4", "A7-1", "A7-2", "A7-3", "A7-4"]


def test_everything_not_affected_stands_as_in_the_first_result(first):
    again = repeat(first)
    kept = dict(again.official.judgements.values_list("target", "value"))
    before = json.loads(first.document)["sheet"]["judgements"]
    anew = {code for code in before if code.startswith("A3-4-")}
    assert kept == {code: value for code, value in before.items() if code not in anew}
    assert set(Ruling.objects.filter(operation__sheet=again.official).values_list("way", flat=True)) == {
        "kept"
    }


def test_facts_and_edition_are_those_of_the_first(first):
    again = repeat(first)
    assert (again.kind, again.repeats, again.affected) == ("repeat", first.evaluation, ["A3-4"])
    assert (again.edition, again.operated_from) == (first.evaluation.edition, date(2025, 5, 1))


def test_what_is_kept_is_not_judged_anew_by_anybody(first):
    again = staffed(first)
    leader = members(again)[0]
    with pytest.raises(EvaluationError, match="复评只评 A3-4，A3-2-1 沿用原评价"):
        judge_own(leader, "A3-2-1", {"faults": 1})
    with pytest.raises(EvaluationError, match="沿用原评价"):
        change(leader.user, again, "A3-2-1", {"faults": 1}, base=1)
    with pytest.raises(EvaluationError, match="沿用原评价"):
        change(leader.user, again, "A3-2", {"not_applicable": True, "reason": "x"})


def test_member_hands_in_when_the_affected_items_are_judged(first):
    leader = members(staffed(first))[0]
    missing = [code for gap in gaps_of(leader.sheet) for code in gap.missing]
    assert {code.rpartition("-")[0] for code in missing} == {"A3-4"}
    for code in missing:
        judge_own(leader, code, {"met": True})
    assert submit_sheet(actor=leader.user, sheet=leader.sheet).state == "submitted"


def locked_again(first) -> Result:
    again = staffed(first)
    people = members(again)
    again.participants.exclude(pk=people[0].pk).update(absence="absent", absence_reason="复评不参加")
    Evaluation.objects.filter(pk=again.pk).update(size_reason="复评只评一项")
    codes = [r.code for r in again.edition.scorecard.items_by_code["A3-4"].requirements]
    assign_tables(actor=again.opened_by, participant=people[0], sections=["A.3"])
    for code in codes:
        judge_own(people[0], code, {"met": True})
    submit_sheet(actor=people[0].user, sheet=people[0].sheet)
    plan_and_visit(again)
    declare(again)
    for code in codes:
        rule(
            actor=people[0].user,
            evaluation=fresh(again),
            target=code,
            base=0,
            value={"met": True, "reason": "复评现场核对文本"},
            uuid=uuid4(),
        )
    write_conclusion(actor=people[0].user, evaluation=again, **CONCLUSION)
    return lock_panel(again)


def test_repeat_gives_a_result_of_its_own_and_leaves_the_first_alone(first):
    before = Result.objects.filter(pk=first.pk).values().get()
    second = locked_again(first)
    panel = json.loads(second.document)["panel"]
    assert (second.number[:3], second.total > first.total) == ("FP-", True)
    assert (panel["repeats"]["number"], panel["repeats"]["affected"]) == (first.number, ["A3-4"])
    assert panel["rulings"]["A3-2-1"]["way"] == "沿用原评价"
    assert disagreements(second.document) == []
    assert Result.objects.filter(pk=first.pk).values().get() == before


@pytest.mark.parametrize(
    ("affected", "as_of", "words"),
    [
        ([], DAY, "请选择要重新评价的项目"),
        (["A9-9"], DAY, "没有项目 A9-9"),
        (["A3-4"], date(2026, 11, 19), "不能早于原评价日期"),
    ],
)
def test_repeat_that_cannot_be_is_refused(first, affected, as_of, words):
    with pytest.raises(EvaluationError, match=words):
        repeat(first, affected, as_of)
    assert Evaluation.objects.filter(kind="repeat").count() == 0


def test_one_repeat_at_a_time(first):
    repeat(first)
    with pytest.raises(EvaluationError, match="正在进行"):
        repeat(first, as_of=DAY + timedelta(days=1))


def test_reopened_result_is_not_repeated(first):
    reopened(first)
    with pytest.raises(EvaluationError, match="已重开作废"):
        repeat(first)


def test_organiser_opens_the_repeat_on_the_page(client, first):
    organizer = first.evaluation.opened_by
    assert "A3-4 " in see(client, organizer, "repeat-new", first.evaluation_id)
    client.post(address("repeat-new", first.evaluation_id), {"as_of": DAY, "affected": ["A3-4"]})
    assert Evaluation.objects.get(kind="repeat").affected == ["A3-4"]


def test_sheet_offers_buttons_at_the_affected_items_alone(client, first):
    leader = members(staffed(first))[0]
    text = see(client, leader.user, "sheet", leader.evaluation_id, "A.3")
    judged = set(re.findall(r'id="judge-(A3-\d+)-\d+"', text))
    assert judged == {"A3-4"}
