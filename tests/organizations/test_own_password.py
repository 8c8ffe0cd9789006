"""Changing one's own password, and being made to."""

import pytest
from django.test import Client

from gridgov.organizations.services import create_user
from gridgov.records.models import Event
from tests.factories import PASSWORD, make_user

NEW = "Xinmima-2026-09"


def change(client, old=PASSWORD, new=NEW, again=None):
    return client.post("/password/", {"old": old, "new": new, "again": new if again is None else again})


@pytest.fixture
def inside(client, office):
    client.force_login(office)
    return client


def test_changing_the_password_keeps_this_session_and_is_an_event(inside, office):
    assert change(inside)["Location"] == "/"
    office.refresh_from_db()
    assert office.check_password(NEW)
    assert inside.get("/help/").status_code == 200
    event = Event.objects.get(verb="password")
    assert (event.actor, event.target_id, event.changes, event.reason) == (office, str(office.pk), {}, "")


def test_changing_the_password_ends_the_other_sessions(inside, office):
    other = Client()
    other.force_login(office)
    change(inside)
    assert other.get("/help/").status_code == 302


def test_wrong_old_password_is_said(inside, office):
    form = change(inside, old="not-mine-1").context["form"]
    office.refresh_from_db()
    assert form.errors == {"old": ["原密码不对，请重新输入。"]}
    assert office.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("new", "sentences"),
    [
        ("abc12", ["密码只有 5 位，至少要 10 位。"]),
        ("onlyletters", ["密码要同时有字母和数字（或符号）。"]),
        ("7305829164036", ["密码要同时有字母和数字（或符号）。"]),
        ("my-Office-2026", ["密码里不能含有自己的用户名、姓名或电话。"]),
        ("q1w2e3r4t5", ["这个密码太常见，容易被猜到，请换一个。"]),
        (PASSWORD, ["新密码不能与原密码相同。"]),
        ("", ["请输入新密码。"]),
    ],
)
def test_weak_passwords_are_refused_with_what_to_change(inside, new, sentences):
    assert change(inside, new=new).context["form"].errors["new"] == sentences


def test_a_slip_in_repeating_is_said(inside):
    errors = change(inside, again="Xinmima-2026-08").context["form"].errors
    assert errors == {"again": ["两次输入的新密码不一样，请重新输入。"]}


def test_rules_stand_under_the_field(inside):
    page = inside.get("/password/").content.decode()
    for rule in [
        "至少 10 位。",
        "同时有字母和数字（或符号）。",
        "不含自己的用户名、姓名和电话。",
        "不是常见密码。",
    ]:
        assert rule in page


def test_first_password_is_changed_before_anything_else(client, city, administrator):
    _, password = create_user(actor=administrator, organization=city, username="new", name="新人")
    client.post("/login/", {"username": "new", "password": password})
    sent_to = client.get("/help/")["Location"]
    page = client.get("/password/").content.decode()
    change(client, old=password)
    assert (sent_to, "请先换成只有自己知道的密码" in page, "取消" in page) == ("/password/", True, False)
    assert client.get("/help/").status_code == 200


def test_a_script_is_told_to_change_the_first_password(client, city):
    client.force_login(make_user("new", organization=city, must_change_password=True))
    answer = client.get("/help/", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()) == (403, {"error": "请先修改初始密码。"})


def test_one_may_leave_without_changing_the_first_password(client, city):
    client.force_login(make_user("new", organization=city, must_change_password=True))
    assert client.post("/logout/")["Location"] == "/login/"
