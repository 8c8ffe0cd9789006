"""What Appendix A tells of a registry: standards ticked for nothing, or for another leaf; requirements on the tree."""

from datetime import date

import pytest
from django.urls import reverse
from lxml import html

from evaluation.gaps.reading import forecast_of
from evaluation.models import Fulfilment
from standards.health.collecting import problems_of
from standards.models import Node
from standards.statistics import coverage
from standards.tree_notes import note_tree
from tests.factories import make_document, make_published

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)
OURS = ("unticked", "ticked-elsewhere")
TREE_STATEMENTS = 8
PAGE_STATEMENTS = 37


@pytest.fixture(autouse=True)
def _in_june(time_machine):
    time_machine.move_to("2026-06-01 12:00+08:00")


@pytest.fixture
def row(city, tree, edition):
    row = make_published(city, Node.objects.get(code="5.4.2"))
    make_document(row)
    return row


def tick(row, edition, code):
    return Fulfilment.objects.create(standard=row, edition=edition, requirement=code)


def faults(city) -> list[tuple]:
    found = problems_of(city, TODAY)
    return [(each.check.code, each.sentence, each.mend.url) for each in found if each.check.code in OURS]


def test_standard_ticked_for_nothing_is_a_fault_until_it_is_ticked(client, city, office, edition, row):
    url = reverse("evaluation:standard-requirements", args=[row.pk])
    sentence = "现行，没有挂接评价要求，所在分类对应 A3-5-3，评价时不计。"
    assert faults(city) == [("unticked", sentence, url)]
    tick(row, edition, "A3-5-3")
    assert faults(city) == []
    client.force_login(office)
    assert client.get(url).status_code == 200


def test_standard_ticked_for_another_leaf_is_a_fault_until_that_is_taken_away(city, edition, row):
    tick(row, edition, "A3-5-3")
    wrong = tick(row, edition, "A3-5-4")
    url = reverse("evaluation:standard-requirements", args=[row.pk])
    sentence = "挂接的 A3-5-4 属于分类 5.4.4，标准归在 5.4.2。"
    assert faults(city) == [("ticked-elsewhere", sentence.replace("5.4.4", leaf_of(edition)), url)]
    wrong.delete()
    assert faults(city) == []


def leaf_of(edition) -> str:
    return "、".join(edition.scorecard.requirements_by_code["A3-5-4"].node_codes)


def test_leaf_that_no_requirement_asks_for_wants_no_tick(city, edition, tree):
    make_published(city, Node.objects.get(code="4.1.1"))
    assert faults(city) == []


def noted(city) -> dict[str, str]:
    covered = note_tree(city, coverage(city, on=TODAY))
    return {row.node.code: row.note for root in covered.roots for row in (root, *root.rows)}


def test_tree_tells_the_requirements_each_place_meets(city, edition, row):
    before = noted(city)
    tick(row, edition, "A3-5-3")
    after = noted(city)
    assert [(before[code], after[code]) for code in ("5.4.2", "5.4.1")] == [
        ("附录A 0/1 条满足", "附录A 1/1 条满足"),
        ("附录A 0/1 条满足", "附录A 0/1 条满足"),
    ]
    assert (before["TG204"], after["TG204"]) == ("附录A 0/6 条满足", "附录A 1/6 条满足")


def test_tree_says_nothing_without_an_edition(city, tree):
    assert set(noted(city).values()) == {""}


def test_page_and_chart_show_the_requirements(client, city, reader, edition, row):
    tick(row, edition, "A3-5-3")
    client.force_login(reader)
    shown = html.fromstring(client.get(reverse("standards:system")).content.decode())
    summaries = [" ".join(each.text_content().split()) for each in shown.iter("summary")]
    assert "TG204 服务运行管理子体系 附录A 1/6 条满足 1 / 6 部分" in summaries
    chart = client.get(reverse("standards:chart"), {"open": "TG204"}).content.decode()
    assert ("附录A 1/6 条满足　1 / 6" in chart, "附录A 1/1 条满足　1 / 1" in chart) == (True, True)


@pytest.mark.parametrize("count", [1, 30])
def test_tree_is_noted_in_the_same_statements(city, edition, row, django_assert_num_queries, count):
    for at in range(2, count + 1):
        tick(make_published(city, row.node, at, f"规范{at}"), edition, "A3-5-3")
    noted(city)  # the text of the edition is read once for each process
    with django_assert_num_queries(TREE_STATEMENTS):
        noted(city)


@pytest.mark.parametrize("count", [1, 30])
def test_page_of_the_tree_takes_the_same_statements_for_any_registry(
    client, city, reader, edition, row, django_assert_num_queries, count
):
    for at in range(2, count + 1):
        tick(make_published(city, row.node, at, f"规范{at}"), edition, "A3-5-3")
    client.force_login(reader)
    client.get(reverse("standards:system"))
    with django_assert_num_queries(PAGE_STATEMENTS):
        client.get(reverse("standards:system"))


def card(client, user) -> html.HtmlElement:
    client.force_login(user)
    shown = html.fromstring(client.get(reverse("standards:system")).content.decode())
    return shown.find_class("data-score")[0]


def test_page_of_the_tree_tells_the_score_by_the_data_and_leads_to_the_faults(
    client, city, reader, edition, row
):
    found = forecast_of(city, edition, on=TODAY).range
    shown = card(client, reader)
    links = [
        f"{reverse('standards:health')}?organization={city.pk}",
        reverse("evaluation:gaps", args=[city.pk]),
    ]
    assert shown.find_class("data-score-range")[0].text_content() == f"{found.low}–{found.high}"
    assert f"差 {300 - found.low} 分" in shown.text_content()
    assert set(links) == set(shown.xpath(".//a/@href"))


def test_score_by_the_data_makes_sense_without_a_single_standard(client, city, reader, tree, edition):
    shown = card(client, reader)
    assert "合格线 300 分" in shown.text_content()


def test_page_of_the_tree_does_not_examine_the_registry(client, city, reader, edition, row, monkeypatch):
    monkeypatch.setattr("standards.health.collecting.examinations", lambda: pytest.fail("examined"))
    assert "体系体检" in card(client, reader).text_content()


def test_workbench_leads_to_score_and_faults_without_reckoning(client, city, reader, panel_member):
    link = f"{reverse('standards:health')}?organization={city.pk}"
    pages = []
    for user in (reader, panel_member):
        client.force_login(user)
        pages.append(client.get(reverse("workbench")).content.decode())
    assert [(link in page, "按数据测算" in page) for page in pages] == [(True, True), (False, False)]
