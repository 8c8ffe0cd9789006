"""Lists and pages of every kind: constant queries, what is found, what is empty."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from gridgov.organizations.models import Role
from standards.activities.kinds import KINDS
from tests import factories
from tests.activities import making

pytestmark = pytest.mark.django_db
SLUGS = list(KINDS)
# Queries of a list page, with its figures; the same with one row and with three.
QUERIES = {
    "plans": 12,
    "training": 16,
    "implementation": 15,
    "inspections": 16,
    "findings": 13,
    "materials": 15,
    "people": 16,
    "duties": 13,
}


@pytest.fixture
def _clock():
    with time_machine.travel("2026-11-20 10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def world(city, node, department):
    """Rows with everything a cell may name."""
    standard = factories.make_published(city, node)

    def make(slug):
        fields = {"department": department} if slug not in ("inspections", "findings") else {}
        if slug == "duties":
            fields |= {"holder": "post", "post": f"岗位{next(making.counter)}"}
        row = making.MAKERS[slug](city, **fields)
        if hasattr(row, "standards"):
            row.standards.set([standard])
        if slug == "training":
            making.make_attendance(row, making.make_person(city))
        if slug == "people":
            making.make_qualification(row, valid_until=date(2026, 12, 1))
        return row

    return make


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.usefixtures("_clock")
def test_list_takes_a_fixed_number_of_queries(slug, count, world, client, office, django_assert_num_queries):
    for _ in range(count):
        world(slug)
    client.force_login(office)
    url = reverse(f"activities:{slug}")
    client.get(url)
    with django_assert_num_queries(QUERIES[slug]):
        page = client.get(url)
    assert page.context["page"].paginator.count == count


@pytest.mark.parametrize("slug", SLUGS)
def test_empty_list_says_what_to_do_next(slug, client, office):
    client.force_login(office)
    page = client.get(reverse(f"activities:{slug}")).content.decode()
    assert KINDS[slug].advice in page
    assert f'href="/activities/{slug}/new/"' in page


@pytest.mark.parametrize("slug", SLUGS)
def test_page_of_a_record_opens_with_all_it_has(slug, world, client, office):
    row = world(slug)
    making.make_paper(KINDS[slug].owner, row)
    client.force_login(office)
    page = client.get(row.get_absolute_url())
    assert (page.status_code, "记录.pdf" in page.content.decode()) == (200, True)


def test_list_shows_the_own_organisation_and_below_on_demand(city, county, client, office):
    making.make_session(city, "市里的"), making.make_session(county, "区里的")
    client.force_login(office)
    found = {
        scope: [
            row.title for row in client.get(f"/activities/training/?organization={scope}").context["page"]
        ]
        for scope in ("own", "below", "all", county.pk)
    }
    assert found == {
        "own": ["市里的"],
        "below": ["区里的"],
        "all": ["区里的", "市里的"],
        county.pk: ["区里的"],
    }


def test_figures_stand_above_a_list_of_one_organisation_only(city, county, client, office):
    client.force_login(office)
    shown = [
        client.get(f"/activities/training/?organization={scope}").context["summary"] is not None
        for scope in ("own", "all")
    ]
    assert shown == [True, False]


def test_words_and_choices_narrow_a_list(city, client, office):
    making.make_material(city, title="标准化法", type="law")
    making.make_material(city, title="标准化杂志", type="periodical", channel="subscription")
    making.make_material(city, title="旧办法", type="law", state="invalid", invalid_on=date(2025, 1, 1))
    client.force_login(office)
    queries = ("words=标准化", "type=law", "channel=subscription", "state=invalid", "since=2026-02-02")
    found = [
        [row.title for row in client.get(f"/activities/materials/?{query}").context["page"]]
        for query in queries
    ]
    assert found == [
        ["标准化法", "标准化杂志"],
        ["旧办法", "标准化法"],
        ["标准化杂志"],
        ["旧办法"],
        [],
    ]


def test_removed_record_is_gone_from_lists_and_pages(city, client, office):
    session = making.make_session(city)
    client.force_login(office)
    client.post(f"{session.get_absolute_url()}remove/", {"reason": "重复登记"})
    statuses = client.get(session.get_absolute_url()).status_code
    session.refresh_from_db()
    assert (statuses, session.removed_by, client.get("/activities/training/").context["total"]) == (
        404,
        office,
        0,
    )


def test_list_names_the_requirements_it_serves(client, office, edition):
    client.force_login(office)
    page = client.get("/activities/training/").content.decode()
    assert "对应评价要求 A1-4-2、A1-4-3、A1-4-4、A6-1-1、A6-1-2" in page


def test_plans_page_shows_which_kinds_of_the_year_there_are(city, client, office):
    with time_machine.travel("2026-11-20 10:00:00+08:00", tick=False):
        making.make_plan(city, type="training")
        making.make_plan(city, type="strategy", year=2025, until_year=2027)
        making.make_plan(city, type="inspection", year=2025)
        client.force_login(office)
        summary = client.get("/activities/plans/").context["summary"]
    assert [kind for kind, plans in summary["lines"] if plans] == ["training", "strategy"]


def test_first_text_of_a_duty_is_that_of_the_clause(city, client, office):
    client.force_login(office)
    form = client.get("/activities/duties/new/?holder=representative").context["form"]
    assert (form.initial["basis"], form.initial["content"][:12]) == ("第2部分 8.2", "1. 组织制定网格化治理")


def test_list_offers_files_only_where_the_user_may_bring_them(client, city, office, department):
    other = factories.make_department(city, "财务科")
    own, foreign = (making.make_session(city, department=each) for each in (department, other))
    person = factories.make_user("own", organization=city, roles=[Role.DEPARTMENT], department=department)
    offered = {}
    for user in (person, office):
        client.force_login(user)
        page = client.get(reverse("activities:training")).content.decode()
        offered[user] = [f"/{row.pk}/documents/add/" in page for row in (own, foreign)]
    assert (offered[person], offered[office]) == ([True, False], [True, True])
