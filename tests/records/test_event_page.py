"""The page of the trail: what happened where one administers, found by person, verb, day and words."""

from datetime import datetime

import pytest
import time_machine
from django.utils import timezone

from gridgov.records.models import Event
from gridgov.records.services import record_event
from tests.factories import make_user


@pytest.fixture
def inside(client, administrator):
    client.force_login(administrator)
    return client


def at(*moment):
    return time_machine.travel(datetime(*moment, tzinfo=timezone.get_default_timezone()), tick=False)


def shown(response):
    return [row.target_label for row in response.context["page"]]


@pytest.fixture
def trail(city, county, stranger_city, office, administrator):
    """Six decisions of November; the rest of the events of the cast lies outside of it."""
    with at(2026, 11, 1, 0, 0):
        record_event(actor=office, verb="publish", label="首问负责制度", organization=city)
    with at(2026, 11, 1, 23, 59, 59):
        record_event(actor=administrator, verb="grant", label="张三", organization=city)
    with at(2026, 11, 2, 0, 0):
        record_event(actor=office, verb="publish", label="巡查管理规范", organization=county)
        record_event(actor=None, verb="publish", label="外市的", organization=stranger_city)
        record_event(actor=None, verb="login_failed", label="全站的")


def ask(client, query):
    return shown(client.get(f"/events/?since=2026-11-01&until=2026-11-30&{query}"))


@pytest.fixture(autouse=True)
def _december():
    """The cast is made after the trail's days."""
    with at(2026, 12, 1, 9, 0):
        yield


def test_page_shows_the_administered_organizations_newest_first(inside, trail):
    assert ask(inside, "") == ["巡查管理规范", "张三", "首问负责制度"]


def test_site_administrator_sees_all(client, trail):
    client.force_login(make_user("root", is_site_administrator=True))
    assert ask(client, "") == ["全站的", "外市的", "巡查管理规范", "张三", "首问负责制度"]


@pytest.mark.parametrize(
    ("query", "labels"),
    [
        ("actor=office", ["巡查管理规范", "首问负责制度"]),
        ("verb=grant", ["张三"]),
        ("target=制度", ["首问负责制度"]),
        ("actor=office&verb=grant", []),
    ],
)
def test_page_is_filtered(inside, trail, query, labels):
    assert ask(inside, query) == labels


def test_days_begin_at_midnight_here_and_end_with_their_last_second(inside, trail):
    assert shown(inside.get("/events/?since=2026-11-01&until=2026-11-01")) == ["张三", "首问负责制度"]
    assert shown(inside.get("/events/?since=2026-11-02&until=2026-11-02")) == ["巡查管理规范"]


def test_wrong_date_is_said(inside, trail):
    page = inside.get("/events/?since=20261").content.decode()
    assert "起始日期：应为 2026-11-20 这样的日期。" in page


def test_page_shows_before_and_after(inside, city, office):
    changes = {"名称": ("旧<b>", "新")}
    record_event(actor=office, verb="correct", target=city, organization=city, changes=changes, reason="笔误")
    page = inside.get("/events/?verb=correct").content.decode()
    assert '<span class="before">旧&lt;b&gt;</span> → <span class="after">新</span>' in page
    assert "理由：笔误" in page


def test_page_has_twenty_rows(inside, city):
    for number in range(23):
        record_event(actor=None, verb="export", label=str(number), organization=city)
    assert shown(inside.get("/events/?verb=export")) == [str(number) for number in range(22, 2, -1)]
    assert shown(inside.get("/events/?verb=export&page=2")) == ["2", "1", "0"]


@pytest.mark.parametrize("rows", [1, 3])
def test_page_takes_as_many_queries_for_three_rows_as_for_one(
    inside, city, county, rows, django_assert_num_queries
):
    for organization in [city, county, city][:rows]:
        record_event(actor=None, verb="export", organization=organization)
    inside.get("/events/")
    with django_assert_num_queries(6):
        inside.get("/events/?verb=export")


def test_reading_the_trail_writes_nothing(inside, trail):
    before = Event.objects.count()
    ask(inside, "")
    assert Event.objects.count() == before


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_at_the_ends_of_the_calendar_can_be_asked_for(inside, trail, day):
    assert [inside.get("/events/", {name: day}).status_code for name in ("since", "until")] == [200, 200]
