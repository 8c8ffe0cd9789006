"""Proposals in a real Chromium: one touch takes one over, one page those of an item; nothing is pressed before."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from evaluation.models import Operation
from evaluation.services.evaluations import add_participant
from tests.evaluation.making import make_evaluation
from tests.evaluation.test_sheet_pages import link_standard
from tests.factories import make_office_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAVED = "已全部保存"
MET, MISSING = {"met": True}, {"faults": 1}


@pytest.fixture
def evaluation(city, office, panel_member, edition, tree):
    """A standard that counts is ticked for A4-2-1; the other three of the item have none."""
    found = make_evaluation(city, office)
    add_participant(actor=office, evaluation=found, user=panel_member)
    link_standard(city, office, "6.1.1", ["A4-2-1"])
    return found


@pytest.fixture
def visit(browse, evaluation):
    """visit(user, name, …) → that page as the user sees it, in a browser of his own."""

    def open_page(user, name="sheet", *args):
        page = browse(user)
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(reverse(f"evaluation:{name}", args=[evaluation.pk, *(args or ["A.4"])]))
        return page

    return open_page


def proposed(page, code):
    return page.locator(f"#row-{code} button.suggested")


def is_saved(page):
    expect(page.locator("[data-sync]")).to_have_text(SAVED)


def operations():
    return list(Operation.objects.order_by("serial").values_list("target", "base", "value"))


def test_what_is_proposed_is_marked_and_one_touch_takes_it_over(visit, office):
    page = visit(office)
    expect(page.locator("#row-A4-2-1")).to_contain_text("建议：满足")
    expect(page.locator("#rows button[aria-pressed=true]")).to_have_count(0)
    proposed(page, "A4-2-1").click()
    proposed(page, "A4-2-2").click()
    is_saved(page)
    assert operations() == [("A4-2-1", 0, MET), ("A4-2-2", 0, MISSING)]
    expect(page.locator("#row-A4-2-1 button[data-key='1']")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("link", name="A4-2 采用本项建议，2 条")).to_be_visible()


def test_a_key_takes_it_over_and_never_clears_it(visit, office):
    page = visit(office)
    page.locator("#text-A4-2-2").click()
    page.keyboard.press("a")
    is_saved(page)
    page.locator("#text-A4-2-2").click()
    page.keyboard.press("a")
    is_saved(page)
    assert operations() == [("A4-2-2", 0, MISSING)]


def test_judging_otherwise_asks_for_a_reason_afterwards(visit, office):
    page = visit(office)
    page.locator("#row-A4-2-1").get_by_role("button", name="不满足").click()
    expect(page.locator("#row-A4-2-1")).to_contain_text("与建议“满足”不同，请写理由。")
    assert operations() == [("A4-2-1", 0, MISSING)]


def test_taken_over_without_a_network_it_survives_a_reload(visit, office):
    page = visit(office)
    page.route("**/operations/", lambda route: route.abort())
    proposed(page, "A4-2-1").click()
    expect(page.locator("[data-sync]")).to_have_text("1 项待上传")
    page.reload()
    expect(page.locator("#row-A4-2-1 button[data-key='1']")).to_have_attribute("aria-pressed", "true")
    page.unroute("**/operations/")
    is_saved(page)
    assert operations() == [("A4-2-1", 0, MET)]


def test_proposals_of_an_item_are_looked_at_and_taken_over_together(visit, office):
    page = visit(office)
    page.get_by_role("link", name="A4-2 采用本项建议，4 条").click()
    expect(page.get_by_role("checkbox")).to_have_count(4)
    page.get_by_role("checkbox", name=re.compile("A4-2-3")).uncheck()
    page.get_by_role("button", name="采用勾选的建议").click()
    expect(page.locator(".messages")).to_contain_text("已采用 3 条建议。")
    assert operations() == [("A4-2-1", 0, MET), ("A4-2-2", 0, MISSING), ("A4-2-4", 0, MISSING)]


def test_of_two_people_the_second_learns_what_the_first_judged(visit, office, panel_member):
    first, second = visit(office), visit(panel_member, "accept-item", "A4-2")
    first.locator("#row-A4-2-1").get_by_role("button", name="不满足").click()
    is_saved(first)
    second.get_by_role("button", name="采用勾选的建议").click()
    expect(second.locator(".messages")).to_contain_text("A4-2-1 刚刚由 office 改过")
    expect(first.locator("#row-A4-2-2 button[data-key='2']")).to_have_attribute(
        "aria-pressed", "true", timeout=15_000
    )
    assert operations()[0] == ("A4-2-1", 0, MISSING)
    assert [target for target, _, _ in operations()] == ["A4-2-1", "A4-2-2", "A4-2-3", "A4-2-4"]


def test_what_the_level_settles_is_one_touch_without_a_network_too(browse, county, edition):
    office = make_office_user(county, "county-office")
    evaluation = make_evaluation(county, office)
    page = browse(office)
    page.goto(reverse("evaluation:sheet", args=[evaluation.pk, "A.5"]))
    page.route("**/operations/", lambda route: route.abort())
    proposed(page, "A5-2-1").click()
    expect(page.locator("[data-sync]")).to_have_text("1 项待上传")
    page.unroute("**/operations/")
    is_saved(page)
    reason = "本次评价的是县（市、区）级组织，没有或不设这一层级，确无需要（第5部分 8.2）"
    assert operations() == [("A5-2-1", 0, {"not_applicable": True, "reason": reason})]
