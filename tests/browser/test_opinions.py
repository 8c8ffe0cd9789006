"""The 审定意见表 in a real browser: rows are added on the spot, and without the module by the server."""

import pytest

from tests import factories
from tests.browser.test_axe import faults
from tests.standards import reviewing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def form(city, node):
    round = reviewing.make_reviewing(city, node)
    return reviewing.make_form(round, reviewing.make_reviewer(city))


def open_form(browse, form, **options):
    page = browse(form.reviewer, **options)
    page.goto(form.get_absolute_url())
    return page


def state_of(form) -> tuple:
    form.refresh_from_db()
    return form.is_signed, list(form.opinions.values_list("clause", "text"))


def fill(page, place: int, clause: str, text: str) -> None:
    page.locator(f"[name=rows-{place}-clause]").fill(clause)
    page.locator(f"[name=rows-{place}-text]").fill(text)


def answer(page) -> None:
    for name in ("purpose", "lawful", "coordinated", "formatted"):
        page.locator(f"[name={name}][value=yes]").check()
    page.get_by_label("修改后同意").check()


@pytest.mark.parametrize("scripted", [True, False])
def test_rows_are_added_and_what_was_typed_is_signed(browse, form, scripted):
    page = open_form(browse, form, java_script_enabled=scripted)
    fill(page, 0, "5.2", "写明频次")
    answer(page)
    page.get_by_role("button", name="再加三行").click()
    fill(page, 5, "附录A", "缺少一栏")
    page.get_by_label("登录密码").fill(factories.PASSWORD)
    page.get_by_role("button", name="签署并返回").click()
    page.get_by_text("已签署审定意见表").wait_for()
    assert state_of(form) == (True, [("5.2", "写明频次"), ("附录A", "缺少一栏")])


def test_rows_added_on_the_spot_ask_the_server_nothing(browse, form):
    page, asked = open_form(browse, form), []
    page.on("request", lambda request: asked.append(request.method))
    page.get_by_role("button", name="再加三行").click()
    assert (page.locator("[data-rows] tr").count(), "POST" in asked) == (6, False)
    assert page.evaluate("document.activeElement.name") == "rows-3-clause"


def test_enter_in_a_field_keeps_a_draft_and_signs_nothing(browse, form):
    page = open_form(browse, form)
    page.locator("[name=rows-0-text]").fill("写明频次")
    page.locator("[name=rows-0-clause]").fill("5.2")
    page.locator("[name=rows-0-clause]").press("Enter")
    page.get_by_text("已暂存").wait_for()
    assert state_of(form) == (False, [("5.2", "写明频次")])


def test_the_form_has_no_barrier_and_a_refusal_takes_the_focus(browse, form):
    page = open_form(browse, form)
    before = list(faults(page))
    page.get_by_role("button", name="签署并返回").click()
    page.locator("[data-error-summary]").wait_for()
    assert (before, list(faults(page))) == ([], [])
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
