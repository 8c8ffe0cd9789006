"""Error pages in Chinese: what happened, what to do; the worst one needs neither database nor session."""

import logging

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.test import Client

from gridgov import views

WAY_BACK = '<a class="btn btn-primary" href="/">回到工作台</a>'


@pytest.fixture
def inside(office):
    client = Client(raise_request_exception=False)
    client.force_login(office)
    return client


@pytest.fixture(autouse=True)
def _quiet():
    """A failing view is logged with its traceback; here it is meant."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def breaking(monkeypatch, error):
    def call():
        raise error

    monkeypatch.setattr(views, "libraries", call)


def read(response):
    """Status, heading, and whether there is a way back."""
    page = response.content.decode()
    heading = page.split("<h1>")[1].split("</h1>")[0]
    return response.status_code, heading, WAY_BACK in page


def test_unknown_address(inside):
    assert read(inside.get("/nowhere/")) == (404, "没有找到 <small>（404）</small>", True)


def test_unknown_address_before_login(client, db):
    page = client.get("/nowhere/")
    assert read(page) == (404, "没有找到 <small>（404）</small>", True)
    assert "退出" not in page.content.decode()


def test_forbidden_says_whom_to_ask(inside):
    page = inside.get("/users/")
    assert read(page) == (403, "没有权限 <small>（403）</small>", True)
    assert "系统管理由系统管理员办理。需要时请联系本组织的系统管理员。" in page.content.decode()


def test_forbidden_without_a_sentence_has_one(inside, monkeypatch):
    breaking(monkeypatch, PermissionDenied())
    assert "您的角色不能做这件事。" in inside.get("/about/").content.decode()


def test_bad_request(inside, monkeypatch):
    breaking(monkeypatch, SuspiciousOperation("whatever"))
    page = inside.get("/about/")
    assert read(page) == (400, "请求不完整 <small>（400）</small>", True)
    assert "whatever" not in page.content.decode()


def test_unknown_host_is_named_as_the_cause(inside, settings):
    settings.ALLOWED_HOSTS = ["wg.example.cn"]
    page = inside.get("/about/", headers={"host": "192.0.2.7"})
    assert read(page) == (400, "网址不对 <small>（400）</small>", True)
    assert "GRIDGOV_HOSTS" in page.content.decode()


def test_failure_of_the_program(inside, monkeypatch):
    breaking(monkeypatch, RuntimeError("secret detail"))
    page = inside.get("/about/")
    assert read(page) == (500, "系统出错 <small>（500）</small>", True)
    assert "这是系统的问题，不是您的操作造成的。" in page.content.decode()
    assert "secret detail" not in page.content.decode()


def test_failure_of_the_database_before_anything_is_known(inside, monkeypatch):
    def load(self):
        raise OperationalError("unable to open database file")

    monkeypatch.setattr(SessionStore, "load", load)
    assert read(inside.get("/help/")) == (500, "系统出错 <small>（500）</small>", True)


def test_failure_page_asks_the_database_nothing(rf):
    """No `db` fixture: a query here would be an error."""
    assert read(views.server_error(rf.get("/"))) == (500, "系统出错 <small>（500）</small>", True)


def test_form_that_was_open_too_long(office):
    client = Client(enforce_csrf_checks=True)
    client.force_login(office)
    page = client.post("/logout/")
    assert read(page) == (403, "页面已过期 <small>（403）</small>", True)
    assert "请返回上一页，刷新后重新提交；刚才填写的内容没有保存。" in page.content.decode()
    assert client.get("/help/").status_code == 200


def test_locked_out_page(client, office):
    for _ in range(5):
        page = client.post("/login/", {"username": "office", "password": "wrong"})
    assert (page.status_code, "<h1>暂时不能登录</h1>" in page.content.decode()) == (429, True)


@pytest.mark.parametrize("address", ["/help/", "/about/"])
def test_pages_of_nobody_are_for_everybody_inside(inside, address):
    assert inside.get(address).status_code == 200


def test_about_names_version_editions_and_licences(inside):
    page = inside.get("/about/").content.decode()
    for words in [
        "版本 0.1.0",
        "T/CSSG 001.5-2020",
        "GB/T 34300—2017",
        "Django",
        "BSD-3-Clause",
        "pypinyin",
        "MIT",
    ]:
        assert words in page


def test_help_leads_through_the_work(inside):
    page = inside.get("/help/").content.decode()
    for words in [
        "登记标准",
        "待挂接",
        "发布自己的标准",
        "导出标准明细表",
        "体系体检",
        "达标路径",
        "自我评价",
        "采用本项建议",
        "锁定和报告",
        "评分页的按键",
        "找谁",
    ]:
        assert words in page


@pytest.mark.django_db
def test_address_opened_in_the_wrong_way_is_told_in_words(client, office):
    client.force_login(office)
    page = client.get("/logout/")
    assert read(page) == (405, "不能这样打开 <small>（405）</small>", True)
    assert page["Allow"] == "POST"
