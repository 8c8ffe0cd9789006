"""The 合议 page: who sees it, what it says first, ruling without a script, its papers."""

import io
from uuid import uuid4

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from evaluation.consensus.obstacles import consensus_obstacles
from evaluation.consensus.page import moved_words
from evaluation.consensus.reading import proposals_at
from evaluation.models import Evaluation, Judgement, Ruling
from evaluation.proposing.proposal import Proposal
from evaluation.scoring.printed import printed_facts
from evaluation.services.consensus import rule
from gridgov.records.models import Event
from tests.activities.making import make_attendance, make_item, make_person, make_plan, make_session
from tests.evaluation.making import hand_in, judge_own, make_evaluation, make_panel, members

MET, FAULT = {"met": True}, {"faults": 1}
STATEMENTS = 28


def fresh(panel) -> Evaluation:
    return Evaluation.objects.with_people().get(pk=panel.pk)


def address(name, panel, query=""):
    return reverse(f"evaluation:{name}", args=[panel.pk]) + query


@pytest.fixture
def panel(city, county, edition):
    """Leader and second have submitted, and differ at A3-4-1 and A3-5-6; the others have not."""
    made = make_panel(city, county)
    leader, second = members(made)[:2]
    hand_in(leader, A3_4_1=MET, A3_5_6=FAULT | {"note": "只有通知"})
    hand_in(second, A3_4_1=FAULT | {"finding": "没有在线服务规程"})
    return fresh(made)


@pytest.fixture
def leader(panel):
    return members(panel)[0].user


@pytest.fixture
def member(panel):
    return members(panel)[1].user


def ballot(target="A3-4-1", **more):
    words = {"value": '{"faults":1}', "reason": "查无文本", "minority": "", "next": "A3-5-6"}
    return {"uuid": str(uuid4()), "target": target, "base": "0"} | words | more


def ruled(panel, leader, target="A3-4-1", **value):
    value = value or FAULT | {"reason": "查无文本"}
    rule(
        actor=leader,
        evaluation=panel,
        target=target,
        base=0,
        value=value,
        uuid=uuid4(),
        minority="一人不同意",
    )


def test_before_submitting_the_own_sheet_there_is_nothing_to_see(client, panel):
    client.force_login(members(panel)[2].user)
    for name in ("consensus", "consensus-changes", "consensus-export", "consensus-record"):
        response = client.get(address(name, panel))
        assert response.status_code == 403
        assert "提交自己的底稿后可以看合议" in response.content.decode()
        assert "没有在线服务规程" not in response.content.decode()


def test_page_says_what_is_open_and_who_found_what(client, panel, member):
    client.force_login(member)
    page = client.get(address("consensus", panel)).content.decode()
    assert "怎样裁定" in page or "还可能变" in page
    assert page.index('id="target-A3-4-1"') < page.index('id="target-A4-2-1"')
    assert "没有提交" in page
    assert 'name="value"' not in page


def test_member_reads_the_open_row_without_a_ballot(client, panel, member):
    client.force_login(member)
    page = client.get(address("consensus", panel, "?open=A3-4-1")).content.decode()
    assert "发现的问题：没有在线服务规程" in page
    assert "记录裁定" not in page


def test_leader_gets_printed_values_only_and_none_is_chosen_for_him(client, panel, leader):
    client.force_login(leader)
    row = client.get(address("consensus", panel, "?open=A3-4-1")).context["page"].ballot
    assert [(each.words, each.supporters, each.is_chosen) for each in row.choices] == [
        ("满足，扣 0", 1, False),
        ("不满足，扣 5", 1, False),
        ("不适用", 0, False),
    ]


def test_ruling_by_form_goes_to_the_next_one(client, panel, leader):
    client.force_login(leader)
    response = client.post(address("rule", panel), ballot(minority="组员：可视为规程"))
    assert response.url.endswith("?open=A3-5-6#target-A3-5-6")
    standing = Judgement.objects.get(sheet=panel.official, target="A3-4-1")
    assert standing.value == FAULT | {"reason": "查无文本", "finding": "没有在线服务规程"}
    assert Ruling.objects.get().minority == "组员：可视为规程"


def test_refused_ruling_comes_back_with_what_was_written(client, panel, leader):
    client.force_login(leader)
    response = client.post(address("rule", panel), ballot(reason="", minority="一条少数意见"))
    assert "请写明裁定的理由" in response.content.decode()
    draft = response.context["page"].ballot.draft
    assert (draft.value, draft.minority, draft.field) == ('{"faults":1}', "一条少数意见", "reason")


