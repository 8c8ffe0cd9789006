"""Pages of the self-evaluation: list, opening, facts, people, sheet, lock, result, fulfilment, workbench."""

import html
import json
import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from evaluation.models import Evaluation, Fulfilment, Judgement
from evaluation.services.fulfilment import set_fulfilments
from evaluation.services.locking import lock_evaluation
from gridgov.organizations.models import Role
from tests import factories
from tests.evaluation.making import change, complete, make_evaluation

pytestmark = pytest.mark.django_db


def address(name, *args, query=""):
    return reverse(f"evaluation:{name}", args=args) + query


def text_of(response) -> str:
    return html.unescape(response.content.decode())


def see(client, user, name, *args, query="") -> str:
    client.force_login(user)
    response = client.get(address(name, *args, query=query))
    assert response.status_code == 200
    return text_of(response)


@pytest.fixture
def locked(office, evaluation):
    """The city's evaluation, all judged, two deductions, locked; gives its result."""
    found = complete(
        office, evaluation, A1_1_1={"faults": 1}, A5_2_1={"not_applicable": True, "reason": "没有此级"}
    )
    return lock_evaluation(actor=office, evaluation=found)


# List and opening


@pytest.mark.parametrize("years", [[2024], [2022, 2023, 2024]])
def test_list_costs_the_same_whatever_its_length(
    client, city, office, edition, years, django_assert_num_queries
):
    for year in years:
        make_evaluation(city, office, year=year, as_of=date(year, 11, 18))
    client.force_login(office)
    with django_assert_num_queries(10):
        client.get(address("evaluations"))


def test_list_shows_own_evaluations_and_not_those_of_strangers(
    client, office, stranger, stranger_city, evaluation
):
    make_evaluation(stranger_city, stranger, year=2025, as_of=date(2025, 11, 18))
    text = see(client, office, "evaluations")
    assert (evaluation.get_absolute_url() in text, "2025" in text) == (True, False)


def test_opening_makes_the_office_leader_and_goes_to_the_evaluation(client, city, office, edition):
    client.force_login(office)
    data = {"organization": city.pk, "year": 2026, "as_of": "2026-11-18"}
    response = client.post(address("evaluation-new"), data)
    made = Evaluation.objects.get()
    assert (response["Location"], made.as_of, made.edition) == (
        made.get_absolute_url(),
        date(2026, 11, 18),
        edition,
    )
    assert [(row.user, row.duty) for row in made.participants.all()] == [(office, "leader")]


def test_second_evaluation_of_a_year_is_refused_at_the_field(client, city, office, evaluation):
    client.force_login(office)
    data = {"organization": city.pk, "year": evaluation.year, "as_of": "2026-11-18"}
    text = text_of(client.post(address("evaluation-new"), data))
    assert "已有 2026 年度的自我评价，请打开它继续。" in text
    assert Evaluation.objects.count() == 1


def test_office_cannot_open_for_another_organisation(client, office, stranger_city, edition):
    client.force_login(office)
    data = {"organization": stranger_city.pk, "year": 2026, "as_of": "2026-11-18"}
    assert (client.post(address("evaluation-new"), data).status_code, Evaluation.objects.count()) == (200, 0)


# Facts, conclusion, people


def test_facts_are_kept_and_shown_with_their_clause(client, office, evaluation):
    client.force_login(office)
    facts = {
        "as_of": "2026-01-15",
        "operated_from": "2025-12-01",
        "self_evaluated_on": "",
        "incidents": "none",
    }
    client.post(address("evaluation-edit", evaluation.pk), facts)
    text = see(client, office, "evaluation", evaluation.pk)
    assert "2025-12-01 起运行，到 2026-03-01 才满 3 个月" in text
    assert "未填自我评价完成日" in text


def test_incidents_without_a_word_about_them_are_refused(client, office, evaluation):
    client.force_login(office)
    facts = {"as_of": "2026-01-15", "incidents": "some", "incident_note": ""}
    text = text_of(client.post(address("evaluation-edit", evaluation.pk), facts))
    assert "情况说明：发生过的，请写明情况。" in text


def test_conclusion_is_written_by_a_panel_member(client, office, panel_member, evaluation):
    change_people(client, office, evaluation, username="panel")
    client.force_login(panel_member)
    client.post(address("conclusion", evaluation.pk), {"problems": "培训不足"})
    assert Evaluation.objects.get().problems == "培训不足"


