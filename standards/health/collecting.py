"""Every fault of a registry, from every app that the settings name."""

from datetime import date
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from .problem import Check, Examination, Problem, Severity


@cache
def examinations() -> tuple[Examination, ...]:
    """In the order of the settings."""
    return tuple(import_string(path) for path in settings.HEALTH_SOURCES)


@cache
def checks() -> tuple[Check, ...]:
    """Everything that is looked for, in the order it is shown: what costs points first."""
    found = [check for each in examinations() for check in each.checks]
    return tuple(sorted(found, key=lambda check: check.severity != Severity.SCORE))


def problems_of(organization, on: date) -> list[Problem]:
    """All faults on a day, by check; within one in the order of the registry."""
    places = {check.code: place for place, check in enumerate(checks())}
    found = [problem for each in examinations() for problem in each.find(organization, on)]
    return sorted(found, key=lambda problem: places[problem.check.code])
