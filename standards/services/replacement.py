"""Which edition ends where another begins: 代替 and 被代替 (GB/T 22373 fields 461 and 462).

What a draft is meant to replace stands in its `replaces` and changes nothing; it takes effect when the draft is
published. One may replace several (merge), several may replace one (split): the old one ends when the first of
those published takes effect.
"""

import re
from collections.abc import Iterable
from datetime import date

from django.db import transaction
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
    """When the first published of those that replace it takes effect; None when nothing replaces it.

    One without dates replaces it from the day that became known. A draft that is meant to replace it does not count.
    """
    known = old.replaced_on or timezone.localdate()
    days = old.replaced_by.published().values_list("effective_on", "issued_on")
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
    if started is not None and row.effective_on is not None and row.is_published:
        for old in row.replaces.exclude(replaced_on=None).order_by("pk"):
            end(old, first_day(old), actor=actor)


def intend_replacement(*, actor, standard: Standard, olds: Iterable[Standard]) -> Standard:
    """Afterwards the draft is meant to replace exactly these; nothing changes for them until it is published.

    Raises StandardsError when it is no draft of one's own, or one of them is not the organisation's own, not
    published, or withdrawn.
    """
    with transaction.atomic():
        row, wanted = lock(standard), set(olds)
        if not row.is_own or row.is_published or row.stage == Standard.Stage.ABANDONED:
            raise StandardsError(
                "只有制定中的自制标准可以选择拟代替的标准；这一条已发布、已终止，或不是自制标准。"
            )
        for old in wanted:
            check_replaceable(row, old)
        before = set(row.replaces.all())
        row.replaces.set(wanted)
        if before != wanted:
            changes = {"拟代替的标准": [names_of(before), names_of(wanted)]}
            record_event(actor=actor, verb="change", target=row, changes=changes)
    return row


def own_named(row: Standard, numbers: str) -> set[Standard]:
    """The own standards of the registry that the numbers name, several with ； between; StandardsError for others."""
    found = set()
    for name in filter(None, map(str.strip, SEPARATORS.split(numbers))):
        old = Standard.objects.of(row.organization).filter(number_key=key_of(name) or name).first()
        if old is None:
            raise StandardsError(f"登记簿中没有编号为“{name}”的标准，请核对后重新填写。", field="replaces")
        found.add(old)
    return found


def check_replaceable(row: Standard, old: Standard) -> None:
    """What is replaced is published, the organisation's own, and not withdrawn (10.7 d)."""
    if old.organization_id != row.organization_id or not old.is_own or not old.is_published or old == row:
        raise StandardsError(f"“{old}”不是本组织已发布的自制标准，不能选为被代替的标准。", field="replaces")
    if old.withdrawn_on:
        raise StandardsError(
            f"“{old.number}”已于 {old.withdrawn_on} 废止，不能再被代替，请从“代替的标准”中去掉。",
            field="replaces",
        )


def names_of(rows: Iterable[Standard]) -> str:
    """Several standards as GB/T 22373 writes them, in the order of their numbers."""
    return "；".join(str(row) for row in sorted(rows, key=lambda row: (row.number_sort, row.pk)))


def hold_replaced(row: Standard, revised: Standard | None) -> None:
    """Lock what `row` will end, in the order of the keys: two that each revise what the other replaces would else
    wait for each other.
    """
    keys = {*row.replaces.values_list("pk", flat=True), *([revised.pk] if revised else [])}
    list(Standard.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))


def end_replaced(row: Standard, revised: Standard | None, effective_on: date, *, actor) -> set[Standard]:
    """End what `row` replaces: the edition it revises, and the others it was meant to; returns all of them.

    For the transaction that publishes `row`, before it is saved: of one number only one edition may stand. Each
    ends on `effective_on`, or earlier when it had ended before or another part of a split took effect. Raises
    StandardsError for one that was withdrawn meanwhile.
    """
    olds = set(row.replaces.all()) | ({revised} if revised else set())
    # In the order of their keys, as everywhere: two that replace the same old ones cannot wait for each other.
    for old in sorted(olds, key=lambda standard: standard.pk):
        check_replaceable(row, old)
        end(old, min(filter(None, [old.replaced_on, first_day(old), effective_on])), actor=actor)
    return olds
