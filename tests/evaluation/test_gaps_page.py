"""达标路径 as a page: gaps out of the registry and out of a sheet, who sees them, in a literal number of statements."""

import time
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from evaluation.gaps.carried import brought, carried
from evaluation.gaps.links import link_of
from evaluation.gaps.page import GapsPage
from evaluation.gaps.reading import standing_of
from evaluation.gaps.search import Choice
from evaluation.gaps.simulating import Simulation
from evaluation.models import Fulfilment
from evaluation.services.evidence import add_file
from evaluation.services.locking import lock_evaluation
from standards.models import Node
from tests import factories
from tests.evaluation.making import change, complete, hand_in, make_evaluation, make_panel, members

DAY = date(2026, 11, 20)
# Frame of the page, organisation and edition, the offered evaluations with their people, and the facts.
STATEMENTS = 31
# Session, user, roles, the organisation, the edition.
TICK = 5


@pytest.fixture
def organization(city, tree, edition):
    """A city with the tree of part 3 and not a single standard."""
    return city


def counted(organization, edition, code, *, title="网格巡查管理规范", sequence=1, **fields):
    """A standard in force with its text, ticked for a requirement."""
    requirement = edition.scorecard.requirements_by_code[code]
    node = Node.objects.get(code=requirement.node_codes[0])
    standard = factories.make_published(organization, node, sequence, title, **fields)
    factories.make_document(standard)
    Fulfilment.objects.create(standard=standard, edition=edition, requirement=code)
    return standard


def page_of(organization, edition, **more):
    return GapsPage.of_standing(standing_of(organization, edition, on=DAY), **more)


def gap(organization, edition, code, judged=None):
    page = GapsPage.of_standing(standing_of(organization, edition, on=DAY, judged=judged))
    return next((each for each in page.gaps if each.code == code), None)


def address(organization, name="gaps", query=""):
    return reverse(f"evaluation:{name}", args=[organization.pk]) + query


# --- Gaps ---


def test_a_missing_standard_is_a_gap_with_a_title_for_the_new_one(organization, edition):
    found = gap(organization, edition, "A3-5-3")
    assert (found.kind, found.title, found.node, found.standards) == (
        "standard",
        "网格巡查管理规范",
        "5.4.2",
        1,
    )
    assert (found.printed, found.gain, found.words) == (5, 0, ("没有挂接的标准",))


def test_goals_are_entered_among_the_guidance_and_are_no_new_standard(client, office, organization, edition):
    found = gap(organization, edition, "A1-1-2")
    assert (found.kind, found.title, found.standards) == ("record", "", 0)
    page = GapsPage.of_standing(standing_of(organization, edition, on=DAY))
    assert "A1-1-2" not in page.new_standards
    link = link_of(found, page.standing, organization, None, may_plan=True)
    assert link == ("登记指导性文件", f"/standards/new/guidance/?organization={organization.pk}")
    client.force_login(office)
    assert client.get(link[1]).status_code == 200


def test_a_standard_that_counts_closes_the_gap(organization, edition):
    counted(organization, edition, "A3-5-3")
    assert gap(organization, edition, "A3-5-3") is None


def test_a_standard_without_text_is_mended_and_not_made_anew(organization, edition):
    standard = counted(organization, edition, "A3-5-3")
    standard.documents.all().delete()
    found = gap(organization, edition, "A3-5-3")
    assert (found.kind, found.standard, found.standards) == ("record", standard.pk, 0)
    assert "无文本" in found.words[0]


def test_a_withdrawn_standard_needs_another(organization, edition):
    counted(organization, edition, "A3-5-3", withdrawn_on=date(2026, 1, 1), withdrawal_reason="不再需要")
    assert gap(organization, edition, "A3-5-3").kind == "standard"


def test_a_gap_says_why_its_gain_is_not_the_printed_deduction(organization, edition):
    assert gap(organization, edition, "A4-2-1").why_gain == "这一项全不满足，计 0 分；补上一条即恢复（8.2）"
    assert gap(organization, edition, "A3-5-3").why_gain == "本项最多扣 30 分，应扣的多于此数（8.3）"


