"""Lists of records that come in: all rows or none, in one transaction."""

from django.db import transaction

from gridgov.records.services import record_event

from ..errors import ActivitiesError
from ..prechecking import CHANGED, ERROR, NEW, SAME, Checked, Place, precheck
from ..sheets import Read
from .records import change_record, enter_record


def import_rows(place: Place, read: Read) -> dict[str, int]:
    """Enter and change what the list says; prechecked again under the transaction. Returns `{state: rows}`.

    Raises ActivitiesError when a row has an error; nothing is written then.
    """
    with transaction.atomic():
        checked = precheck(place, read)
        refuse_errors([row for row in checked if row.state == ERROR])
        for row in checked:
            write_row(place, row)
        counts = {state: sum(1 for row in checked if row.state == state) for state in (NEW, CHANGED, SAME)}
        words = f"新增 {counts[NEW]}，变更 {counts[CHANGED]}，不变 {counts[SAME]}"
        record_event(
            actor=place.actor,
            verb="import",
            target=place.parent or place.organization,
            organization=place.organization,
            changes={f"{place.table.noun}列表": ["", words]},
        )
    return counts


def refuse_errors(bad: list[Checked]) -> None:
    if bad:
        sentence = f"第 {bad[0].number} 行，{bad[0].sentences[0]}"
        raise ActivitiesError(f"有 {len(bad)} 行不能导入，没有写入任何内容。{sentence}")


def write_row(place: Place, row: Checked) -> None:
    """Enter or change one row; a refusal says which row it was."""
    try:
        if row.state == NEW:
            enter_record(actor=place.actor, table=place.table, row=place.blank(), values=row.values)
        elif row.state == CHANGED:
            change_record(actor=place.actor, table=place.table, row=row.existing, values=row.values)
    except ActivitiesError as error:
        raise ActivitiesError(f"第 {row.number} 行：{error.message}没有写入任何内容。") from error
