"""The workbench: what is due, how far the sheet is, what the registry has."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from evaluation.models import Evaluation
from evaluation.services.evaluations import add_participant
from evaluation.services.panels import appoint, assign_tables, mark_absent
from gridgov.organizations.models import Role
from tests import factories
from tests.evaluation.making import complete, hand_in, make_panel, members
from tests.evaluation.seeing import text_of

pytestmark = pytest.mark.django_db


def workbench(client, user) -> str:
    client.force_login(user)
    return text_of(client.get(reverse("workbench")))


def test_workbench_shows_the_open_sheet_and_what_is_left(client, office, evaluation):
    text = workbench(client, office)
    assert "未评 175 条：A.1、A.2、A.3、A.4、A.5、A.6、A.7" in text
    assert "已得 0，未评 500，已扣 0，满分 500；合格线 300" in text


def test_workbench_asks_for_the_lock_when_all_is_judged(client, office, evaluation):
    complete(office, evaluation)
    assert "七张表都已评完，待锁定" in workbench(client, office)


def test_workbench_does_not_ask_a_member_for_the_lock(client, office, panel_member, evaluation):
    add_participant(actor=office, evaluation=evaluation, user=panel_member)
    complete(office, evaluation)
    assert "没有待办" in workbench(client, panel_member)


def test_workbench_reminds_of_a_review_overdue(client, city, office, node):
    factories.make_published(city, node, year=2020)
    text = workbench(client, office)
    assert ("已逾期（1）" in text, "2020-05-01 起满三年" in text) == (True, True)


def test_workbench_of_a_stranger_shows_nothing_of_others(client, city, stranger, evaluation, node):
    factories.make_published(city, node, year=2020)
    text = workbench(client, stranger)
    assert (city.name in text, "没有待办" in text) == (False, True)


def test_workbench_of_a_panel_member_shows_the_sheet_assigned(client, office, panel_member, evaluation):
    add_participant(actor=office, evaluation=evaluation, user=panel_member)
    text = workbench(client, panel_member)
    assert (evaluation.get_absolute_url() in text, "标准登记" in text) == (True, False)


def test_workbench_of_a_member_of_a_panel_shows_his_tables_alone(client, city, county, edition):
    person = members(make_panel(city, county))[1]
    text = workbench(client, person.user)
    assert ("A.3 服务提供" in text, "A.4 服务管理" in text, "满分 500" in text) == (True, False, False)


def test_workbench_shows_the_sheet_that_is_still_to_be_judged_first(client, city, county, edition):
    person = members(make_panel(city, county, as_of=date(2026, 11, 20)))[1]
    later = make_panel(city, county, kind="third_party", size=1)
    other = appoint(actor=later.opened_by, evaluation=later, user=person.user)
    assign_tables(actor=later.opened_by, participant=other, sections=["A.7"])
    hand_in(other)
    text = workbench(client, person.user)
    assert ("2026 年度上级评估</h2>" in text, "A.3 服务提供" in text) == (True, True)


def test_workbench_of_a_member_who_is_absent_shows_no_figure_of_the_panel(client, city, county, edition):
    panel = make_panel(city, county, size=6)
    person = members(panel)[5]
    mark_absent(actor=panel.opened_by, participant=person, reason="出差")
    text = workbench(client, person.user)
    assert ("您没有参加评分" in text, "已得" in text) == (True, False)


def test_workbench_counts_the_coverage_of_the_own_registry(client, city, tree):
    reader = factories.make_user("counter", organization=city, roles=[Role.READER])
    factories.make_published(city, factories.Node.objects.get(code="6.1.1"))
    text = workbench(client, reader)
    assert re.search(r"<b>GL</b>.*?1 / 54", text, re.S)


def test_calendar_marks_today_by_word_and_counts_what_is_due(client, office, evaluation):
    Evaluation.objects.filter(pk=evaluation.pk).update(as_of=timezone.localdate())
    text = workbench(client, office)
    days = re.findall(
        r"<li class=.*?</li>", text[text.index('<ol class="calendar"') :].split("</ol>")[0], re.S
    )
    today = next(day for day in days if "今天" in day)
    assert (len(days), "自我评价 1" in today, 'aria-current="date"' in today) == (14, True, True)
