"""Five failures of a name from one address close that pair for a quarter of an hour, and nothing else."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from gridgov.organizations.services import reset_password
from tests.factories import PASSWORD, make_user

NOW = datetime(2026, 11, 20, 9, 26, tzinfo=timezone.get_default_timezone())


def attempt(username, password="wrong", address="10.0.0.1"):
    return Client(REMOTE_ADDR=address).post("/login/", {"username": username, "password": password})


def fail(times, username="office", **kwargs):
    return [attempt(username, **kwargs).status_code for _ in range(times)]


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def test_fifth_failure_locks(office):
    assert fail(5) == [200, 200, 200, 200, 429]


def test_right_password_does_not_open_a_lock(office):
    fail(5)
    assert attempt("office", PASSWORD).status_code == 429


def test_locked_page_says_when_to_try_again(office, clock):
    fail(4)
    page = attempt("office").content.decode()
    assert "请在 <strong>09:41</strong> 以后再试" in page
    assert "连续 5 次登录失败" in page


def test_lock_ends_by_itself(office, clock):
    fail(5)
    clock.shift(timedelta(minutes=15, seconds=1))
    assert attempt("office", PASSWORD).status_code == 302


def test_trying_during_the_lock_starts_it_anew(office, clock):
    fail(5)
    clock.shift(timedelta(minutes=10))
    attempt("office")
    clock.shift(timedelta(minutes=10))
    assert attempt("office", PASSWORD).status_code == 429


def test_another_address_is_not_locked(office):
    fail(5)
    assert attempt("office", PASSWORD, address="10.0.0.2").status_code == 302


def test_another_user_at_the_same_address_is_not_locked(office, reader):
    fail(5)
    assert attempt("reader", PASSWORD).status_code == 302


def test_success_resets_the_count(office):
    fail(4)
    attempt("office", PASSWORD)
    assert fail(5) == [200, 200, 200, 200, 429]


def test_spelling_the_name_differently_counts_on(office):
    spellings = ["office", "OFFICE", "Office", "ｏｆｆｉｃｅ", "oFFice"]
    assert [attempt(name).status_code for name in spellings] == [200, 200, 200, 200, 429]


def test_success_in_another_spelling_resets_the_count(office):
    fail(4, "OFFICE")
    attempt("oFFICE", PASSWORD)
    assert fail(4) == [200] * 4


def test_resetting_the_password_lifts_the_lock(office, administrator):
    fail(5)
    password = reset_password(actor=administrator, user=office)
    assert attempt("office", password).status_code == 302


def test_an_unknown_name_is_locked_alike(db):
    make_user("somebody")
    assert fail(5, "nobody") == [200, 200, 200, 200, 429]