def test_second_tab_gets_409_and_keeps_its_words(client, panel, leader):
    ruled(panel, leader)
    client.force_login(leader)
    response = client.post(address("rule", panel), ballot(reason="另一个理由"))
    assert response.status_code == 409
    assert "另一个理由" in response.content.decode()
    assert response.context["page"].ballot.base == 1


def test_measured_figure_is_ruled_by_entering_it(client, panel, leader):
    client.force_login(leader)
    client.post(address("rule", panel), ballot("A7-1-1", value="measured", measured="86.5"))
    assert Judgement.objects.get(sheet=panel.official).value["value"] == "86.5"


def test_changes_ask_one_small_statement_and_name_what_is_new(
    client, panel, leader, member, django_assert_num_queries
):
    client.force_login(member)
    client.get(address("consensus-changes", panel))
    with django_assert_num_queries(3):  # session, user, and what is new
        before = client.get(address("consensus-changes", panel)).json()
    assert client.get(address("consensus", panel)).context["token"] == before["token"]
    ruled(panel, leader)
    assert client.get(address("consensus-changes", panel)).json() != before


def test_what_somebody_still_writes_changes_nothing_for_the_others(client, panel, member):
    client.force_login(member)
    before = client.get(address("consensus-changes", panel)).json()
    judge_own(members(panel)[2], "A4-2-1", MET)
    assert client.get(address("consensus-changes", panel)).json() == before


@pytest.mark.parametrize("count", [3, 30])
def test_page_asks_as_much_for_three_disputes_as_for_thirty(
    client, city, county, edition, count, django_assert_num_queries
):
    panel = make_panel(city, county)
    leader, second = members(panel)[:2]
    codes = [r.code for r in edition.scorecard.requirements if r.rule.to_dict()["kind"] == "fixed"]
    codes += [r.code for r in edition.scorecard.requirements if r.rule.to_dict()["kind"] == "missing"]
    hand_in(leader, **{code.replace("-", "_"): FAULT for code in codes[:count]})
    hand_in(second, **{code.replace("-", "_"): MET for code in codes[:count]})
    client.force_login(leader.user)
    with django_assert_num_queries(STATEMENTS):
        response = client.get(address("consensus", panel, f"?open={codes[0]}"))
    assert len(response.context["page"].disputed) == count


def test_filters_show_one_table_and_what_is_decided(client, panel, leader):
    ruled(panel, leader)
    client.force_login(leader)
    pending = client.get(address("consensus", panel, "?section=A.3")).context["page"]
    everything = client.get(address("consensus", panel, "?section=A.3&show=all")).context["page"]
    assert [row.code for row in pending.disputed] == ["A3-5-6"]
    assert [row.code for row in everything.disputed] == ["A3-5-6", "A3-4-1"]
    assert client.get(address("consensus", panel, "?section=A.9")).status_code == 404


def test_agreed_ones_and_levels_are_taken_over_from_the_page(client, panel, leader):
    client.force_login(leader)
    page = client.get(address("consensus", panel))
    codes = [row.code for row in page.context["excusable"]]
    client.post(address("rule-level", panel), {"targets": codes, "reason": page.context["level_reason"]})
    client.post(address("rule-agreed", panel))
    page = client.get(address("consensus", panel))
    assert (page.context["excusable"], page.context["page"].counts["takeable"]) == ([], 0)
    assert "与登记簿建议不一致，没有人写理由，要逐条裁定" in page.content.decode()
    assert "一并采用" not in page.content.decode()


def test_taking_over_says_which_zeros_it_proposes_and_lists_them(client, city, county, edition):
    made = make_panel(city, county)
    chair = members(made)[0]
    hand_in(chair, A2_2_1=printed_facts(edition.scorecard, "A2-2-1")[-2])
    client.force_login(chair.user)
    told = client.post(address("rule-agreed", made), follow=True).content.decode()
    response = client.get(address("consensus", made))
    page = response.context["page"]
    assert "请逐条裁定，写明理由。A2-2 按 8.2 提出计 0 分，待裁定。" in told
    assert ([row.code for row in page.disputed], "A2-2" in [row.code for row in page.unjudged]) == (
        ["A2-2"],
        False,
    )
    assert '<b class="warn">按 8.2 提出计 0 分，待裁定</b>' in response.content.decode()
    words = [obstacle.words for obstacle in consensus_obstacles(fresh(made))]
    assert "合议有 1 项按第5部分 8.2 提出计 0 分，还没有裁定：A2-2。" in words


def test_list_without_disputes_says_what_is_left_to_rule(client, city, county, edition):
    made = make_panel(city, county)
    chair = members(made)[0]
    hand_in(chair)
    client.force_login(chair.user)
    response = client.get(address("consensus", made))
    left = response.context["page"].counts["open"]
    assert f"没有待裁定的分歧，下面 {left} 条无人评的还要裁定。" in response.content.decode()


