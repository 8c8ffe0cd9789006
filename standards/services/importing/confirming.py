"""A checked list confirmed: all of it in one transaction, or nothing."""

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from ...errors import StandardsError
from ...models import ImportBatch
from .batches import judge, layouts_of, options_of, sheets_of, state_of
from .histories import History
from .writing import Writing, hold, nothing_to_write

State = ImportBatch.State
MOVED = "预检之后登记簿有了变动，已经重新预检。请核对下面的结果后再确认。"
MET = "导入时与别人刚登记的内容相冲突，没有写入任何一行。请重新预检后再确认。"


def confirm_import(*, actor, batch: ImportBatch, reason: str = "") -> ImportBatch:
    """Write what the 预检 showed. Afterwards every row stands in the registry as the page said, or none does.

    Raises StandardsError with errors left, without a reason where published own standards change (更正), and when
    the registry has moved since: the list has been checked again then, and what differs is shown first.
    """
    try:
        with transaction.atomic():
            batch = held(batch)
            hold_rows(batch)
            if not (moved := has_moved(batch)):
                check_confirmable(batch, reason)
                write(batch, actor=actor, reason=reason.strip())
    except IntegrityError as error:
        raise StandardsError(MET) from error
    if moved:
        raise StandardsError(MOVED)
    return batch


def held(batch: ImportBatch) -> ImportBatch:
    """The batch as it is now, locked; its organisation is not, or nobody could write to it meanwhile."""
    batches = ImportBatch.objects.select_for_update(of=("self",)).select_related("organization")
    return batches.get(pk=batch.pk)


def hold_rows(batch: ImportBatch) -> None:
    """Keep what the list changes or ends as it is from here on: who edits one of them now is seen, or waits."""
    keys = {row["pk"] for row in batch.rows if row["verdict"] == "changed"}
    keys |= {int(pk) for row in batch.rows for pk in row.get("ends", {})}
    hold(sorted(keys))


def has_moved(batch: ImportBatch) -> bool:
    """Whether the list, checked once more where the registry has changed, says something else now."""
    if not batch.is_open or batch.mapping["state"] == state_of(batch.organization):
        return False
    before = batch.rows
    judge(batch, sheets_of(batch), layouts_of(batch), options_of(batch))
    batch.save()
    return batch.rows != before


def check_confirmable(batch: ImportBatch, reason: str) -> None:
    if not batch.is_open:
        raise StandardsError("这张表已经导入过，不能再次导入。")
    if refusal := nothing_to_write(batch):
        raise refusal
    if corrections_in(batch) and not reason.strip():
        words = "表中改动了已发布的自制标准，请写明更正理由，如“按2026年清理结果更正实施部门”。"
        raise StandardsError(words, field="reason")


def corrections_in(batch: ImportBatch) -> int:
    """How many published own standards the list changes."""
    return sum(1 for row in batch.rows if row["verdict"] == "changed" and row.get("own"))


def write(batch: ImportBatch, *, actor, reason: str) -> None:
    batch.reason = reason
    Writing(batch, actor=actor).write()
    batch.state, batch.confirmed_at = State.CONFIRMED, timezone.now()
    # What was written after this key was written by somebody else.
    batch.mapping["history"] = History.objects.aggregate(last=Max("history_id"))["last"]
    batch.save()
