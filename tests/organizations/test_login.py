"""Coming in and going out."""

import pytest
from django.urls import reverse

from gridgov.records.models import Event
from tests.factories import PASSWORD, make_user

LOGIN = "/login/"
WRONG = "用户名或密码不对，或者账号已停用。请核对后再试；忘记密码请找系统管理员重置。"


def log_in(client, username, password=PASSWORD, **data):
    return client.post(LOGIN, {"username": username, "password": password, **data})


def events(verb):
    rows = Event.objects.filter(verb=verb)
    return list(
        rows.values_list("actor__username", "actor_name", "target_label", "organization__name", "address")
    )


def test_login_leads_to_the_workbench(client, office):
    assert log_in(client, "office")["Location"] == "/"


def test_username_is_compared_without_case_and_width(client, office):
    assert log_in(client, "ＯＦＦＩＣＥ").status_code == 302


def test_two_names_that_differ_in_case_alone_cannot_both_exist(office):
    from django.db import IntegrityError

    with pytest.raises(IntegrityError):
        make_user("OFFICE")


def test_login_returns_to_the_page_asked_for(client, office):
    asked = client.get("/users/?name=zhang&page=2")["Location"]
    assert asked == "/login/?next=%2Fusers%2F%3Fname%3Dzhang%26page%3D2"
    page = client.get(asked)
    assert log_in(client, "office", next=page.context["next"])["Location"] == "/users/?name=zhang&page=2"


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_next_never_leaves_the_site(client, office, address):
    assert log_in(client, "office", next=address)["Location"] == "/"


def test_a_post_is_not_asked_for_again_after_login(client):
    assert client.post("/organizations/new/")["Location"] == "/login/"


def test_wrong_password_is_one_sentence_for_every_reason(client, office):
    make_user("gone", is_active=False)
    answers = [
        log_in(client, *pair) for pair in [("office", "wrong"), ("nobody", "wrong"), ("gone", PASSWORD)]
    ]
    assert [answer.context["form"].non_field_errors() for answer in answers] == [[WRONG]] * 3


def test_empty_fields_are_named_in_chinese(client, db):
    form = log_in(client, "", "").context["form"]
    assert form.errors == {"username": ["请输入用户名。"], "password": ["请输入密码。"]}


def test_login_page_says_why_one_was_logged_out(client, db, settings):
    settings.IDLE_MINUTES = 45
    assert "您超过 45 分钟没有操作，已自动退出。" in client.get("/login/?idle=1").content.decode()
    assert "没有操作" not in client.get("/login/").content.decode()


def test_somebody_logged_in_is_led_on(client, office):
    client.force_login(office)
    assert client.get(LOGIN)["Location"] == "/"


def test_login_and_logout_are_events(client, office, city):
    log_in(client, "office")
    client.post(reverse("organizations:logout"))
    expected = [("office", "office", "office", city.name, "127.0.0.1")]
    assert (events("login"), events("logout")) == (expected, expected)


def test_logout_ends_the_session(client, office):
    client.force_login(office)
    assert client.post("/logout/")["Location"] == "/login/"
    assert client.get("/")["Location"] == "/login/?next=%2F"


def test_logout_by_a_link_is_refused(client, office):
    client.force_login(office)
    assert client.get("/logout/").status_code == 405
    assert "_auth_user_id" in client.session


def test_failed_login_is_an_event_of_the_account_that_was_tried(client, office, city):
    log_in(client, "Office", "a-wrong-secret")
    event = Event.objects.get(verb="login_failed")
    assert (event.actor, event.actor_name, event.target_label, event.organization, event.target_id, event.address) == (
        None, "未登录者", "Office", city, str(office.pk), "127.0.0.1",
    )  # fmt: skip


def test_failed_login_of_an_unknown_name_is_an_event_of_the_site(client, db):
    log_in(client, "nobody", "a-wrong-secret")
    assert events("login_failed") == [(None, "未登录者", "nobody", None, "127.0.0.1")]


def test_no_password_is_kept_anywhere(client, office):
    from axes.models import AccessAttempt

    log_in(client, "office", "a-wrong-secret")
    kept = str(list(Event.objects.values())) + str(list(AccessAttempt.objects.values()))
    assert "office" in kept
    assert "a-wrong-secret" not in kept


def test_account_switched_off_is_out_at_its_next_request(client, office):
    client.force_login(office)
    type(office).objects.update(is_active=False)
    assert client.get("/help/")["Location"] == "/login/?next=%2Fhelp%2F"
