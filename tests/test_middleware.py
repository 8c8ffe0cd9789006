"""What holds for every request: no caching, no inline script, idle people out, scripts answered as scripts."""

from datetime import datetime, timedelta
from wsgiref.util import setup_testing_defaults

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from django.utils import timezone

from gridgov import views
from gridgov.records.models import Event

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=timezone.get_default_timezone())
JSON = {"accept": "application/json"}
POLICY = {
    "default-src 'self'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "worker-src 'self'",
    "frame-ancestors 'none'",
}


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def inside(clock, client, administrator):
    client.force_login(administrator)
    client.get("/help/")
    return client


@pytest.fixture
def every_kind(monkeypatch, administrator):
    """One response of every kind the site gives."""
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    anonymous = [client.get("/login/"), client.get("/help/"), client.get("/nowhere/"), client.post("/login/")]
    scripted = client.get("/help/", headers=JSON)
    client.force_login(administrator)
    inside = [client.get("/users/"), client.get("/events/"), client.get("/users/99999/")]
    broken = []
    for error in [PermissionDenied(), SuspiciousOperation(), ZeroDivisionError()]:
        monkeypatch.setattr(views, "libraries", fail_with_call(error))
        broken.append(client.get("/about/"))
    responses = [*anonymous, scripted, *inside, *broken]
    assert [response.status_code for response in responses] == [
        200,
        302,
        404,
        403,
        401,
        200,
        200,
        404,
        403,
        400,
        500,
    ]
    return responses


def fail_with_call(error):
    def call():
        raise error

    return call


# every response


def test_no_page_is_kept_by_the_browser(every_kind):
    values = [response["Cache-Control"] for response in every_kind]
    assert all("no-store" in value and "private" in value for value in values)


def test_every_response_forbids_inline_script_and_style(every_kind):
    policies = [set(response["Content-Security-Policy"].split("; ")) for response in every_kind]
    assert policies == [POLICY] * len(every_kind)
    assert "unsafe" not in str(policies)


def test_no_page_has_inline_script_or_style(every_kind):
    pages = [
        response.content.decode()
        for response in every_kind
        if response["Content-Type"].startswith("text/html")
    ]
    full = [page for page in pages if page]
    assert len(full) == 9
    for page in full:
        assert " style=" not in page
        assert "<style" not in page
        assert page.count("<script") == page.count('<script src="')
        assert "javascript:" not in page
        assert " onclick=" not in page


def test_other_headers_close_what_is_not_used(every_kind):
    for response in every_kind:
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["X-Frame-Options"] == "DENY"
        assert response["Referrer-Policy"] == "same-origin"


# the client's address


@pytest.mark.parametrize(
    ("proxies", "header", "address"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "1.1.1.1, 203.0.113.9", "203.0.113.9"),
        (2, "1.1.1.1, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "127.0.0.1"),
        (1, "", "127.0.0.1"),
        (1, "unknown", "127.0.0.1"),
    ],
)
def test_address_is_what_the_own_proxy_saw(office, settings, proxies, header, address):
    settings.PROXIES = proxies
    words = {"username": "office", "password": "wrong"}
    Client(headers={"x-forwarded-for": header}).post("/login/", words)
    assert Event.objects.get(verb="login_failed").address == address


# idleness


def test_idle_person_is_logged_out_and_told(inside, clock):
    clock.shift(timedelta(minutes=60, seconds=1))
    assert inside.get("/users/?page=2")["Location"] == "/login/?idle=1&next=%2Fusers%2F%3Fpage%3D2"
    assert inside.get("/users/")["Location"] == "/login/?next=%2Fusers%2F"
    assert Event.objects.filter(verb="logout").count() == 1


def test_person_who_works_stays(inside, clock):
    for _ in range(4):
        clock.shift(timedelta(minutes=50))
        assert inside.get("/help/").status_code == 200


def test_minutes_are_a_setting(inside, clock, settings):
    settings.IDLE_MINUTES = 5
    clock.shift(timedelta(minutes=6))
    assert inside.get("/help/").status_code == 302


def test_a_script_that_asks_for_news_does_not_keep_the_session(inside, clock):
    statuses = []
    for _ in range(7):
        clock.shift(timedelta(minutes=10))
        statuses.append(inside.get("/help/", headers=JSON).status_code)
    assert statuses == [200, 200, 200, 200, 200, 200, 401]


def test_an_idle_post_is_not_asked_for_again(inside, clock):
    clock.shift(timedelta(hours=2))
    assert inside.post("/users/new/", {"username": "li"})["Location"] == "/login/?idle=1"


def test_idle_script_is_told_and_not_redirected(inside, clock):
    clock.shift(timedelta(hours=2))
    answer = inside.post("/help/", headers=JSON)
    assert (answer.status_code, answer.json()) == (401, {"error": "登录已过期，请重新登录后再上传。"})


def test_session_is_written_once_a_minute_at_most(inside, clock):
    marks = []
    for seconds in (30, 20, 20):
        clock.shift(timedelta(seconds=seconds))
        inside.get("/help/")
        marks.append(inside.session["seen_at"] - NOW.timestamp())
    assert marks == [0, 0, 70]


def test_session_ends_with_the_browser(client, office):
    answer = client.post("/login/", {"username": "office", "password": "Wangge-2026-ceshi"})
    cookie = answer.cookies["gridgov_session"]
    assert (cookie["max-age"], cookie["expires"], cookie["httponly"], cookie["samesite"]) == (
        "",
        "",
        True,
        "Lax",
    )


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_answer_to_head_has_the_length_of_the_page_and_no_body(db, method):
    environ, told = {"REQUEST_METHOD": method, "PATH_INFO": "/login/"}, {}
    setup_testing_defaults(environ)
    # Not Django's test client: that takes the body away itself.
    body = b"".join(WSGIHandler()(environ, lambda status, headers: told.update(headers)))
    assert (int(told["Content-Length"]) > 1000, bool(body)) == (True, method == "GET")