def change_people(client, office, evaluation, **fields):
    client.force_login(office)
    return client.post(address("participants", evaluation.pk), {"duty": "member", **fields})


def test_person_of_another_organization_is_found_however_the_name_is_typed(
    client, office, panel_member, evaluation
):
    change_people(client, office, evaluation, username="Ｐanel")
    assert evaluation.participants.filter(user=panel_member).exists()


def test_unknown_user_name_is_named_in_the_error(client, office, evaluation):
    text = text_of(change_people(client, office, evaluation, username="nobody"))
    assert "没有用户名为“nobody”的在用账号，请向其组织核对。" in text


def test_leader_cannot_be_removed(client, office, evaluation):
    client.force_login(office)
    leader = evaluation.participants.get()
    response = client.post(address("participant-remove", evaluation.pk, leader.pk), follow=True)
    assert "组长不能移出。请先指定另一名组长。" in text_of(response)
    assert evaluation.participants.count() == 1


def test_removed_member_sees_nothing_any_more(client, office, panel_member, evaluation):
    change_people(client, office, evaluation, username="panel")
    member = evaluation.participants.get(user=panel_member)
    client.post(address("participant-remove", evaluation.pk, member.pk))
    client.force_login(panel_member)
    assert client.get(evaluation.get_absolute_url()).status_code == 404


# The sheet


@pytest.mark.parametrize("section", ["A.3", "A.4"])
def test_sheet_costs_at_most_12_statements_whatever_stands_on_it(
    client, city, office, evaluation, tree, section, django_assert_max_num_queries
):
    for code in list(evaluation.edition.scorecard.requirements_by_code)[:90]:
        change(office, evaluation, code, {"met": True})
    link_standard(city, office, "6.1.1", ["A4-2-1", "A4-2-2", "A3-2-1"])
    client.force_login(office)
    with django_assert_max_num_queries(12):
        assert client.get(address("sheet", evaluation.pk, section)).status_code == 200


def link_standard(city, office, code, requirements, **fields):
    node = factories.Node.objects.get(code=code)
    standard = factories.make_published(city, node, title="网格划分规范", **fields)
    factories.make_document(standard)
    set_fulfilments(actor=office, standard=standard, codes=requirements)
    return standard


def test_sheet_shows_each_requirement_of_its_table_and_no_other(client, office, evaluation):
    text = see(client, office, "sheet", evaluation.pk, "A.2")
    shown = re.findall(r'data-row="([^"]+)"', text)
    items = {s.code: s for s in evaluation.edition.scorecard.sections}["A.2"].items
    assert shown == [r.code for item in items for r in item.requirements]


def test_row_is_a_plain_form_that_carries_its_operation(client, office, evaluation):
    change(office, evaluation, "A2-1-2", {"faults": 1})
    text = see(client, office, "sheet", evaluation.pk, "A.2")
    form = text[text.index('<form class="row-controls" id="judge-A2-1-2"') :].split("</form>")[0]
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    buttons = re.findall(r'name="value" value="(.*?)" data-value="(.*?)" data-key="(\d)"', form)
    assert (fields["target"], fields["base"], len(fields["uuid"])) == ("A2-1-2", "1", 36)
    assert buttons == [
        ('{"met":true}', '{"met":true}', "1"),
        ("{}", '{"faults":1}', "2"),
        ('{"not_applicable":true}', '{"not_applicable":true}', "3"),
    ]


def test_every_form_of_the_sheet_has_an_operation_id_of_its_own(client, office, evaluation):
    ids = re.findall(r'name="uuid" value="([^"]+)"', see(client, office, "sheet", evaluation.pk, "A.4"))
    assert len(ids) > 60
    assert len(set(ids)) == len(ids)


def test_plain_form_saves_and_a_second_touch_clears(client, office, evaluation):
    text = see(client, office, "sheet", evaluation.pk, "A.2")
    for _ in range(2):
        form = text[text.index('id="judge-A2-1-2"') :].split("</form>")[0]
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
        pressed = re.findall(r'name="value" value="(.*?)" data-value', form)[1]
        client.post(address("judge", evaluation.pk), fields | {"value": pressed})
        text = see(client, office, "sheet", evaluation.pk, "A.2")
    assert list(evaluation.operations.values_list("value", flat=True)) == [{"faults": 1}, {}]
    assert Judgement.objects.get().value == {}


