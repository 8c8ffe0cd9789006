"""The tasks of somebody as a month on screen, and as an iCalendar file for another calendar (RFC 5545)."""

from calendar import Calendar
from datetime import date, datetime, timedelta

from icalendar import Alarm, Event
from icalendar import Calendar as CalendarFile

from .task import Task, by_day

PRODUCT = "-//gridgov//gridgov//ZH"
MEDIA_TYPE = "text/calendar; charset=utf-8"


def weeks_of(month: date, tasks: list[Task]) -> list[list[tuple[date, list[Task]]]]:
    """The weeks from Monday that hold a month; each day with its tasks."""
    due = by_day(tasks)
    return [
        [(day, due.get(day, [])) for day in week]
        for week in Calendar().monthdatescalendar(month.year, month.month)
    ]


def month_before(month: date) -> date:
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def month_after(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def calendar_file(tasks: list[Task], *, name: str, host: str, made_at: datetime) -> bytes:
    """One all-day event per task; the same task keeps its UID, so that importing again brings no doubles.

    `host` is the address of the site, which stands in UIDs and links: `http://10.1.2.3:8000`.
    """
    file = CalendarFile()
    file.add("prodid", PRODUCT)
    file.add("version", "2.0")
    file.add("x-wr-calname", name)
    for task in tasks:
        file.add_component(event_of(task, host, made_at))
    return file.to_ical()


def event_of(task: Task, host: str, made_at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{task.key}@{host.partition('://')[2] or host}")
    event.add("dtstamp", made_at)
    event.add("dtstart", task.due)
    event.add("dtend", task.due + timedelta(days=1))
    event.add("summary", f"{task.kind}：{task.label}")
    event.add("description", f"{task.reason}\n{task.verb}：{host}{task.url}")
    event.add("url", f"{host}{task.url}")
    event.add("transp", "TRANSPARENT")
    for days in task.warn:
        event.add_component(alarm_of(task, days))
    return event


def alarm_of(task: Task, days: int) -> Alarm:
    """Somebody is told `days` before, at nine in the morning."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"{task.kind}：{task.label}")
    alarm.add("trigger", timedelta(hours=9) - timedelta(days=days))
    return alarm
