"""The 合议 in real browsers: the leader rules in one, a member sees it in another; what is being written stays."""

from uuid import uuid4

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from evaluation.models import Evaluation, Ruling
from evaluation.services.consensus import rule, take_over_agreed
from tests.browser.test_axe import faults
from tests.evaluation.making import hand_in, make_panel, members

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MET, FAULT = {"met": True}, {"faults": 1}
WITHIN = 3_000  # milliseconds


@pytest.fixture
def panel(city, county, edition):
    """Leader and second differ at three requirements."""
    made = make_panel(city, county)
    leader, second = members(made)[:2]
    hand_in(leader, A3_4_1=MET, A3_5_6=MET, A3_3_1=MET)
    hand_in(second, A3_4_1=FAULT, A3_5_6=FAULT, A3_3_1=FAULT)
    return Evaluation.objects.get(pk=made.pk)


@pytest.fixture
def visit(browse, panel):
    """visit(place in the panel, query) → the page as that member sees it, in a browser of his own."""

    def open_page(place, query="", **options):
        page = browse(members(panel)[place].user, **options)
        page.goto(reverse("evaluation:consensus", args=[panel.pk]) + query)
        return page

    return open_page


def choose(page, words):
    page.locator(".ballot-choice", has_text=words).click()


def reason_of(page):
    return page.locator("[data-ballot]").get_by_label("理由")


def rule_elsewhere(panel, target):
    """The leader rules in another tab."""
    value = FAULT | {"reason": "查无文本"}
    leader = members(panel)[0].user
    rule(actor=leader, evaluation=panel, target=target, base=0, value=value, uuid=uuid4())


def test_member_sees_a_ruling_within_three_seconds(visit, panel):
    leader, member = visit(0, "?open=A3-4-1"), visit(1, "?show=all")
    expect(member.locator("#target-A3-4-1")).to_contain_text("待裁定")
    choose(leader, "不满足")
    reason_of(leader).fill("办事指南不是标准")
    leader.get_by_role("button", name="记录裁定，到下一条").click()
    expect(member.locator("#target-A3-4-1")).to_contain_text("办事指南不是标准", timeout=WITHIN)
    expect(member.locator("#figures")).to_contain_text("待裁定")
    assert member.locator("[data-ballot]").count() == 0
    expect(leader.locator("#target-A3-5-6 [data-ballot], #target-A3-3-1 [data-ballot]")).to_have_count(1)


def test_draft_stays_while_others_are_ruled_and_nothing_moves_under_it(visit, panel):
    page = visit(0, "?open=A3-5-6")
    choose(page, "不满足")
    reason = reason_of(page)
    reason.fill("正在写的理由")
    before = reason.bounding_box()["y"]
    rule_elsewhere(panel, "A3-3-1")
    rule_elsewhere(panel, "A3-4-1")
    take_over_agreed(actor=members(panel)[0].user, evaluation=panel)
    expect(page.locator("#decided-head")).to_contain_text("已裁定 2 条", timeout=15_000)
    expect(page.locator("#disputed #target-A3-4-1")).to_contain_text("已裁定")
    assert (reason.input_value(), page.evaluate("document.activeElement.name")) == ("正在写的理由", "reason")
    assert abs(reason.bounding_box()["y"] - before) < 2
    page.keyboard.type("，接着写")
    page.get_by_role("button", name="记录裁定").click()
    page.get_by_text("A3-5-6 已裁定").wait_for()
    assert (
        Ruling.objects.filter(operation__target="A3-5-6").get().operation.value["reason"]
        == "正在写的理由，接着写"
    )


def test_rows_open_on_the_spot(visit):
    page, loaded = visit(0), []
    page.on("load", lambda: loaded.append(page.url))
    page.get_by_role("link", name="A3-4-1").click()
    expect(page.locator("#target-A3-4-1 [data-ballot]")).to_be_visible()
    page.get_by_role("link", name="下一条待裁定").click()
    expect(page.locator("#target-A3-4-1 [data-ballot]")).to_have_count(0)
    assert (page.locator("[data-ballot]").count(), loaded) == (1, [])
    page.get_by_role("link", name="收起").click()
    expect(page.locator("[data-ballot]")).to_have_count(0)


def test_without_the_module_the_same_links_and_forms_do(visit, panel):
    page = visit(0, java_script_enabled=False)
    page.get_by_role("link", name="A3-4-1").click()
    choose(page, "满足，扣 0")
    reason_of(page).fill("看到了规程")
    page.get_by_role("button", name="记录裁定，到下一条").click()
    assert Ruling.objects.get().operation.value == MET | {"reason": "看到了规程"}


def test_nothing_new_is_asked_every_two_seconds_and_fetches_no_page(visit):
    page, asked = visit(1), []
    page.wait_for_load_state("networkidle")
    page.on("request", lambda request: asked.append(request.url.rsplit("/", 2)[-2]))
    page.wait_for_timeout(5_000)
    assert (set(asked), len(asked) in (2, 3)) == ({"changes"}, True)


def is_above_the_foot(page):
    """The ballot, whole, above the bar under the thumb."""
    script = """() => {
        const row = document.querySelector('.ballot').getBoundingClientRect();
        return row.top >= 0 && row.bottom <= document.querySelector('#foot').getBoundingClientRect().top;
    }"""
    page.wait_for_function(script, timeout=WITHIN * 3)


@pytest.mark.parametrize("size", [(1366, 768), (820, 1180), (820, 600)])
def test_ballot_of_an_opened_row_is_not_under_the_foot(visit, size):
    page = visit(0, "?open=A3-4-1", viewport={"width": size[0], "height": size[1]})
    is_above_the_foot(page)
    page.get_by_role("link", name="下一条待裁定").click()
    expect(page.locator("#target-A3-4-1 [data-ballot]")).to_have_count(0)
    is_above_the_foot(page)


def test_row_is_read_on_a_tablet_without_scrolling_sideways(visit, panel):
    for participant in members(panel)[2:]:
        hand_in(participant, A3_4_1=FAULT)
    page = visit(0, "?open=A3-4-1", viewport={"width": 820, "height": 1180})
    row = page.locator("#target-A3-4-1")
    expect(row.locator(".on-narrow")).to_contain_text("待裁定")
    expect(row.locator(".on-narrow")).to_contain_text("登记簿：不满足")
    assert page.locator("#disputed").evaluate("table => table.scrollWidth <= table.parentElement.clientWidth")


def test_page_with_an_open_row_is_accessible(visit):
    assert list(faults(visit(0, "?open=A3-4-1"))) == []