def test_reader_sees_the_sheet_without_a_form(client, reader, evaluation):
    text = see(client, reader, "sheet", evaluation.pk, "A.2")
    assert ("judge-A2-1-2" in text, "data-row" in text, 'type="module"' in text) == (False, True, False)


def test_locked_sheet_has_no_form(client, office, locked):
    text = see(client, office, "sheet", locked.evaluation_id, "A.2")
    assert ('name="uuid"' in text, "只能查看" in text) == (False, True)


def test_sheet_shows_linked_standards_with_their_state_and_why_not(client, city, office, evaluation, tree):
    link_standard(city, office, "6.1.1", ["A4-2-1"], year=2024)
    link_standard(city, office, "6.1.2", ["A4-2-2"], sequence=2, effective_on=date(2026, 3, 1))
    text = see(client, office, "sheet", evaluation.pk, "A.4")
    rows = {
        code: text[text.index(f'id="row-{code}"') :].split("</article>")[0] for code in ("A4-2-1", "A4-2-2")
    }
    assert "● 现行" in rows["A4-2-1"]
    assert "suggested" in rows["A4-2-1"]
    assert "◐ 即将实施</span> 不计，即将实施，2026-03-01 起" in rows["A4-2-2"]
    assert "suggested" not in rows["A4-2-2"]


def test_every_figure_opens_its_derivation(client, office, evaluation):
    text = see(client, office, "sheet", evaluation.pk, "A.2")
    targets = sorted(set(re.findall(r'data-why="([^"]+)"', text)))
    assert {"total", "A.2", "A2-1", "A2-4", "A2-1-1", "A2-4-1"} <= set(targets)
    answers = {
        target: client.get(address("sheet", evaluation.pk, "A.2", query=f"?why={target}"))
        for target in targets
    }
    assert [target for target, answer in answers.items() if "算到哪里" not in text_of(answer)] == []


def test_unknown_figure_is_not_found(client, office, evaluation):
    client.force_login(office)
    assert client.get(address("sheet", evaluation.pk, "A.2", query="?why=B9")).status_code == 404


def test_proposed_zero_asks_for_a_decision_with_a_reason(client, office, evaluation):
    for code in ("A3-2-1", "A3-2-2"):
        change(office, evaluation, code, {"faults": 1})
    text = see(client, office, "sheet", evaluation.pk, "A.3")
    banner = text[text.index("decision-asked") :].split("</form>")[0]
    assert re.findall(r"data-value='([^']+)'", banner) == ['{"unmet":true}', '{"unmet":false}']
    assert 'name="reason" required' in banner


def test_decided_zero_is_shown_with_its_reason_and_can_be_taken_back(client, office, evaluation):
    change(office, evaluation, "A3-2", {"unmet": True, "reason": "应有而没有"})
    text = see(client, office, "sheet", evaluation.pk, "A.3")
    assert "× 已确认零分</b>（第5部分 8.2）：应有而没有" in text
    assert "撤回" in text


def test_kept_text_of_a_row_follows_every_change(client, office, reader, evaluation):
    def row(user):
        text = see(client, user, "sheet", evaluation.pk, "A.2")
        return text[text.index('id="row-A2-2-1"') :].split("</article>")[0]

    change(office, evaluation, "A2-2-1", {"not_applicable": True, "reason": "没有此项业务"})
    before = row(office)
    change(office, evaluation, "A2-2", {"not_applicable": True, "reason": "没有此项业务"})
    after, read = row(office), row(reader)
    words = "整项不适用，本条不单独计。"
    assert [words in before, words in after, words in read] == [False, True, True]
    assert ["<form" in before, "<form" in after, "<form" in read] == [True, True, False]


def test_kept_text_carries_the_token_of_each_session(client, office, evaluation):
    tokens = []
    for _ in range(2):
        client.logout()
        text = see(client, office, "sheet", evaluation.pk, "A.2")
        tokens.append(set(re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)))
    assert [len(found) for found in tokens] == [1, 1]
    assert tokens[0] != tokens[1]