def test_what_the_sheet_judged_stands_before_the_data(organization, edition):
    assert gap(organization, edition, "A3-5-3", {"A3-5-3": {"met": True}}) is None
    counted(organization, edition, "A3-5-3")
    found = gap(organization, edition, "A3-5-3", {"A3-5-3": {"faults": 1, "reason": "只是办事指南"}})
    assert (found.kind, found.words, found.is_judged) == ("people", ("评价表判为“不满足”",), True)


def test_what_only_people_judge_is_no_gap_until_they_did(organization, edition):
    page = page_of(organization, edition)
    assert "A1-7-2" not in page.ways.codes
    assert "A1-7-2" in [row.code for row in page.open]
    assert gap(organization, edition, "A1-7-2", {"A1-7-2": {"faults": 1}}).kind == "people"


def test_levels_an_organisation_does_not_have_are_no_gaps(city, edition, tree):
    village = factories.make_organization("滨江村工作站", parent=city, level="village", initials="BJ")
    codes = page_of(village, edition).ways.codes
    assert [code for code in codes if code.startswith(("A5-2", "A5-8"))] == ["A5-2-4"]


def test_the_day_decides_what_is_in_force(organization, edition):
    counted(organization, edition, "A3-5-3")
    before = standing_of(organization, edition, on=date(2025, 4, 30))
    assert "A3-5-3" in GapsPage.of_standing(before).ways.codes
    assert "A3-5-3" not in page_of(organization, edition).ways.codes


# --- A new organisation's first day ---


def test_without_a_single_standard_gaps_still_make_sense(organization, edition):
    page = page_of(organization, edition)
    assert (page.total, page.today.range, len(page.ways.codes)) == (0, "0–216", 115)
    assert len(page.ways.smallest(300).codes) == 93
    assert page.ways.most(1) == Choice(("A3-2-1",), 15)
    assert all(row.gap.words for row in page.rows)


def test_the_first_day_has_a_page(client, office, organization):
    client.force_login(office)
    response = client.get(address(organization))
    assert response.status_code == 200
    assert "差距 115 项" in response.text
    assert "合格线 300：最少 93 项" in response.text
    assert "良好 400：补上全部也不到" in response.text
    assert "新标准带来的其他变化（如覆盖率）在登记后重新测算" in response.text
    assert "结果是准确的" not in response.text


# --- The page ---


def test_the_most_comes_first_and_equals_stand_in_printed_order(organization, edition):
    counted(organization, edition, "A3-5-3")
    rows = page_of(organization, edition).rows
    order = {requirement.code: place for place, requirement in enumerate(edition.scorecard.requirements)}
    assert [row.gap.code for row in rows] == sorted(
        (row.gap.code for row in rows), key=lambda code: (-gains(rows)[code], order[code])
    )


def gains(rows):
    return {row.gap.code: row.gap.gain for row in rows}


def test_ticks_of_the_address_move_the_total(client, office, organization):
    client.force_login(office)
    before = client.get(address(organization, "gaps-simulate")).json()
    after = client.get(address(organization, "gaps-simulate", "?tick=A4-2-1&tick=A4-2-2")).json()
    assert (before["total"], before["count"]) == (0, 0)
    assert (after["total"], after["count"], after["gained"]) == (6, 2, "+6")
    assert after["gains"]["A4-2-3"] == "+2"
    assert after["sections"]["A.4"].startswith("6–")


def test_page_and_script_show_the_same_figures(client, office, organization):
    client.force_login(office)
    query = "?tick=A4-2-1&people=best"
    figures = client.get(address(organization, "gaps-simulate", query)).json()
    page = client.get(address(organization, "gaps", query)).context["page"]
    assert page.figures == figures
    assert page.people_words == "按最高计"


def test_unknown_ticks_and_words_are_passed_over(client, office, organization):
    client.force_login(office)
    response = client.get(address(organization, "gaps", "?tick=A9-9-9&tick=<b>&people=x&on=tomorrow"))
    assert response.status_code == 200
    assert response.context["page"].ticked == ()
    assert "数据日期应为 2026-11-20 这样的日期" in response.text


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2101-01-01", "9999-12-31"])
def test_a_day_nobody_can_mean_gives_way_to_today(client, office, organization, day):
    client.force_login(office)
    response = client.get(address(organization, "gaps", f"?on={day}"))
    assert response.context["form"].day == timezone.localdate()
    assert "数据日期应在 1900-01-01 至 2100-12-31 之间，现按默认日期计算。" in response.text


