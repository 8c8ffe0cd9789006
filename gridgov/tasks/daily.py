"""The once-a-day thread of `start`: reminders by mail without cron."""

import logging
import threading

from django.db import close_old_connections
from django.utils import timezone

from .mailing import send_reminders

HOURS = 1
BEGIN = 8  # nobody is written to at night
logger = logging.getLogger(__name__)


def keep_reminding(stop: threading.Event) -> threading.Thread:
    """Look every hour of the day, from now until `stop` is set; what was told is not told again."""
    thread = threading.Thread(target=remind_hourly, args=[stop], name="reminders", daemon=True)
    thread.start()
    return thread


def remind_hourly(stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            if timezone.localtime().hour >= BEGIN:
                send_reminders(timezone.localdate())
        except Exception:
            # The next hour tries again; a thread that dies tells nobody anything.
            logger.exception("提醒邮件没有发完")
        finally:
            close_old_connections()
        stop.wait(HOURS * 3600)
