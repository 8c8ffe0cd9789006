"""Pages of the self-evaluation: list, opening, facts, people, lock, result, fulfilment."""

import html
import json
import re
from datetime import date

import pytest

from evaluation.models import Evaluation, Fulfilment
from evaluation.services.locking import lock_evaluation
from tests import factories
from tests.activities.making import make_finding
from tests.evaluation.making import complete, make_evaluation
from tests.evaluation.seeing import address, see, text_of

pytestmark = pytest.mark.django_db


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


def test_result_lists_awards_not_had_and_the_sum_of_everything_lost(client, reader, locked):
    text = see(client, reader, "result", locked.pk)
    assert "未得 10 分：国家级知名品牌或奖励得10分" in text
    foot = re.search(r"<tfoot><tr><th[^>]*>(合计[^<]*)</th><td class=\"figure\">(\d+)</td>", text)
    assert foot.groups() == (f"合计：满分 500，得 {locked.total}", str(500 - locked.total))


def test_deduction_is_registered_as_a_problem_and_then_shows_how_far_it_is(
    client, city, office, reader, locked
):
    assert "登记问题" not in see(client, reader, "result", locked.pk)
    text = see(client, office, "result", locked.pk)
    link = html.unescape(
        re.search(r'href="(/activities/findings/new/[^"]+clause=A1-1-1[^"]+)"', text).group(1)
    )
    initial = client.get(link).context["form"].initial
    assert (initial["source"], initial["clause"], bool(initial["description"])) == (
        "self_evaluation",
        "A1-1-1",
        True,
    )
    fields = {"source": "self_evaluation", "clause": "A1-1-1", "found_on": locked.evaluation.as_of}
    row = make_finding(city, **fields)
    assert f">{row.number}</a> 登记" in see(client, reader, "result", locked.pk)


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