def test_reaching_ticks_the_smallest_set(client, office, organization):
    client.force_login(office)
    response = client.get(address(organization, "gaps-reach", "?target=15&on=2026-11-20"))
    assert response.status_code == 302
    shown = client.get(response.url)
    assert shown.context["page"].total_then == 15
    assert "到 15 分最少补 1 项，补上后为 15 分，已勾选。" in shown.text


def test_what_cannot_be_reached_says_by_how_much_and_keeps_the_ticks(client, office, organization):
    client.force_login(office)
    response = client.get(address(organization, "gaps-reach", "?target=500&tick=A4-2-1"), follow=True)
    assert response.context["page"].ticked == ("A4-2-1",)
    assert "补上全部 115 项差距，由人判定的按最低计，为 323 分，到 500 分还差 177。" in response.text


@pytest.mark.parametrize("query", ["", "?target=0", "?target=501", "?target=x"])
def test_a_target_that_is_none_is_refused_with_a_sentence(client, office, organization, query):
    client.force_login(office)
    response = client.get(address(organization, "gaps-reach", query), follow=True)
    assert "目标分应为 1 到 500 的整数，例如 300。" in response.text


def test_so_many_new_standards_tick_only_new_standards(client, office, organization):
    client.force_login(office)
    query = "?count=3&only=standard"
    response = client.get(address(organization, "gaps-most", query), follow=True)
    page = response.context["page"]
    kinds = {row.gap.kind for row in page.rows if row.is_ticked}
    assert (len(page.ticked), kinds) == (3, {"standard"})
    assert "3 项新标准最多得到" in response.text


def test_the_office_plans_what_it_ticks_and_others_do_not(client, office, reader, organization):
    client.force_login(office)
    assert "列入制修订计划" in client.get(address(organization)).text
    client.force_login(reader)
    assert "列入制修订计划" not in client.get(address(organization)).text


# --- A sheet on top ---


def test_a_sheet_can_be_laid_on_top(client, office, organization):
    evaluation = make_evaluation(organization, office)
    change(office, evaluation, "A1-7-2", {"faults": 1})
    client.force_login(office)
    response = client.get(address(organization, "gaps", f"?evaluation={evaluation.pk}"))
    assert "评价表判为“不满足”" in response.text
    assert response.context["form"].day == evaluation.as_of
    assert f'/evaluations/{evaluation.pk}/sheet/A.1/#row-A1-7-2"' in response.text


def test_files_of_the_sheet_are_no_longer_missed(client, office, organization):
    evaluation = make_evaluation(organization, office)
    file = factories.ContentFile(factories.PDF, name="证书.pdf")
    add_file(actor=office, sheet=evaluation.official, target="A7-3-1", file=file)
    client.force_login(office)
    page = client.get(address(organization, "gaps", f"?evaluation={evaluation.pk}")).context["page"]
    assert [row.missing for row in page.open if row.code == "A7-3-1"] == [()]


def test_the_evaluated_organisation_sees_no_sheet_of_a_panel(client, city, county, edition, tree):
    panel = make_panel(city, county)
    hand_in(members(panel)[0], A3_4_1={"faults": 1})
    client.force_login(factories.make_office_user(county, "county-office"))
    assert client.get(address(county, "gaps", f"?evaluation={panel.pk}")).status_code == 404
    page = client.get(address(county))
    assert f'value="{panel.pk}"' not in page.text
    assert page.context["page"].standing.judged == {}


def test_a_locked_sheet_says_why_in_the_words_frozen_with_it(client, city, office, tree, edition):
    standard = counted(city, edition, "A3-5-3")
    evaluation = complete(
        office, make_evaluation(city, office), A3_5_3={"faults": 1, "reason": "只是办事指南"}
    )
    lock_evaluation(actor=office, evaluation=evaluation)
    standard.documents.all().delete()
    client.force_login(office)
    page = client.get(address(city, "gaps", f"?evaluation={evaluation.pk}")).context["page"]
    assert [row.gap.words for row in page.rows if row.gap.code == "A3-5-3"] == [("评价表判为“不满足”",)]
    assert page.standing.proposals["A3-5-3"].words == "满足"