@pytest.mark.parametrize("name", ["sheet", "evaluation", "lock"])
def test_pages_hold_no_inline_style_or_script(client, office, evaluation, name):
    text = see(client, office, name, *([evaluation.pk, "A.7"] if name == "sheet" else [evaluation.pk]))
    assert re.findall(r"\sstyle=|\son\w+=|<style|<script(?![^>]*\ssrc=)", text) == []


def test_numbers_of_a_bar_are_plain_on_every_page(client, office, evaluation):
    Evaluation.objects.filter(pk=evaluation.pk).update(serial=12345)
    text = see(client, office, "sheet", evaluation.pk, "A.1")
    assert 'data-serial="12345"' in text


# Lock, result, reopening


def test_lock_page_lists_what_is_missing_and_cannot_be_pressed(client, office, evaluation):
    text = see(client, office, "lock", evaluation.pk)
    listed = text[text.index('<ol class="obstacles">') :].split("</ol>")[0]
    links = re.findall(r'<li><a href="([^"]+)">([^<]+)</a>', listed)
    assert (f"{address('sheet', evaluation.pk, 'A.1')}#row-A1-1-1") in [url for url, _ in links]
    assert re.search(rf'<button type="submit"[^>]* disabled>锁定（还有 {len(links)} 件事）', text)


def test_locking_too_early_says_why_and_keeps_it_open(client, office, evaluation):
    client.force_login(office)
    text = text_of(client.post(address("lock", evaluation.pk)))
    assert "还不能锁定，请先办完下面各项。" in text
    assert not Evaluation.objects.get().is_locked


def test_complete_evaluation_is_locked_and_goes_to_its_result(client, office, evaluation):
    complete(office, evaluation)
    client.force_login(office)
    response = client.post(address("lock", evaluation.pk))
    result = Evaluation.objects.get().results.get()
    assert response["Location"] == address("result", result.pk)
    assert Evaluation.objects.get().is_locked


def test_result_prints_the_frozen_figures(client, reader, locked):
    text = see(client, reader, "result", locked.pk)
    document = json.loads(locked.document)["result"]
    digest = " ".join(locked.sha256[place : place + 8] for place in range(0, 64, 8))
    assert f"<b>{document['total']}</b> / 500" in text
    assert (locked.verdict in text, locked.number in text, digest in text) == (True, True, True)
    for code, section in document["sections"].items():
        line = re.search(rf'<th scope="row">{code} .*?</tr>', text, re.S).group()
        cells = [re.sub(r"\D", "", cell) for cell in re.findall(r'<td class="figure">(.*?)</td>', line)[:3]]
        assert cells == [str(section["full"]), str(section["items"]), str(section["score"])]


def test_result_lists_deductions_and_not_applicable_with_reasons(client, reader, locked):
    text = see(client, reader, "result", locked.pk)
    assert "没有方针扣2分：不满足，扣2分" in text
    assert "不适用，按满分计算，不扣分（第5部分 8.2）：没有此级" in text


def test_result_says_why_a_proposed_zero_was_not_confirmed(client, office, evaluation):
    decided = {"unmet": False, "reason": "制度正在试行"}
    found = complete(office, evaluation, A3_2_1={"faults": 1}, A3_2_2={"faults": 1}, A3_2=decided)
    text = see(client, office, "result", lock_evaluation(actor=office, evaluation=found).pk)
    assert "8.2 建议计 0 分，不予确认：制度正在试行；本项 20 − 10 ＝ 10" in text


def test_result_stands_beside_the_one_of_the_year_before(client, city, office, evaluation):
    earlier = make_evaluation(city, office, year=2025, as_of=date(2025, 12, 1))
    faults = complete(office, earlier, A1_1_1={"faults": 1}, A1_1_2={"faults": 1})
    before = lock_evaluation(actor=office, evaluation=faults)
    now = lock_evaluation(actor=office, evaluation=complete(office, evaluation))
    text = see(client, office, "result", now.pk)
    assert f"2025 年 {before.total}，本次 <b>+{now.total - before.total}</b>" in text


def test_result_without_an_earlier_year_compares_nothing(client, office, locked):
    assert "相差" not in see(client, office, "result", locked.pk)


def test_reopening_keeps_the_old_version_and_counts_up(client, office, locked):
    client.force_login(office)
    client.post(address("reopen", locked.evaluation_id), {"reason": "漏看一份文件"})
    found = Evaluation.objects.get()
    assert (found.is_locked, found.version, list(found.results.all())) == (False, 2, [locked])
    assert locked.number in see(client, office, "evaluation", found.pk)