@pytest.mark.parametrize(
    ("stake", "effect", "words"),
    [(14, 21, "应扣相差 14，含 8.2 计 0 分，共 21"), (14, 9, "应扣相差 14，封顶后 9"), (14, 14, "")],
)
def test_points_that_move_the_total_are_explained(stake, effect, words):
    assert moved_words(stake, effect, "应扣相差 {}，") == words


def test_rows_show_what_the_registry_proposes(client, panel, leader, county):
    make_item(make_plan(county, year=panel.year, state="approved"))
    person = make_person(county)
    make_person(county)
    session = make_session(county, held_on=panel.as_of)
    make_attendance(session, person=person)
    client.force_login(leader)
    rows = client.get(address("consensus", panel)).context["page"].rows
    assert {code: rows[code].registry for code in ("A1-4-4", "A1-8-1", "A6-1-1")} == {
        "A1-4-4": "0%",
        "A1-8-1": "不满足",
        "A6-1-1": "不满足",
    }


def test_opened_row_tells_the_proposal_with_its_grounds_and_marks_the_choice(client, panel, leader):
    client.force_login(leader)
    response = client.get(address("consensus", panel, "?open=A3-4-1"))
    ballot, text = response.context["page"].ballot, response.content.decode()
    proposed = [(choice.label, choice.is_proposed) for choice in ballot.choices]
    assert proposed == [("满足", False), ("不满足", True), ("不适用", False)]
    assert [ballot.draft.value, ballot.row.differs, ballot.asks_against] == ["", False, True]
    assert "建议：<b>不满足</b>" in text
    assert "没有挂接的标准" in text


def test_agreed_ones_against_the_proposal_are_named_before_they_are_taken_over(client, panel, leader):
    client.force_login(leader)
    page = client.get(address("consensus", panel)).context["page"]
    codes = [row.code for row in page.unexplained]
    assert ("A3-4-2" in codes, "A1-2-4" in codes, "A3-4-1" in codes) == (True, False, False)
    assert all(row.differs for row in page.unexplained)


def test_a_reason_of_a_member_explains_what_is_taken_over(client, city, county, edition):
    made = make_panel(city, county)
    chair = members(made)[0]
    hand_in(chair, A1_1_2=MET | {"reason": "看到原件"})
    client.force_login(chair.user)
    page = client.get(address("consensus", made)).context["page"]
    assert page.rows["A1-1-2"].differs
    assert "A1-1-2" not in [row.code for row in page.unexplained]


def test_page_of_a_locked_panel_shows_what_was_frozen(panel, monkeypatch):
    frozen = {"A3-4-1": Proposal("A3-4-1", "met", "满足", MET)}
    monkeypatch.setattr("evaluation.consensus.reading.frozen_proposals", lambda evaluation: frozen)
    panel.state = Evaluation.State.LOCKED
    assert proposals_at(panel) == frozen


def test_obstacles_name_disputes_what_nobody_judged_and_what_is_not_taken_over(panel):
    found = [obstacle.words for obstacle in consensus_obstacles(panel)]
    assert found[0] == "合议还有 2 条分歧没有裁定：A3-4-1、A3-5-6。"
    assert [words.split(" 条")[1].split("：")[0] for words in found[1:]] == [
        "没有人评，也没有裁定",
        "一致意见还没有采用",
    ]


def test_workbook_holds_every_dispute_with_its_ruling(client, panel, leader):
    ruled(panel, leader)
    client.force_login(leader)
    book = load_workbook(
        io.BytesIO(b"".join(client.get(address("consensus-export", panel)).streaming_content))
    )
    rows = {row[1]: row for row in book.active.iter_rows(min_row=5, values_only=True)}
    assert rows["A3-5-6"][4:8] == (5, 5, "不满足 −5", "满足 0")
    assert rows["A3-4-1"][9:13] == ("已裁定", "不满足 −5", "查无文本", "一人不同意")
    assert Event.objects.filter(verb="export").get().organization == panel.organizer


def test_record_tells_people_rulings_reasons_and_minority(client, panel, leader, settings, fonts):
    settings.DATA_DIR = fonts.parent
    absent = members(panel)[4]
    panel.participants.filter(pk=absent.pk).update(absence="absent", absence_reason="突发疾病")
    ruled(panel, leader)
    client.force_login(leader)
    pdf = client.get(address("consensus-record", panel)).content
    words = "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)
    for told in ("合议记录", "缺席：突发疾病", "A3-4-1", "查无文本", "一人不同意", "还没有裁定的"):
        assert told in words


def test_self_evaluation_has_no_consensus(client, city, office, edition):
    client.force_login(office)
    assert client.get(address("consensus", make_evaluation(city, office))).status_code == 404