def test_what_a_locked_sheet_lacked_leads_to_the_standard_there_is_today(client, city, office, tree, edition):
    evaluation = complete(office, make_evaluation(city, office), A3_5_3={"faults": 1})
    lock_evaluation(actor=office, evaluation=evaluation)
    standard = counted(city, edition, "A3-5-3")
    standard.documents.all().delete()
    client.force_login(office)
    response = client.get(address(city, "gaps", f"?evaluation={evaluation.pk}"))
    found = next(row.gap for row in response.context["page"].rows if row.gap.code == "A3-5-3")
    assert (found.words, found.standard) == (("评价表判为“不满足”", "没有挂接的标准"), standard.pk)


def test_a_sheet_of_another_organisation_is_not_found(client, office, county, organization):
    elsewhere = make_evaluation(county, factories.make_office_user(county, "county-office"))
    client.force_login(office)
    assert client.get(address(organization, "gaps", f"?evaluation={elsewhere.pk}")).status_code == 404


@pytest.mark.parametrize("key", ["x", "0", "9" * 30])
def test_no_evaluation_of_that_key_is_not_found(client, office, organization, key):
    client.force_login(office)
    assert client.get(address(organization, "gaps", f"?evaluation={key}")).status_code == 404


# --- Cost ---


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_a_literal_number_of_statements(
    client, office, organization, edition, rows, django_assert_num_queries
):
    for sequence in range(1, rows + 1):
        counted(organization, edition, f"A3-5-{sequence}", title=f"规范{sequence}", sequence=sequence)
        make_evaluation(organization, office, year=2026 - sequence, as_of=date(2026 - sequence, 12, 1))
    client.force_login(office)
    client.get(address(organization))
    with django_assert_num_queries(STATEMENTS):
        client.get(address(organization))


def carried_by(client, organization, query="") -> dict:
    return {"facts": client.get(address(organization, "gaps", query)).context["facts"]}


def test_a_tick_takes_few_statements_with_the_facts_of_the_page(
    client, office, organization, django_assert_num_queries
):
    client.force_login(office)
    query = {"tick": ["A4-2-1", "A4-2-2"], "people": "best"} | carried_by(client, organization)
    with django_assert_num_queries(TICK):
        figures = client.get(address(organization, "gaps-simulate"), query).json()
    read = client.get(address(organization, "gaps-simulate", "?tick=A4-2-1&tick=A4-2-2&people=best")).json()
    assert figures == read


def test_what_the_page_carries_fits_into_an_address(client, office, organization):
    client.force_login(office)
    assert len(carried_by(client, organization)["facts"]) < 2_000


def test_figures_of_a_page_stay_those_of_its_facts(client, office, organization, edition):
    client.force_login(office)
    query = carried_by(client, organization)
    before = client.get(address(organization, "gaps-simulate"), query).json()
    counted(organization, edition, "A3-2-1")
    assert client.get(address(organization, "gaps-simulate"), query).json() == before
    assert client.get(address(organization, "gaps-simulate")).json()["total"] > before["total"]


def test_what_the_page_carries_holds_no_words_of_people(office, organization, edition):
    facts = {"A3-5-3": {"faults": 1, "reason": "只是办事指南", "note": "私下"}}
    text = carried(office, organization, edition, facts)
    assert brought(office, organization, text) == (edition.code, {"A3-5-3": {"faults": 1}})


def test_facts_of_somebody_else_forged_or_old_are_read_anew(
    client, office, reader, county, organization, edition, time_machine
):
    text = carried(office, organization, edition, {})
    assert brought(reader, organization, text) is None
    assert brought(office, county, text) is None
    assert brought(office, organization, text[:-1] + "_") is None
    client.force_login(office)
    query = {"facts": text + "x", "tick": "A4-2-1"}
    assert client.get(address(organization, "gaps-simulate"), query).json()["count"] == 1
    time_machine.move_to(timezone.now() + timedelta(hours=13))
    assert brought(office, organization, text) is None


def seconds_of(work) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def test_the_whole_simulation_answers_within_a_blink(organization, edition):
    """Everything a tick computes, of an organisation without anything: it has the most gaps. The best of three."""
    known = standing_of(organization, edition, on=DAY).forecast.known

    def simulate():
        simulation = Simulation.of(edition.scorecard, known, ticked=["A4-2-1"])
        assert simulation.figures["total"] == 4
        assert simulation.ways.smallest(300).total >= 300

    assert min(seconds_of(simulate) for _ in range(3)) < 0.2
