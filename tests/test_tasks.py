"""Things to do: their order, occasions, the calendar file, letters that tell each occasion once."""

from datetime import UTC, date, datetime

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from gridgov.records.models import Event, Reminder
from gridgov.tasks import collecting, mailing
from gridgov.tasks.calendar import calendar_file, month_after, month_before, weeks_of
from gridgov.tasks.task import Task, in_order
from tests import factories

TODAY = date(2026, 11, 20)


def make_task(due=TODAY, *, label="网格巡查管理规范", kind="复审到期", **fields) -> Task:
    fields = {"key": f"{kind}:{label}:{due}", "warn": (180, 90, 30), **fields}
    return Task(due, kind, label, "Q/ALWG TG204•1-2023", "发起复审", "/standards/1/", **fields)


# occasions


@pytest.mark.parametrize(
    ("due", "occasion"),
    [
        (date(2027, 6, 30), None),
        (date(2027, 5, 19), 180),
        (date(2027, 2, 18), 90),
        (date(2026, 12, 1), 30),
        (date(2026, 11, 20), 0),
        (date(2026, 11, 19), -1),
        (date(2020, 1, 1), -1),
    ],
)
def test_the_nearest_occasion_that_has_come_counts(due, occasion):
    assert make_task(due).occasion(TODAY) == occasion


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_occasions_never_go_back_as_days_pass(due, today):
    first, second = (
        make_task(due).occasion(today),
        make_task(due).occasion(date.fromordinal(today.toordinal() + 1)),
    )
    assert (first is None) or (second is not None and second <= first)


def test_tasks_come_in_due_order_and_the_same_one_once():
    late, early = make_task(date(2026, 12, 1)), make_task(date(2026, 11, 1))
    assert in_order([late, early, make_task(date(2026, 12, 1))]) == [early, late]


# calendar


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_months_follow_each_other(day):
    month = day.replace(day=1)
    assert (month_before(month_after(month)), month_after(month_before(month))) == (month, month)


def test_a_month_shows_each_task_on_its_day():
    days = dict(day for week in weeks_of(TODAY.replace(day=1), [make_task()]) for day in week)
    assert (days[TODAY], min(days), max(days)) == ([make_task()], date(2026, 10, 26), date(2026, 12, 6))


def test_the_calendar_file_is_read_back_by_another_calendar():
    made_at = datetime(2026, 11, 20, 8, tzinfo=UTC)
    content = calendar_file([make_task()], name="林晓文", host="http://10.1.2.3:8000", made_at=made_at)
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    told = [alarm.decoded("trigger").days for alarm in event.walk("VALARM")]
    assert (
        event.decoded("dtstart"),
        str(event["summary"]),
        str(event["url"]),
        str(event["uid"]),
        told,
    ) == (
        TODAY,
        "复审到期：网格巡查管理规范",
        "http://10.1.2.3:8000/standards/1/",
        "复审到期:网格巡查管理规范:2026-11-20@10.1.2.3:8000",
        [-180, -90, -30],
    )


# letters


@pytest.fixture
def tasks(monkeypatch):
    """What everybody has to do; a test changes the list."""
    found = [make_task(date(2026, 12, 1)), make_task(date(2027, 12, 1))]
    monkeypatch.setattr(mailing, "tasks_of", lambda user, today: list(found))
    return found


@pytest.fixture
def addressed(city, settings):
    settings.MAIL_CONFIGURED, settings.SITE_URL = True, "http://10.1.2.3:8000"
    return factories.make_user("lin", organization=city, name="林晓文", email="lin@example.gov.cn")


def test_a_letter_names_what_is_near_and_where_it_is_done(addressed, tasks):
    sent = mailing.send_reminders(TODAY)
    (letter,) = mail.outbox
    assert (sent, letter.to, letter.subject) == (1, ["lin@example.gov.cn"], "网格化治理标准：1 项待办")
    assert "2026-12-01（剩 11 天）复审到期：网格巡查管理规范" in letter.body
    assert "发起复审：http://10.1.2.3:8000/standards/1/" in letter.body
    assert "2027-12-01" not in letter.body