def test_reopening_without_a_reason_is_refused(client, office, locked):
    client.force_login(office)
    text = text_of(client.post(address("reopen", locked.evaluation_id), {"reason": ""}))
    assert "请写明重开的理由。" in text
    assert Evaluation.objects.get().is_locked


# Requirements of a standard


@pytest.fixture
def standard(city, tree):
    return factories.make_published(city, factories.Node.objects.get(code="6.1.1"), title="网格划分规范")


def test_requirements_of_the_node_come_first_and_the_others_fold_away(client, office, edition, standard):
    text = see(client, office, "standard-requirements", standard.pk)
    near, others = text.split("<details", 1)
    assert re.findall(r'name="codes" value="([^"]+)"', near) == ["A4-2-1"]
    assert len(re.findall(r'name="codes" value="([^"]+)"', others)) == 174


def test_ticked_requirements_are_kept_and_shown_on_the_standard(client, office, edition, standard):
    client.force_login(office)
    client.post(address("standard-requirements", standard.pk), {"codes": ["A4-2-1", "A3-2-1"]})
    assert sorted(Fulfilment.objects.values_list("requirement", flat=True)) == ["A3-2-1", "A4-2-1"]
    text = text_of(client.get(standard.get_absolute_url()))
    assert ("A4-2-1" in text, "每缺一项扣2分" in text, "原因：无文本" in text) == (True, True, True)


def test_unknown_requirement_is_refused_in_words(client, office, edition, standard):
    client.force_login(office)
    text = text_of(client.post(address("standard-requirements", standard.pk), {"codes": ["B1"]}))
    assert "评价细则 T/CSSG 001.5-2020 中没有要求 B1。" in text


# Workbench


def workbench(client, user) -> str:
    client.force_login(user)
    return text_of(client.get(reverse("workbench")))


def test_workbench_shows_the_open_sheet_and_what_is_left(client, office, evaluation):
    text = workbench(client, office)
    assert "未评 175 条：A.1、A.2、A.3、A.4、A.5、A.6、A.7" in text
    assert "已得 0，未评 500，已扣 0，满分 500；合格线 300" in text


def test_workbench_asks_for_the_lock_when_all_is_judged(client, office, evaluation):
    complete(office, evaluation)
    assert "七张表都已评完，待锁定" in workbench(client, office)


def test_workbench_does_not_ask_a_member_for_the_lock(client, office, panel_member, evaluation):
    change_people(client, office, evaluation, username="panel")
    complete(office, evaluation)
    assert "没有待办" in workbench(client, panel_member)


def test_workbench_reminds_of_a_review_overdue(client, city, office, node):
    factories.make_published(city, node, year=2020)
    text = workbench(client, office)
    assert ("已逾期（1）" in text, "2020-05-01 起满三年" in text) == (True, True)


def test_workbench_of_a_stranger_shows_nothing_of_others(client, city, stranger, evaluation, node):
    factories.make_published(city, node, year=2020)
    text = workbench(client, stranger)
    assert (city.name in text, "没有待办" in text) == (False, True)


def test_workbench_of_a_panel_member_shows_the_sheet_assigned(client, office, panel_member, evaluation):
    change_people(client, office, evaluation, username="panel")
    text = workbench(client, panel_member)
    assert (evaluation.get_absolute_url() in text, "标准登记" in text) == (True, False)


def test_workbench_counts_the_coverage_of_the_own_registry(client, city, tree):
    reader = factories.make_user("counter", organization=city, roles=[Role.READER])
    factories.make_published(city, factories.Node.objects.get(code="6.1.1"))
    text = workbench(client, reader)
    assert re.search(r"<b>GL</b>.*?1 / 54", text, re.S)


def test_calendar_marks_today_by_word_and_counts_what_is_due(client, office, evaluation):
    Evaluation.objects.filter(pk=evaluation.pk).update(as_of=timezone.localdate())
    text = workbench(client, office)
    days = re.findall(
        r"<li class=.*?</li>", text[text.index('<ol class="calendar"') :].split("</ol>")[0], re.S
    )
    today = next(day for day in days if "今天" in day)
    assert (len(days), "自我评价 1" in today, 'aria-current="date"' in today) == (14, True, True)
