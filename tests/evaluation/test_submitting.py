"""Handing in the private sheet, and sending one back (evaluation §3.2)."""

import pytest
from django.utils import timezone

from evaluation.errors import EvaluationError, LockedError
from evaluation.models import Participant, Sheet
from evaluation.services.panels import assign_tables
from evaluation.services.submitting import return_sheet, submit_sheet
from evaluation.tasks import tasks_of
from gridgov.records.models import Event
from tests.evaluation.making import hand_in, judge_own, make_panel, members
from tests.evaluation.seeing import address, see, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def panel(city, county, edition):
    """Everybody has declared that he need not step back: that task is done."""
    found = make_panel(city, county)
    found.participants.update(declared_at=timezone.now())
    return found


@pytest.fixture
def leader(panel):
    return members(panel)[0]


@pytest.fixture
def second(panel):
    return members(panel)[1]


def state_of(participant) -> str:
    return Sheet.objects.get(participant=participant).state


def tasks(user) -> list[tuple]:
    return [(task.reason, task.verb) for task in tasks_of(user, timezone.localdate())]


def test_page_links_what_is_missing_and_offers_no_button(client, panel, second):
    judge_own(second, "A3-1-1", {"met": True})
    text = see(client, second.user, "sheet-submit", panel.pk)
    assert "○ 1/27" in text
    assert f'href="{address("sheet", panel.pk, "A.3")}#row-A3-1-2"' in text
    assert "#row-A3-1-1" not in text
    assert "data-submit-sheet disabled" in text


def test_finished_tables_are_handed_in_from_the_page(client, panel, second):
    for code in panel.edition.scorecard.requirements_by_code:
        if code.startswith("A3-"):
            judge_own(second, code, {"met": True})
    text = see(client, second.user, "sheet-submit", panel.pk)
    assert ("data-submit-sheet>" in text, "✓ 评完 27/27" in text) == (True, True)
    response = client.post(address("sheet-submit", panel.pk))
    assert (response.status_code, state_of(second)) == (302, "submitted")


def test_unfinished_sheet_is_refused_in_a_sentence(client, panel, second):
    client.force_login(second.user)
    response = client.post(address("sheet-submit", panel.pk), follow=True)
    assert "分给您的表还有 27 条没有判定：A3-1-1、A3-1-2" in text_of(response)
    assert state_of(second) == "open"


def test_member_without_a_table_hands_in_nothing(panel, second):
    assign_tables(actor=panel.opened_by, participant=second, sections=[])
    with pytest.raises(EvaluationError, match="还没有分给您要评的表"):
        submit_sheet(actor=second.user, sheet=second.sheet)


def test_absent_member_hands_in_nothing(panel, second):
    Participant.objects.filter(pk=second.pk).update(absence="absent", absence_reason="出差")
    with pytest.raises(EvaluationError, match="缺席或回避"):
        submit_sheet(actor=second.user, sheet=second.sheet)


def test_sheet_handed_in_twice_is_told_once(panel, second):
    hand_in(second)
    submit_sheet(actor=second.user, sheet=second.sheet)
    assert Event.objects.filter(verb="hand_in").count() == 1


def test_sheet_handed_in_is_read_only_and_leads_on(client, panel, second):
    hand_in(second)
    text = see(client, second.user, "sheet", panel.pk, "A.3")
    assert ('name="uuid"' in text, "去合议" in text, "您的底稿已于" in text) == (False, True, True)


def test_change_after_handing_in_is_refused_in_its_own_words(panel, second):
    hand_in(second)
    with pytest.raises(LockedError, match="您的底稿已提交，不能再改。需要修改时，请组长退回底稿。"):
        judge_own(second, "A7-3-1", {"choice": "无"})


def test_leader_sends_a_sheet_back_with_a_reason_its_member_reads(client, panel, leader, second):
    hand_in(second)
    client.force_login(leader.user)
    client.post(address("sheet-return", panel.pk, second.pk), {"reason": "漏看现场记录"})
    assert state_of(second) == "open"
    assert "组长退回了这份底稿：漏看现场记录" in see(client, second.user, "sheet-submit", panel.pk)
    assert tasks(second.user) == [("组长退回：漏看现场记录", "提交底稿")]


def test_leader_takes_his_own_sheet_back(panel, leader):
    hand_in(leader)
    return_sheet(actor=leader.user, participant=leader, reason="补充提问记录")
    assert state_of(leader) == "open"


def test_sheet_sent_back_is_read_by_nobody_until_it_comes_again(client, panel, leader, second):
    for person in (leader, second):
        hand_in(person)
    return_sheet(actor=leader.user, participant=second, reason="再核对")
    client.force_login(leader.user)
    assert client.get(address("working-sheet", panel.pk, second.pk, "A.3")).status_code == 404
    client.force_login(second.user)
    assert client.get(address("working-sheet", panel.pk, leader.pk, "A.3")).status_code == 404


def test_return_without_a_reason_is_refused(panel, leader, second):
    hand_in(second)
    with pytest.raises(EvaluationError, match="请写明退回的理由"):
        return_sheet(actor=leader.user, participant=second, reason=" ")


def test_open_sheet_is_not_sent_back(panel, leader, second):
    with pytest.raises(EvaluationError, match="没有提交，不需要退回"):
        return_sheet(actor=leader.user, participant=second, reason="看看")


def test_member_sends_nobodys_sheet_back(client, panel, leader, second):
    hand_in(leader)
    client.force_login(second.user)
    response = client.post(address("sheet-return", panel.pk, leader.pk), {"reason": "看看"})
    assert (response.status_code, state_of(leader)) == (403, "submitted")


def test_worklist_tells_a_member_what_is_left_of_his_own_tables(panel, second):
    assert tasks(second.user) == [("未评 27 条：A.3", "继续评分")]
    hand_in(second)
    assert tasks(second.user) == []


def test_panel_page_leads_to_the_own_sheet_and_to_those_handed_in(client, panel, leader, second):
    hand_in(leader)
    hand_in(second)
    text = see(client, leader.user, "evaluation", panel.pk)
    assert address("working-sheet", panel.pk, second.pk, "A.1") in text
    assert address("sheet-return", panel.pk, second.pk) in text
    assert address("unsent-upload", panel.pk) in text
