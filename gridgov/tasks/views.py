"""Worklist and calendar: what the user has to do, and what the calendar file of it holds."""

import re
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gridgov.paging import page_of
from gridgov.records.services import record_event

from .calendar import MEDIA_TYPE, calendar_file, month_after, month_before, weeks_of
from .collecting import tasks_of
from .task import NEAR, in_groups

MONTH = re.compile(r"\A(20\d\d|2100)-(0[1-9]|1[0-2])\Z")


@require_safe
def worklist(request):
    """Everything in due order, of one kind or one day if asked for."""
    today = timezone.localdate()
    tasks = tasks_of(request.user, today)
    kinds = [
        (kind, sum(task.kind == kind for task in tasks)) for kind in dict.fromkeys(t.kind for t in tasks)
    ]
    kind, day = request.GET.get("kind", ""), request.GET.get("day", "")
    shown = [task for task in tasks if kind in ("", task.kind) and day in ("", str(task.due))]
    page = page_of(request, shown)
    context = {
        "page": page,
        "groups": in_groups(page.object_list, today),
        "later": [task for task in page.object_list if task.days(today) > NEAR],
        "kinds": kinds,
        "kind": kind,
        "day": day,
        "count": len(tasks),
        "today": today,
    }
    return render(request, "tasks/worklist.html", context)


@require_safe
def calendar(request):
    """A month of due dates."""
    today = timezone.localdate()
    month = month_of(request.GET.get("month", ""), today)
    context = {
        "weeks": weeks_of(month, tasks_of(request.user, today)),
        "month": month,
        "before": month_before(month),
        "after": month_after(month),
        "today": today,
    }
    return render(request, "tasks/calendar.html", context)


def month_of(text: str, today: date) -> date:
    """The first day of a month like `2026-11`; of this month for anything else."""
    if found := MONTH.match(text):
        return date(int(found[1]), int(found[2]), 1)
    return today.replace(day=1)


@require_safe
def calendar_export(request):
    """The tasks as an iCalendar file; recorded, as every export is."""
    now, user = timezone.now(), request.user
    tasks = tasks_of(user, timezone.localdate())
    host = f"{request.scheme}://{request.get_host()}"
    content = calendar_file(tasks, name=f"{user.name}的标准化待办", host=host, made_at=now)
    record_event(
        actor=user, verb="export", organization=user.organization, label=f"待办日历（{len(tasks)} 项）"
    )
    headers = {"Content-Disposition": 'attachment; filename="gridgov.ics"'}
    return HttpResponse(content, content_type=MEDIA_TYPE, headers=headers)
