"""axe finds nothing on any page: every URL of the access table that answers with a page, at two sizes."""

from functools import cache

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from tests.access import ACTORS
from tests.factories import make_user
from tests.test_access import ROWS, world  # noqa: F401  the world is a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = ({"width": 1366, "height": 768}, {"width": 820, "height": 1180})
PHONE = {"width": 400, "height": 800}


def pages_of(actor):
    """Rows that show this actor a page of the site."""
    shown = [row for row in ROWS if row.method == "get"]
    return [row for row in shown if row.statuses[ACTORS.index(actor)] == 200]


def violations(page, url):
    """What axe finds there; a file is no page."""
    if "text/html" not in page.request.get(url).headers["content-type"]:
        return []
    page.goto(url)
    return faults(page)


def faults(page):
    """What axe finds on the page at each size, and whether a phone must scroll sideways, as sentences."""
    for size in SIZES:
        page.set_viewport_size(size)
        for violation in Axe().run(page).response["violations"]:
            for node in violation["nodes"]:
                words = (violation["id"], node["html"][:200], node["failureSummary"])
                yield f"{page.url} {size['width']}: {' '.join(words)}"
    page.set_viewport_size(PHONE)
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > PHONE["width"]:
        yield f"{page.url} {PHONE['width']}: {width} px wide"


def found(page, urls):
    return [sentence for url in urls for sentence in violations(page, url)]


def addresses(rows, things):
    """What rows make for their arguments is made once: pages are only looked at."""
    made = cache(lambda maker: maker(things))
    return [reverse(row.name, args=made(row.args)) + row.query for row in rows]


def test_every_page_of_the_site_is_looked_at():
    looked_at = {row.name for actor in ("office", "administrator") for row in pages_of(actor)}
    of_site = {row.name for row in ROWS if row.method == "get"}
    elsewhere = {"organizations:login", "organizations:organization-new", "standards:opinion-form-document"}
    assert of_site - looked_at == elsewhere


def test_office_meets_no_barrier(browse, world):  # noqa: F811
    urls = [*addresses(pages_of("office"), world), reverse("organizations:users"), "/nowhere/"]
    assert found(browse(world.office), urls) == []


def test_administrator_meets_no_barrier_in_the_administration(browse, world):  # noqa: F811
    rows = [row for row in pages_of("administrator") if row.name.startswith("organizations:")]
    assert found(browse(world.administrator), addresses(rows, world)) == []


def test_site_administrator_meets_no_barrier_in_a_new_organization(browse, db):
    user = make_user("site", is_site_administrator=True)
    assert found(browse(user), [reverse("organizations:organization-new")]) == []


def test_nobody_meets_a_barrier_before_login(browse, db):
    login = reverse("organizations:login")
    assert found(browse(), [login, f"{login}?idle=1", "/nowhere/"]) == []


def test_first_password_and_refused_form_have_no_barrier(browse, city):
    page = browse(make_user("new", organization=city, must_change_password=True))
    page.goto(reverse("organizations:password"))
    page.get_by_role("button", name="修改密码").click()
    assert page.locator("[data-error-summary]").is_visible()
    assert list(faults(page)) == []
