"""达标路径 in a real browser: a tick moves the total at once; without scripts 重算 does the same."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.test_axe import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def visit(browse, city, office, tree, edition):
    """visit(query) → the page of a city without a single standard, as its office sees it."""

    def open_page(query="", **options):
        page = browse(office, **options)
        page.goto(reverse("evaluation:gaps", args=[city.pk]) + query)
        return page

    return open_page


def total(page):
    return page.locator(".gaps-total")


def test_a_tick_moves_the_total_the_tables_and_the_other_gains(visit):
    page = visit()
    expect(total(page)).to_have_text("0")
    page.get_by_label("补上 A4-2-1").check()
    expect(total(page)).to_have_text("4")
    expect(page.locator("[data-gain='A4-2-2']")).to_have_text("+2")
    expect(page.locator("[data-section='A.4']")).to_have_text("4–21")
    assert "tick=A4-2-1" in page.url
    page.get_by_label("补上 A4-2-1").uncheck()
    expect(total(page)).to_have_text("0")
    assert list(faults(page)) == []


def test_the_address_brings_the_ticks_to_somebody_else(visit):
    page = visit("?tick=A4-2-1&tick=A4-2-2")
    expect(page.get_by_label("补上 A4-2-2")).to_be_checked()
    expect(total(page)).to_have_text("6")


def test_without_scripts_ticks_are_reckoned_by_a_button(visit):
    page = visit(java_script_enabled=False)
    page.get_by_label("补上 A4-2-1").check()
    page.get_by_role("button", name="重算").click()
    expect(total(page)).to_have_text("4")
    expect(page.get_by_label("补上 A4-2-1")).to_be_checked()


def test_the_smallest_set_is_ticked_and_goes_into_the_plan(visit):
    page = visit()
    page.get_by_role("button", name="合格线 300：最少 93 项").click()
    expect(page.locator(".message")).to_contain_text("到 300 分最少补 93 项")
    expect(page.locator("input[name=tick]:checked")).to_have_count(93)
    page.get_by_role("button", name="列入制修订计划").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("列入制修订计划")
