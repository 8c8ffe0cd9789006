"""Former numbers: after a renumbering a standard is found under the old number too (numbering §1.6).

The number of search carries the former ones (`number_search`), so that a search asks nothing more than before.
"""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction

from gridgov.organizations.models import Organization
from gridgov.records.services import record_event

from ...errors import StandardsError
from ...models import NumberAlias, Standard
from ...numbering import DocumentNumber, search_form
from ...renumbering import Pair
from ..given import check_day, demand
from ..keeping import keep, lock
from ..numbers import find_text, read_number

LONGEST = Standard._meta.get_field("number_search").max_length
TOLD_AT_ONCE = 5


def add_alias(
    *, actor, standard: Standard, number: str, until: date | None = None, reason: str = ""
) -> NumberAlias:
    """Afterwards a search for `number`, which the standard had until that day, finds it; returns the row.

    Raises StandardsError when the text is no number, when it is a number or former number of the registry
    already, and for a draft.
    """
    with transaction.atomic():
        row = lock(standard)
        if not row.is_published:
            raise StandardsError("还没有发布的标准没有编号，也就没有曾用编号。")
        known = read_number(number)
        key = str(known) if isinstance(known, DocumentNumber) else known.key
        check_free(row, str(known), key)
        if until:
            check_day(until, "改号日期", "until")
        alias = NumberAlias(
            organization=row.organization,
            standard=row,
            number=str(known),
            number_key=key,
            number_search=search_form(key),
            until=until,
            reason=reason.strip(),
        )
        keep_once(alias)
        find_by_all_numbers(row, actor)
        changes = {"曾用编号": ["", alias.number], "改号日期": ["", until]}
        record_event(actor=actor, verb="alias", target=row, changes=changes, reason=alias.reason)
    return alias


def check_free(row: Standard, number: str, key: str) -> None:
    """No standard of the organisation has the number now, and none had it before."""
    if key == row.number_key:
        raise StandardsError(f"“{number}”就是它现在的编号，曾用编号应是以前的编号。", field="number")
    if holder := Standard.objects.of(row.organization).filter(number_key=key).first():
        raise StandardsError(f"“{number}”现在是“{holder}”的编号，不能登记为曾用编号。", field="number")
    former = NumberAlias.objects.of(row.organization).filter(number_key=key).select_related("standard")
    if alias := former.first():
        raise StandardsError(f"“{number}”已登记为“{alias.standard}”的曾用编号，不用再登记。", field="number")


def keep_once(alias: NumberAlias) -> None:
    """Of two at once for different standards both pass the check; the second meets the constraint."""
    try:
        with transaction.atomic():
            alias.save()
    except IntegrityError as error:
        raise StandardsError(f"“{alias.number}”已登记为曾用编号，不用再登记。", field="number") from error


def find_by_all_numbers(row: Standard, actor) -> None:
    """Let a search of numbers read the former ones too."""
    row.number_search = find_text(row)
    if len(row.number_search) > LONGEST:
        raise StandardsError("这条标准的曾用编号已经很多，不能再加；其余的请写入备注。", field="number")
    keep(row, actor=actor, verb="alias")


def add_aliases(
    *,
    actor,
    organization: Organization,
    pairs: Iterable[Pair],
    until: date | None = None,
    reason: str = "",
) -> list[NumberAlias]:
    """Register a whole renumbering table: all of it or nothing. Returns the rows.

    Raises StandardsError (field `table`) with the first lines that cannot be, each with its place.
    """
    added, faults = [], []
    with transaction.atomic():
        for pair in pairs:
            try:
                standard = find_current(organization, pair.new)
                added.append(
                    add_alias(actor=actor, standard=standard, number=pair.old, until=until, reason=reason)
                )
            except StandardsError as error:
                faults.append(f"第 {pair.line} 行：{error.message}")
        if faults:
            raise StandardsError(in_one(faults), field="table")
    return added


def in_one(faults: list[str]) -> str:
    """The first faults in one message, and how many there are in all."""
    shown = "".join(faults[:TOLD_AT_ONCE])
    return (
        shown
        if len(faults) <= TOLD_AT_ONCE
        else f"{shown}（共 {len(faults)} 行有误，先列出 {TOLD_AT_ONCE} 行）"
    )


def find_current(organization: Organization, text: str) -> Standard:
    """The standard of the organisation that has this number now; StandardsError when none has."""
    number = read_number(text)
    key = str(number) if isinstance(number, DocumentNumber) else number.key
    standard = Standard.objects.of(organization).filter(number_key=key).first()
    if standard is None:
        raise StandardsError(f"登记簿中没有新编号“{number}”，请先登记这条标准，或改正编号。")
    return standard


def remove_alias(*, actor, alias: NumberAlias, reason: str) -> Standard:
    """Take away a former number that was registered by mistake; who, when and why stay on record.

    Raises StandardsError without a reason, and when it is gone already.
    """
    with transaction.atomic():
        row = lock(alias.standard)
        reason = demand(reason, "请写明删除的理由，如“登记到了另一条标准”。", "reason")
        gone, _ = row.aliases.filter(pk=alias.pk).delete()
        if not gone:
            raise StandardsError("这个曾用编号已经删除。")
        find_by_all_numbers(row, actor)
        changes = {"曾用编号": [alias.number, ""]}
        record_event(actor=actor, verb="delete", target=row, changes=changes, reason=reason)
    return row
