"""Which version of the system runs on a day: derived from the dates of operation, never stored."""

from collections.abc import Iterable
from datetime import date

from ..models import SystemVersion

RUNNING, AHEAD, PAST = "运行", "即将运行", "已改版"
SIGNS = {RUNNING: ("in_force", "●"), AHEAD: ("upcoming", "◐"), PAST: ("replaced", "⇄")}
DRAFT_SIGN = ("draft", "○")


def standings(versions: Iterable[SystemVersion], on: date) -> dict[int, str]:
    """The word for each version by its key: of the issued the last to begin runs; drafts keep their state."""
    versions = list(versions)
    begun = [each for each in versions if each.is_issued and each.effective_on <= on]
    running = max(begun, key=lambda each: (each.effective_on, each.pk), default=None)
    return {each.pk: standing(each, running, on) for each in versions}


def standing(version: SystemVersion, running: SystemVersion | None, on: date) -> str:
    if not version.is_issued:
        return version.get_state_display()
    if version.effective_on > on:
        return AHEAD
    return RUNNING if version == running else PAST
