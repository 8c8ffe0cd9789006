"""Rulings: the leader alone writes on the official sheet, once, with what it was made upon (evaluation §3.2)."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from evaluation.consensus.levels import proposed
from evaluation.consensus.reading import read_consensus
from evaluation.errors import ConflictError, EvaluationError, LockedError
from evaluation.models import Evaluation, Judgement, Operation, Ruling
from evaluation.proposing.evaluations import excused_by_level, proposals_for
from evaluation.proposing.levels import excuse
from evaluation.services.consensus import TakenOver, excuse_by_level, rule, take_over_agreed
from evaluation.services.submitting import return_sheet, submit_sheet
from gridgov.records.models import Event
from tests.evaluation.making import hand_in, judge_own, make_panel, members

MET, FAULT = {"met": True}, {"faults": 1}
MISSING = {"faults": 1, "reason": "办事指南不是标准"}


def fresh(panel) -> Evaluation:
    return Evaluation.objects.with_people().get(pk=panel.pk)


def view(panel):
    return read_consensus(fresh(panel))


@pytest.fixture
def panel(city, county, edition):
    """Five members; leader and second have submitted, and differ at A3-4-1."""
    made = make_panel(city, county)
    leader, second = members(made)[:2]
    hand_in(leader, A3_4_1=MET)
    hand_in(second, A3_4_1=FAULT | {"finding": "没有在线服务规程"})
    return fresh(made)


@pytest.fixture
def leader(panel):
    return members(panel)[0].user


def ruled(panel, actor, target="A3-4-1", value=MISSING, *, base=0, uuid=None, **more):
    return rule(
        actor=actor, evaluation=panel, target=target, base=base, value=value, uuid=uuid or uuid4(), **more
    )


def test_ruling_stands_on_the_official_sheet_with_what_it_was_made_upon(panel, leader):
    ruled(panel, leader, minority="第二人：可视为规程")
    standing = view(panel).targets["A3-4-1"].standing
    assert standing.value == MISSING | {"finding": "没有在线服务规程"}
    assert [(each.name, each.fact) for each in standing.positions] == [
        (members(panel)[0].user.name, MET),
        (members(panel)[1].user.name, FAULT),
    ]
    assert (standing.way, standing.minority) == ("decided", "第二人：可视为规程")


@pytest.mark.parametrize(
    ("target", "value", "sentence"),
    [
        ("A3-4-1", FAULT, "A3-4-1 各人判定不一致，请写明裁定的理由"),
        ("A3-4-2", FAULT, "A3-4-2 的裁定与各人一致的判定不同"),
        ("A4-2-1", MET, "A4-2-1 没有人评过"),
        ("A3-4-1", {"not_applicable": True}, "判为不适用，没有写理由"),
        ("A3-4-1", {"faults": 2, "reason": "折中"}, "应为 0 到 1 的整数"),
        ("A3-4-1", {}, "请选择 A3-4-1 的裁定"),
        ("A5-8", {"unmet": True, "reason": "没有"}, "合议中没有 A5-8"),
    ],
)
def test_ruling_without_reason_or_not_printed_is_refused(panel, leader, target, value, sentence):
    with pytest.raises(EvaluationError, match=sentence):
        ruled(panel, leader, target, value)
    assert not Ruling.objects.exists()


def test_unanimous_finding_needs_no_reason(panel, leader):
    ruled(panel, leader, "A1-2-4", MET)
    assert Ruling.objects.get().way == "agreed"


def test_unanimous_finding_against_the_data_needs_a_reason(panel, leader):
    with pytest.raises(EvaluationError, match="A3-4-2 的裁定与登记簿建议“不满足”不同，请写明裁定的理由。"):
        ruled(panel, leader, "A3-4-2", MET)
    ruled(panel, leader, "A3-4-2", MET | {"reason": "现场看到已发布的原件"})
    assert Ruling.objects.get().way == "agreed"


def test_only_the_leader_rules(panel):
    for person in (members(panel)[1].user, panel.opened_by):
        with pytest.raises(EvaluationError, match="由组长"):
            ruled(panel, person)
        with pytest.raises(EvaluationError, match="由组长"):
            take_over_agreed(actor=person, evaluation=panel)
    assert not Ruling.objects.exists()


def test_ruling_sent_twice_is_kept_once(panel, leader):
    uuid = uuid4()
    assert ruled(panel, leader, uuid=uuid) == ruled(panel, leader, uuid=uuid)
    assert (Ruling.objects.count(), Operation.objects.filter(target="A3-4-1").count()) == (1, 3)
    with pytest.raises(EvaluationError, match="已用于另一项裁定"):
        ruled(panel, leader, value=MET | {"reason": "有"}, uuid=uuid)


def test_second_tab_of_the_leader_gets_both_values(panel, leader):
    ruled(panel, leader)
    with pytest.raises(ConflictError) as conflict:
        ruled(panel, leader, value=MET | {"reason": "有"})
    assert (conflict.value.theirs["version"], Ruling.objects.count()) == (1, 1)
    ruled(panel, leader, value=MET | {"reason": "有"}, base=1)
    assert view(panel).targets["A3-4-1"].standing.fact == MET


def test_agreed_ones_are_taken_over_in_one_step_and_once(panel, leader):
    due, left = len(view(panel).to_take), against_the_data(panel)
    assert take_over_agreed(actor=leader, evaluation=panel) == TakenOver(due - len(left), left)
    assert take_over_agreed(actor=leader, evaluation=panel) == TakenOver(0, left)
    assert set(Ruling.objects.values_list("way", flat=True)) == {"agreed"}
    assert Judgement.objects.filter(sheet=panel.official).count() == due - len(left) == Ruling.objects.count()


def against_the_data(panel) -> tuple[str, ...]:
    """What is agreed met and the data alone, which have next to nothing, propose otherwise."""
    codes = [target.code for target in view(panel).to_take if target.subject.judging == "a"]
    proposals = proposals_for(panel, codes=codes)
    return tuple(code for code in codes if proposals[code].outcome not in ("met", "open"))


def test_agreed_ones_against_the_data_are_left_to_the_leader_until_somebody_says_why(city, county, edition):
    panel = make_panel(city, county)
    chair, second = members(panel)[:2]
    hand_in(chair)
    hand_in(second, A3_4_1=MET | {"reason": "看到原件"})
    left = take_over_agreed(actor=chair.user, evaluation=panel).left
    assert ("A3-4-1" in left, "A3-4-2" in left) == (False, True)
    standing = view(panel).targets
    assert standing["A3-4-1"].standing.value == MET | {"reason": "看到原件"}
    assert (standing["A3-4-2"].standing, standing["A3-4-2"].is_to_take) == (None, True)
    ruled(panel, chair.user, "A3-4-2", MET | {"reason": "现场看到已发布的原件"})
    assert "A3-4-2" not in take_over_agreed(actor=chair.user, evaluation=panel).left


def test_what_is_left_is_named_in_a_sentence():
    codes = tuple(f"A3-4-{number}" for number in range(1, 8))
    assert TakenOver(3).words == "已采用一致意见 3 条。"
    assert TakenOver(0).words == "一致的意见都已采用。"
    assert TakenOver(1, codes).words == (
        "已采用一致意见 1 条。7 条与登记簿建议不同而没有人写理由，没有采用："
        "A3-4-1、A3-4-2、A3-4-3、A3-4-4、A3-4-5 等。请逐条裁定，写明理由。"
    )


def test_words_of_those_who_agree_are_taken_along(city, county, edition):
    panel = make_panel(city, county)
    leader, second = members(panel)[:2]
    hand_in(leader, A3_4_1=FAULT | {"finding": "没有规程", "note": "私下"})
    hand_in(second, A3_4_1=FAULT | {"finding": "没有规程", "reason": "查无文本"})
    take_over_agreed(actor=leader.user, evaluation=panel)
    standing = view(panel).targets["A3-4-1"].standing
    assert standing.value == FAULT | {"finding": "没有规程", "reason": "查无文本"}


def test_returned_and_resubmitted_sheet_opens_what_it_changes(panel, leader):
    take_over_agreed(actor=leader, evaluation=panel)
    assert [target.code for target in view(panel).open if target.facts] == ["A3-4-1"]
    second = members(panel)[1]
    return_sheet(actor=leader, participant=second, reason="漏看一份标准")
    judge_own(members(panel)[1], "A3-1-3", FAULT, base=1)
    submit_sheet(actor=second.user, sheet=members(panel)[1].sheet)
    found = view(panel)
    assert [target.code for target in found.open if target.facts] == ["A3-4-1", "A3-1-3"]
    ruled(panel, leader, "A3-1-3", FAULT | {"reason": "补看后确认没有"}, base=1)
    assert [target.code for target in view(panel).open if target.facts] == ["A3-4-1"]


def test_sheet_that_is_back_with_its_member_counts_for_nothing(panel, leader):
    return_sheet(actor=leader, participant=members(panel)[1], reason="漏看")
    found = view(panel)
    assert [name for _, name, _ in found.members] == [leader.name]
    assert found.targets["A3-4-1"].facts == [MET]


def test_absent_member_counts_for_nothing(panel):
    panel.participants.filter(pk=members(panel)[1].pk).update(absence="recused", absence_reason="亲属任职")
    assert view(panel).targets["A3-4-1"].facts == [MET]


def test_levels_the_organisation_does_not_have_are_proposed(panel, edition):
    """The county has no 市级 row."""
    rows = proposed(view(panel), excused_by_level(panel))
    assert [row.code for row in rows] == [
        "A4-6.2-1",
        "A5-2-1",
        "A5-3-1",
        "A5-4-1",
        "A5-6-1",
        "A5-7-1",
        "A5-8-1",
    ]


def test_levels_are_excused_together_with_one_reason(panel, leader):
    codes = [row.code for row in proposed(view(panel), excused_by_level(panel))]
    excuse_by_level(actor=leader, evaluation=panel, targets=codes, reason=excuse("county"))
    found = view(panel)
    assert {found.targets[code].standing.fact["not_applicable"] for code in codes} == {True}
    assert set(Ruling.objects.values_list("way", flat=True)) == {"level"}
    assert proposed(found, excused_by_level(panel)) == []


@pytest.mark.parametrize(
    ("targets", "reason", "sentence"),
    [
        (["A5-2-1"], "  ", "请写明不适用的理由"),
        ([], "本级不设", "请选择"),
        (["A5-2-1", "A5-2-2"], "本级不设", "A5-2-2 已经裁定，或不属于"),
    ],
)
def test_level_excuse_that_does_not_follow_is_refused_whole(panel, leader, targets, reason, sentence):
    with pytest.raises(EvaluationError, match=sentence):
        excuse_by_level(actor=leader, evaluation=panel, targets=targets, reason=reason)
    assert not Ruling.objects.exists()


def test_what_the_leader_ruled_otherwise_is_not_proposed_again(panel, leader):
    ruled(panel, leader, "A5-2-1", MET | {"reason": "本级设有运行中心"})
    assert "A5-2-1" not in [row.code for row in proposed(view(panel), excused_by_level(panel))]


def test_rulings_are_append_only_and_end_with_the_lock(panel, leader):
    ruled(panel, leader)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ruling.objects.update(minority="改")
    panel.sheets.filter(participant=None).update(state="locked")
    with pytest.raises(LockedError):
        ruled(panel, leader, "A3-4-2", MET | {"reason": "看到原件"})


def test_trail_tells_that_it_was_ruled_not_what(panel, leader):
    ruled(panel, leader, minority="第二人不同意")
    event = Event.objects.filter(verb="rule").get()
    assert (event.changes, event.reason) == ({"合议裁定": ["", "A3-4-1"]}, "")
