"""废止: of one's own by the conclusion of a review alone (10.7 d), of what is adopted by the office."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from gridgov.records.services import record_event

from ...errors import StandardsError
from ...models import Standard
from ..given import demand
from ..keeping import changed_since, facts, keep, lock

OWN = "自制标准经复审后由标准化管理委员会决定废止（第2部分 10.7 d）：请先发起复审。"


def withdraw_standard(*, actor, standard: Standard, on: date, reason: str) -> Standard:
    """Take an adopted standard or document out of the system on a date, with a reason. Raises StandardsError.

    An own standard is refused: it is withdrawn by the conclusion of its review.
    """
    with transaction.atomic():
        row = lock(standard)
        if row.is_own:
            raise StandardsError(OWN)
        return withdraw(row, actor=actor, on=on, reason=reason)


def withdraw(row: Standard, *, actor, on: date, reason: str) -> Standard:
    """For the caller's transaction: the locked row is 废止 on that day, its number never used again (10.7 d)."""
    check_withdrawable(row, on)
    reason = demand(reason, "请写明废止的理由，如复审结论或委员会决定。", "reason")
    before = facts(row)
    row.withdrawn_on, row.withdrawal_reason = on, reason
    keep(row, actor=actor, verb="withdraw")
    changes = changed_since(before, row)
    changes.pop("废止理由", None)
    record_event(actor=actor, verb="withdraw", target=row, changes=changes, reason=reason)
    return row


# A year typed wrongly would keep it in force, and out of every review, for good.
FURTHEST = timedelta(days=366)


def check_withdrawable(row: Standard, on: date) -> None:
    """Published, and not ended before in another way."""
    if not row.is_published:
        raise StandardsError("还没有发布，不能废止；不再制定的草案请终止。")
    if row.withdrawn_on:
        raise StandardsError(f"已于 {row.withdrawn_on} 废止，不用再废止。")
    if row.replaced_on and row.replaced_on <= on:
        raise StandardsError(f"自 {row.replaced_on} 起已被新版本代替，不用再废止。", field="on")
    if on > timezone.localdate() + FURTHEST:
        raise StandardsError(f"废止日期 {on} 在一年以后，请核对。", field="on")
    if row.issued_on and on < row.issued_on:
        raise StandardsError(f"废止日期不能早于发布日期 {row.issued_on}。", field="on")
