"""Signing in with a drawn signature, in a real browser: by mouse, by touch, and without scripts on paper."""

import pytest
from django.urls import reverse

from evaluation.models import Attendance
from gridgov.drawing import check_drawing
from tests.browser.test_axe import faults
from tests.evaluation.making import make_panel, members

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TABLET = {"viewport": {"width": 820, "height": 1180}, "has_touch": True}


@pytest.fixture
def leader(city, county, edition):
    return members(make_panel(city, county))[0]


def open_form(browse, leader, **options):
    page = browse(leader.user, **options)
    url = reverse("evaluation:attendance-add", args=[leader.evaluation_id, 1])
    page.goto(f"{url}?person={leader.pk}")
    return page


def draw(page, *points) -> None:
    box = page.locator("canvas").bounding_box()
    places = [(box["x"] + x, box["y"] + y) for x, y in points]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place)
    page.mouse.up()


def drawn(page) -> str:
    return page.locator("[name=drawing]").input_value()


def sign(page) -> None:
    page.get_by_role("button", name="签到").click()
    page.wait_for_url("**/steps/1/")


def test_strokes_of_the_mouse_are_kept_as_the_signature(browse, leader):
    page = open_form(browse, leader)
    draw(page, (40, 40), (120, 30), (60, 120))
    draw(page, (80, 60), (150, 130))
    assert list(faults(page)) == []
    assert drawn(page).count("M") == 2
    check_drawing(drawn(page))
    path = drawn(page)
    sign(page)
    assert Attendance.objects.get().drawing == path
    assert page.locator("svg.drawn path").get_attribute("d") == path
    assert list(faults(page)) == []


def test_stroke_that_leaves_the_box_stays_in_it(browse, leader):
    page = open_form(browse, leader)
    draw(page, (200, 80), (900, 80), (200, -300))
    check_drawing(drawn(page))


def test_tap_is_a_dot_and_clearing_begins_anew(browse, leader):
    page = open_form(browse, leader, **TABLET)
    box = page.locator("canvas").bounding_box()
    page.touchscreen.tap(box["x"] + 50, box["y"] + 40)
    assert drawn(page) == "M50 40L50 40"
    page.get_by_role("button", name="清除重签").click()
    assert drawn(page) == ""


def test_drawing_stays_when_the_form_has_to_be_mended(browse, leader):
    page = open_form(browse, leader)
    draw(page, (40, 40), (120, 30))
    path = drawn(page)
    page.get_by_label("姓名").fill("")
    page.get_by_role("button", name="签到").click()
    page.get_by_role("alert").wait_for()
    assert drawn(page) == path


def test_without_scripts_one_signs_on_paper(browse, leader):
    page = open_form(browse, leader, java_script_enabled=False)
    assert page.get_by_text("请签在纸上").is_visible()
    sign(page)
    assert Attendance.objects.get().drawing == ""


@pytest.mark.parametrize("name", ["plan", "steps", "sample-new"])
def test_pages_of_the_visit_have_no_faults(browse, leader, name):
    page = browse(leader.user, **TABLET)
    page.goto(reverse(f"evaluation:{name}", args=[leader.evaluation_id]))
    assert list(faults(page)) == []