def test_an_occasion_is_told_once(addressed, tasks):
    assert [mailing.send_reminders(day) for day in (TODAY, TODAY, date(2026, 11, 25))] == [1, 0, 0]


def test_what_comes_up_later_in_a_day_waits_for_the_next(addressed, tasks, time_machine):
    sent = []
    for day in (20, 20, 21):
        time_machine.move_to(f"2026-11-{day} 10:00+08:00")
        sent.append(mailing.send_reminders(date(2026, 11, day)))
        tasks.append(make_task(date(2026, 12, 1), label=f"标准{len(sent)}"))
    assert (sent, [letter.subject[-5:] for letter in mail.outbox]) == ([1, 0, 1], ["1 项待办", "2 项待办"])


def test_the_next_occasion_is_told_again(addressed, tasks):
    assert [mailing.send_reminders(day) for day in (TODAY, date(2026, 12, 1), date(2027, 3, 1))] == [1, 1, 1]


def test_a_letter_that_cannot_be_sent_is_tried_again(addressed, tasks, monkeypatch, caplog):
    def refuse(*args, **kwargs):
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr(mailing, "send_mail", refuse)
        assert (mailing.send_reminders(TODAY), Reminder.objects.count()) == (0, 0)
    assert mailing.send_reminders(TODAY) == 1
    assert "提醒邮件没有发出：lin" in caplog.text


def test_nobody_is_told_without_an_address_or_switched_off(addressed, tasks):
    type(addressed).objects.update(is_active=False)
    factories.make_user("other")
    assert (mailing.send_reminders(TODAY), mail.outbox) == (0, [])


def test_without_a_mail_server_the_command_says_where_to_name_one(db):
    with pytest.raises(CommandError, match="GRIDGOV_MAIL"):
        call_command("send_reminders")


# pages


@pytest.fixture
def listed(monkeypatch):
    """A user's tasks on the pages."""
    found = []
    monkeypatch.setattr(collecting, "sources", lambda: (lambda user, today: found,))
    return found


@pytest.fixture
def page(client, office, time_machine):
    time_machine.move_to("2026-11-20 10:00+08:00")
    client.force_login(office)

    def get(name, query=""):
        response = client.get(reverse(name) + query)
        assert response.status_code == 200
        return response.content.decode()

    return get


def test_the_worklist_shows_all_and_one_kind(page, listed):
    listed += [make_task(date(2026, 11, 10)), make_task(date(2027, 3, 1), kind="计划到期", label="术语标准")]
    everything, plans = page("worklist"), page("worklist", "?kind=计划到期")
    assert ("已逾期" in everything, "以后" in everything, "剩 101 天" in everything) == (True,) * 3
    assert ("网格巡查管理规范" in plans, "术语标准" in plans) == (False, True)


def test_the_worklist_shows_one_day(page, listed):
    listed += [make_task(date(2026, 11, 10)), make_task(date(2026, 12, 1), label="术语标准")]
    content = page("worklist", "?day=2026-12-01")
    assert ("术语标准" in content, "网格巡查管理规范" in content) == (True, False)


def test_the_workbench_shows_five_of_a_group_and_how_many_more(page, listed):
    listed += [make_task(date(2026, 11, 1), label=f"标准{place}") for place in range(7)]
    assert ("已逾期（7）" in page("workbench"), "已逾期还有 2 项" in page("workbench")) == (True, True)


def test_an_empty_worklist_says_why(page, listed):
    assert "没有待办：复审、计划、审定意见、查新等事项临近时会列在这里" in page("worklist")


def test_the_calendar_turns_to_the_month_asked_for(page, listed):
    listed += [make_task(date(2027, 3, 1), label="术语标准")]
    this, march, nonsense = (page("calendar", query) for query in ("", "?month=2027-03", "?month=2027-13"))
    assert ["术语标准" in text for text in (this, march, nonsense)] == [False, True, False]
    assert "2026年11月" in nonsense


def test_the_calendar_file_is_an_export_on_record(page, listed, client):
    listed += [make_task()]
    response = client.get(reverse("calendar-export"))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert Event.objects.filter(verb="export").get().target_label == "待办日历（1 项）"
