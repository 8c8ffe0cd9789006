"""All that one person has to do, from every app that the settings name."""

from datetime import date
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from .task import Task, in_order


@cache
def sources() -> tuple:
    """Functions `(user, today) -> iterable of Task`, in the order of the settings."""
    return tuple(import_string(path) for path in settings.TASK_SOURCES)


def tasks_of(user, today: date) -> list[Task]:
    """What the user has to do, in due order, as far ahead as anybody is told of it."""
    return in_order(task for source in sources() for task in source(user, today))
