"""The demo's clock: what it tells of last year is dated last year, as if people had entered it then."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from datetime import time as clock_time

from django.utils import timezone

MORNING = clock_time(9)


@contextmanager
def at(day: date, begins: clock_time = MORNING) -> Iterator[None]:
    """Within it the services take this day for today, and the time goes on; a moment to come means now.

    Loading is one process that does nothing else: nobody else's clock is moved.
    """
    real_now, entered = timezone.now, time.monotonic()
    moment = min(timezone.make_aware(datetime.combine(day, begins)), real_now())
    timezone.now = lambda: moment + timedelta(seconds=time.monotonic() - entered)
    try:
        yield
    finally:
        timezone.now = real_now
