"""Which edition ends where another begins: 代替 and 被代替 (GB/T 22373 fields 461 and 462)."""

import re
from datetime import date

from django.utils import timezone

from gridgov.records.services import record_event

from ..errors import StandardsError
from ..models import Standard
from .keeping import changed_since, facts, keep, lock
from .numbers import read_number

SEPARATORS = re.compile(r"[;；、\n]")


def link_replaced(row: Standard, *, actor) -> None:
    """Tie the adopted standard or document `row` to those its `replaced_numbers` name in the same registry.

    Each becomes 被代替 on the day the first that replaces it takes effect; what nobody names any more is in
    force again. Numbers that are not in the registry stay words.
    """
    found, linked = named_by(row), set(row.replaces.all())
    row.replaces.set(found)
    # In the order of their keys: two edits that name the same old ones cannot wait for each other.
    for old in sorted(linked | found, key=lambda standard: standard.pk):
        end(old, first_day(old), actor=actor)


def first_day(old: Standard) -> date | None:
    """When the first of those that replace it takes effect; None when nothing replaces it.

    One without dates replaces it from the day that became known.
    """
    known = old.replaced_on or timezone.localdate()
    days = old.replaced_by.values_list("effective_on", "issued_on")
    return min((effective or issued or known for effective, issued in days), default=None)


def named_by(row: Standard) -> set[Standard]:
    """The rows of the registry that `row.replaced_numbers` names; StandardsError when it names itself."""
    names = [name.strip() for name in SEPARATORS.split(row.replaced_numbers) if name.strip()]
    keys = {key for name in names if (key := key_of(name))}
    if row.number_key in keys - {""}:
        raise StandardsError("标准不能代替自己，请填写被它代替的旧标准号。", field="replaced_numbers")
    others = Standard.objects.of(row.organization).exclude(origin=Standard.Origin.OWN).exclude(pk=row.pk)
    return set(others.filter(number_key__in=keys)) | set(others.filter(number_key="", title__in=names))


def key_of(name: str) -> str:
    """The key of a number, "" for what is none: a law is named by its title."""
    try:
        number = read_number(name)
    except StandardsError:
        return ""
    return getattr(number, "key", str(number))


def end(old: Standard, day: date | None, *, actor) -> None:
    """Set the 被代替日期 of `old`, or take it away, and tell the trail; nothing when it is so already.

    The row is locked and read again: saving it as it was found would undo what somebody else is saving.
    """
    row = lock(old)
    if row.replaced_on == day:
        return
    before = facts(row)
    row.replaced_on = day
    keep(row, actor=actor, verb="replace")
    record_event(actor=actor, verb="replace", target=row, changes=changed_since(before, row))


def follow_effective_date(row: Standard, started: date | None, *, actor) -> None:
    """The old edition ends when the new one begins, also after the 实施日期 of `row` was mended."""
    if started is not None and row.effective_on is not None:
        for old in row.replaces.filter(replaced_on=started):
            end(old, row.effective_on, actor=actor)
