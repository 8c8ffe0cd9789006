"""What a row of the sheet shows of its proposal, to whom, and as of when."""

import re

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from evaluation.proposing.proposal import Ground, Proposal
from evaluation.services.fulfilment import set_fulfilments
from evaluation.services.locking import lock_evaluation
from tests import factories
from tests.evaluation.making import change, complete, make_panel, members
from tests.evaluation.seeing import address, see

pytestmark = pytest.mark.django_db


def link(organization, actor, *titles, codes=("A4-2-1",)):
    node = factories.Node.objects.get(code="6.1.1")
    made = []
    for place, title in enumerate(titles, 1):
        standard = factories.make_published(organization, node, title=title, sequence=place)
        factories.make_document(standard)
        set_fulfilments(actor=actor, standard=standard, codes=list(codes))
        made.append(standard)
    return made


def row(client, user, evaluation, code, section="A.4", name="sheet", args=()) -> str:
    text = see(client, user, name, evaluation.pk, *args, section)
    return text[text.index(f'id="row-{code}"') :].split("</article>")[0]


def told(text) -> list[str]:
    """The grounds and what is lacking, as a reader sees them."""
    lines = re.findall(r"<li[^>]*>(.*?)</li>", text.split('class="row-tools"')[0])
    return [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in lines]


def test_row_names_what_counts_first_and_for_the_rest_why_it_does_not(client, city, office, evaluation, tree):
    link(city, office, "网格编码规范", "网格划分规范")[0].documents.all().delete()
    lines = told(row(client, office, evaluation, "A4-2-1"))
    assert [line[0] for line in lines] == ["✓", "○"]
    assert lines[0].endswith("网格划分规范 现行")
    assert lines[1].endswith("网格编码规范 现行 不计，原因：无文本")


def test_where_nothing_is_linked_it_says_so(client, office, evaluation):
    text = row(client, office, evaluation, "A4-2-1")
    assert (told(text), "不足：" in text) == (["没有挂接的标准"], True)


def test_beyond_four_the_grounds_are_folded(client, city, office, evaluation, tree):
    link(city, office, *(f"第{n}号规范" for n in range(6)))
    text = row(client, office, evaluation, "A4-2-1")
    shown, folded = text.split("<details", 1)
    assert (len(told(shown)), "共 6 条" in folded, len(told(folded))) == (4, True, 2)


def test_where_it_is_not_met_what_does_not_count_comes_first():
    grounds = (Ground("standard", "1", "甲 现行"), Ground("standard", "2", "乙 审查中", "审查中，不计"))
    orders = [Proposal("A", outcome, "", grounds=grounds).ordered for outcome in ("not_met", "met", "open")]
    assert orders == [grounds[::-1], grounds, grounds]


@pytest.mark.parametrize("reads_registry", [True, False])
def test_beyond_forty_who_reads_the_registry_is_led_to_the_rest(evaluation, reads_registry):
    grounds = tuple(Ground("place", str(n), f"分类{n}", "没有标准") for n in range(41))
    proposal = Proposal("A3-1-1", "not_met", "缺41项", grounds=grounds)
    text = render_to_string(
        "evaluation/_proposal.html",
        {"proposal": proposal, "evaluation": evaluation, "reads_registry": reads_registry},
    )
    link = f'href="{reverse("standards:health")}?organization={evaluation.organization_id}"'
    assert ("列出前 40 条" in text, link in text) == (True, reads_registry)


def test_where_people_judge_it_shows_what_to_look_at_without_a_verdict(client, office, evaluation):
    text = row(client, office, evaluation, "A3-1-3", "A.3")
    assert ("由人判定" in text, "核对：逐份核对标准内容" in text, "suggested" in text) == (True, True, False)


def test_outsiders_read_the_words_of_a_standard_but_get_no_link_into_the_registry(
    client, city, county, office, edition, tree
):
    county_office = factories.make_office_user(county, "county-office")
    (standard,) = link(county, county_office, "网格划分规范")
    panel = make_panel(city, county)
    leader = members(panel)[0].user
    text = row(client, leader, panel, "A4-2-1")
    assert ("网格划分规范 现行" in text, standard.get_absolute_url() in text) == (True, False)


def test_office_reaches_the_standard_from_its_row(client, city, office, evaluation, tree):
    (standard,) = link(city, office, "网格划分规范")
    assert f'href="{standard.get_absolute_url()}"' in row(client, office, evaluation, "A4-2-1")


def test_row_follows_the_registry_though_nothing_on_the_sheet_changed(client, city, office, evaluation, tree):
    before = row(client, office, evaluation, "A4-2-1")
    link(city, office, "网格划分规范")
    after = row(client, office, evaluation, "A4-2-1")
    assert [re.search(r"建议：<b>(.*?)</b>", text).group(1) for text in (before, after)] == ["不满足", "满足"]


def test_after_the_lock_the_row_shows_what_was_frozen(client, city, office, evaluation, tree):
    (standard,) = link(city, office, "网格划分规范")
    locked = lock_evaluation(actor=office, evaluation=complete(office, evaluation)).evaluation
    before = row(client, office, locked, "A4-2-1")
    standard.documents.all().delete()
    assert row(client, office, locked, "A4-2-1") == before
    assert "建议：<b>满足</b>" in before


def test_why_says_whether_it_was_judged_as_proposed(client, office, evaluation):
    change(office, evaluation, "A4-2-1", {"met": True, "reason": "看了原件"})
    change(office, evaluation, "A4-2-2", {"faults": 1})
    panels = [
        see(client, office, "sheet", evaluation.pk, "A.4", query=f"?why={code}")
        for code in ("A4-2-1", "A4-2-2", "A4-2-3")
    ]
    words = [re.findall(r"建议(与判定..)", text) for text in panels]
    assert words == [["与判定不同"], ["与判定一致"], []]


def test_record_leads_to_its_page_only_for_who_judges(client, office, reader, evaluation):
    page = address("evidence-add", evaluation.pk, "A1-3-1")
    shown = [
        f'href="{page}"' in row(client, user, evaluation, "A1-3-1", "A.1").split("row-tools")[0]
        for user in (office, reader)
    ]
    assert shown == [True, False]
