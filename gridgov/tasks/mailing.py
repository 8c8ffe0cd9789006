"""Reminders by mail, where mail is configured: one letter a day to each, each occasion told once.

An occasion is a task and the day of warning that has come (`Task.occasion`). It is claimed by a row before the letter
goes out, so that of two processes one tells; a letter that cannot be sent gives the claim back.
"""

import logging
from datetime import date
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from gridgov.organizations.models import User
from gridgov.records.models import Reminder

from .collecting import tasks_of
from .task import Task, in_groups

logger = logging.getLogger(__name__)


def send_reminders(today: date) -> int:
    """Tell everybody who has an address what has come up since the last time; returns how many letters went out."""
    if not settings.MAIL_CONFIGURED:
        return 0
    users = User.objects.filter(is_active=True).exclude(email="")
    return sum(remind(user, today) for user in users)


def remind(user, today: date) -> bool:
    """One letter to one person, unless there was one today; whether there was one to write."""
    if Reminder.objects.filter(user=user, sent_at__date=today).exists():
        return False
    claimed = claim(user, tasks_of(user, today), today)
    if not claimed:
        return False
    try:
        write_letter(user, [task for task, _ in claimed], today)
    except (OSError, SMTPException):
        Reminder.objects.filter(pk__in=[row.pk for _, row in claimed]).delete()
        logger.exception("提醒邮件没有发出：%s", user.username)
        return False
    return True


@transaction.atomic
def claim(user, tasks: list[Task], today: date) -> list[tuple[Task, Reminder]]:
    """The tasks whose occasion nobody told the user of yet, each with the row that says somebody does now."""
    claimed = []
    for task in tasks:
        occasion = task.occasion(today)
        if occasion is not None:
            row, is_new = Reminder.objects.get_or_create(user=user, key=task.key, occasion=occasion)
            claimed += [(task, row)] if is_new else []
    return claimed


def write_letter(user, tasks: list[Task], today: date) -> None:
    context = {
        "user": user,
        "groups": in_groups(tasks, today),
        "later": [task for task in tasks if task.days(today) > 30],
        "site": settings.SITE_URL,
        "today": today,
    }
    subject = f"网格化治理标准：{len(tasks)} 项待办"
    send_mail(subject, render_to_string("tasks/letter.txt", context), None, [user.email])
