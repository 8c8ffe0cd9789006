"""The private sheet on a tablet held in one hand: one touch a requirement, no way back, nothing beside the screen."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from evaluation.models import Sheet
from tests.evaluation.making import make_panel, members

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TABLET = {"viewport": {"width": 820, "height": 1180}, "has_touch": True}
SAVED = "已全部保存"
# The columns of answers and the bar below them, in which a thumb finds everything.
WIDTH, HEAD, FOOT = 820, 100, 1180 - 130
# Asked of the page in one go: a row is replaced by a fresh copy whenever an answer comes.
PLACE = """() => {
  const row = document.querySelector("[data-row].current");
  const { top, bottom } = row.querySelector(".row-controls").getBoundingClientRect();
  return [row.dataset.row, top, bottom];
}"""
ANSWERS = """code => {
  const { top, bottom } = document.querySelector(`#row-${code} .row-controls`).getBoundingClientRect();
  return [top, bottom];
}"""
MOVED_ON = """code => document.querySelector('[data-row].current').dataset.row !== code
  || !document.querySelector('[data-next]')"""
SMALL = """[...document.querySelectorAll('.sheet button, .sheet a, .sheet summary, .sheet-topbar button, header a')]
  .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 43.5 && !one.closest('p'))
  .map((one) => `${one.className} ${one.textContent.trim()}`)"""


@pytest.fixture
def second(city, county, edition):
    """The member who judges A.3, 27 requirements of every kind."""
    return members(make_panel(city, county))[1]


@pytest.fixture
def tablet(browse, second):
    """tablet(section) → the own sheet of the member, as a tablet shows it."""

    def open_sheet(section="A.3"):
        page = browse(second.user, **TABLET)
        page.goto(reverse("evaluation:sheet", args=[second.evaluation_id, section]))
        expect(page.locator("html.scripted")).to_be_attached()
        return page

    return open_sheet


def overflow(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def judge_all(page) -> int:
    """Touch the first answer of every row from above, turning on with the button under the thumb where the next row
    is out of sight; how often a row lay above, so that somebody had to scroll back to it.
    """
    backwards = 0
    while page.locator("[data-next]").count():
        code, top, bottom = page.evaluate(PLACE)
        if bottom > FOOT:
            page.locator("[data-next]").tap()
            # Turned on, or an item that folded just now has brought it up.
            top, bottom = page.evaluate(ANSWERS, code)
            assert bottom <= FOOT
        backwards += top < HEAD
        page.locator(f"#row-{code}").locator("button.judge.good:not(.step)").first.tap()
        page.wait_for_function(MOVED_ON, arg=code)
    return backwards


def test_whole_table_is_judged_in_one_touch_each_without_scrolling_back(tablet, second):
    page = tablet()
    assert judge_all(page) == 0
    expect(page.locator("[data-sync]")).to_have_text(SAVED)
    made = list(second.sheet.operations.values_list("base", flat=True))
    assert made == [0] * 27
    assert second.sheet.judgements.count() == 27


@pytest.mark.parametrize("section", ["A.1", "A.3", "A.7"])
@pytest.mark.parametrize("hand", ["right", "left"])
def test_nothing_lies_beside_the_screen(tablet, section, hand):
    page = tablet(section)
    if hand == "left":
        page.locator("[data-hand]").tap()
    found = [overflow(page)]
    page.locator("[data-row].current details.more summary").tap()
    found.append(overflow(page))
    assert found == [0, 0]


def test_left_hand_has_the_answers_at_the_left_and_keeps_them_there(tablet, second):
    page = tablet()
    left = page.locator("#row-A3-1-2 .row-controls .judge").first
    assert left.bounding_box()["x"] > WIDTH / 2
    page.locator("[data-hand]").tap()
    assert left.bounding_box()["x"] < WIDTH / 4
    page.goto(reverse("evaluation:sheet", args=[second.evaluation_id, "A.1"]))
    assert page.locator("#row-A1-1-1 .row-controls .judge").first.bounding_box()["x"] < WIDTH / 4
    expect(page.locator("[data-hand]")).to_have_attribute("aria-pressed", "true")


def test_everything_to_touch_is_44_pixels_high(tablet):
    page = tablet()
    assert page.evaluate(SMALL) == []


def test_four_kinds_of_words_are_written_in_the_current_row(tablet, second):
    page = tablet()
    row = page.locator("#row-A3-1-2")
    row.locator("h3").tap()
    row.locator("details.more summary").tap()
    for label, words in (
        ("理由", "抽查"),
        ("备注", "见目录"),
        ("发现的问题", "缺要素"),
        ("提问记录", "问主任"),
    ):
        row.get_by_label(label, exact=True).fill(words)
    row.get_by_role("button", name=re.compile("^不满足")).tap()
    expect(page.locator("[data-sync]")).to_have_text(SAVED)
    assert second.sheet.judgements.get().value == {
        "faults": 1, "reason": "抽查", "note": "见目录", "finding": "缺要素", "asked": "问主任",
    }  # fmt: skip


def test_last_answer_leads_to_handing_in(tablet, second):
    page = tablet()
    judge_all(page)
    page.get_by_role("link", name=re.compile("去提交")).tap()
    page.get_by_role("button", name="提交底稿").tap()
    expect(page.locator("main")).to_contain_text("底稿已提交")
    assert Sheet.objects.get(pk=second.sheet.pk).state == "submitted"
