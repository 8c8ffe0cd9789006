"""axe finds nothing on any page: every URL of the access table that answers with a page.

Half of the pages are looked at on a desk, half on a tablet, and with `--long` each on both.

The rows of one module are made in one world, each just before its page is looked at: what a later one makes of a panel
closes pages of an earlier state.
"""

import sys
from functools import cache
from pathlib import PurePosixPath
from urllib.parse import urlsplit
from zlib import crc32

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from tests.access import ACTORS, Row
from tests.evaluation.access import OWN as EVALUATION
from tests.evaluation.access import SLICES
from tests.factories import make_user
from tests.test_access import ACTIVITIES, ORGANIZATIONS, ROWS, SITE, STANDARDS, world  # noqa: F401  a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = ({"width": 1366, "height": 768}, {"width": 820, "height": 1180})
PHONE = {"width": 400, "height": 800}


MODULES = {
    "site": SITE + ORGANIZATIONS + STANDARDS + ACTIVITIES,
    "evaluation": EVALUATION,
    **{part.__name__.rpartition(".")[2]: part.ROWS for part in SLICES},
}
PAPERS = {".pdf", ".docx", ".xlsx", ".zip"}
LEADING = ("login", 404, 403, 403, 200, 403)


@pytest.fixture(autouse=True)
def _both_sizes(request, monkeypatch):
    if request.config.getoption("--long"):
        monkeypatch.setattr(sys.modules[__name__], "sizes_for", lambda url: SIZES)


def page_of(name, thing, *more, key="pk", statuses=("login", 404, 200, 200, 200, 200), query=""):
    """A page about something of the world that people of all parts see."""
    return Row(
        f"evaluation:{name}", statuses, lambda cast: (getattr(getattr(cast, thing), key), *more), query=query
    )


# The panel from its opening to its result; what only a leader sees.
STATES = [
    page_of("evaluation", "panel"),
    page_of("sheet", "panel", "A.1", statuses=LEADING),
    page_of("sheet", "panel", "A.7", statuses=LEADING, query="?why=A7-1"),
    page_of("evaluation", "panel_deliberating"),
    page_of("evaluation", "panel_ruled"),
    page_of("sheet", "panel_ruled", "A.7", statuses=LEADING),
    page_of("consensus", "panel_ruled", statuses=LEADING, query="?show=all&open=A1-1-1"),
    page_of("lock", "panel_ruled", statuses=LEADING),
    Row(
        "evaluation:sheet-return",
        LEADING,
        lambda cast: (cast.panel_ruled.pk, cast.panel_ruled.participants.get(user=cast.panel_member).pk),
    ),
    page_of("result", "panel_result"),
    page_of("evaluation", "panel_result", key="evaluation_id"),
]
# The city has nobody above it: its county applies.
APPLYING = [Row("evaluation:applications", ()), Row("evaluation:application-new", ())]


def pages_of(actor, rows=ROWS):
    """Rows that show this actor a page of the site."""
    shown = [row for row in rows if row.method == "get"]
    return [row for row in shown if row.statuses[ACTORS.index(actor)] == 200]


def violations(page, url, status=200):
    """What axe finds there, or another answer than was expected; a file is no page, and a paper takes long."""
    if PurePosixPath(urlsplit(url).path).suffix in PAPERS:
        return []
    answer = page.request.get(url)
    if answer.status != status:
        return [f"{url}: {answer.status}"]
    if "text/html" not in answer.headers["content-type"]:
        return []
    page.goto(url)
    return faults(page, sizes_for(url))


def sizes_for(url):
    """One of the two, always the same for an address."""
    return (SIZES[crc32(url.encode()) % len(SIZES)],)


def faults(page, sizes=SIZES):
    """What axe finds on the page at each size, and whether a phone must scroll sideways, as sentences."""
    for size in sizes:
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
    """What rows make for their arguments is made once, and when its turn comes: pages are only looked at."""
    made = cache(lambda maker: maker(things))
    return (reverse(row.name, args=made(row.args)) + row.query for row in rows)


def of_member_alone(rows):
    """Pages of the panel's member that the office does not see."""
    return [row for row in pages_of("panel_member", rows) if row not in pages_of("office", rows)]


def test_every_page_of_the_site_is_looked_at():
    actors = ("office", "administrator", "panel_member")
    looked_at = {row.name for actor in actors for row in pages_of(actor, ROWS + STATES)}
    looked_at |= {row.name for row in APPLYING}
    of_site = {row.name for row in ROWS if row.method == "get"}
    elsewhere = {"organizations:login", "organizations:organization-new", "standards:opinion-form-document"}
    without_a_page = {"evaluation:signed-report"}
    leading_on = {f"evaluation:{name}" for name in ("gaps-own", "gaps-reach", "gaps-most")}
    assert of_site - looked_at == elsewhere | without_a_page | leading_on
    assert {row for rows in MODULES.values() for row in rows} == set(ROWS)


@pytest.mark.parametrize("module", MODULES)
def test_office_meets_no_barrier(browse, world, module):  # noqa: F811
    urls = addresses(pages_of("office", MODULES[module]), world)
    assert found(browse(world.office), urls) == []


@pytest.mark.parametrize("module", [name for name, rows in MODULES.items() if of_member_alone(rows)])
def test_panel_member_meets_no_barrier(browse, world, module):  # noqa: F811
    assert found(browse(world.panel_member), addresses(of_member_alone(MODULES[module]), world)) == []


@pytest.mark.parametrize("actor", ["office", "reader", "panel_member"])
def test_panel_has_no_barrier_from_its_opening_to_its_result(browse, world, actor):  # noqa: F811
    urls = addresses(pages_of(actor, STATES), world)
    assert found(browse(getattr(world, actor)), urls) == []


def test_applicant_meets_no_barrier(browse, world):  # noqa: F811
    assert found(browse(world.county_office), addresses(APPLYING, world)) == []


def test_refusals_have_no_barrier(browse, office):
    page, closed = browse(office), reverse("organizations:users")
    assert [*violations(page, closed, 403), *violations(page, "/nowhere/", 404)] == []


def test_administrator_meets_no_barrier_in_the_administration(browse, world):  # noqa: F811
    rows = [row for row in pages_of("administrator") if row.name.startswith("organizations:")]
    assert found(browse(world.administrator), addresses(rows, world)) == []


def test_site_administrator_meets_no_barrier_in_a_new_organization(browse, db):
    user = make_user("site", is_site_administrator=True)
    assert found(browse(user), [reverse("organizations:organization-new")]) == []


def test_nobody_meets_a_barrier_before_login(browse, db):
    login, page = reverse("organizations:login"), browse()
    assert [*found(page, [login, f"{login}?idle=1"]), *violations(page, "/nowhere/", 404)] == []


def test_first_password_and_refused_form_have_no_barrier(browse, city):
    page = browse(make_user("new", organization=city, must_change_password=True))
    page.goto(reverse("organizations:password"))
    page.get_by_role("button", name="修改密码").click()
    assert page.locator("[data-error-summary]").is_visible()
    assert list(faults(page)) == []
