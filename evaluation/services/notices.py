"""通报: the organiser tells the evaluated organisation the result (T/CSSG 001.5 7.7)."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from gridgov.organizations.models import User
from gridgov.records.gate import write_gate

from ..errors import EvaluationError
from ..models import Evaluation, Notice, Result
from ..results.signatures import unsigned
from ..trail import record
from .signing import check_newest


def record_notice(
    *, actor: User, result: Result, notified_on: date, way: str, recipient: str, note: str = ""
) -> Notice:
    """Write down that the newest locked result was told; from then on the evaluated organisation sees it.

    `note` says why it is told although somebody has not signed; it stands with the event. Raises EvaluationError,
    naming the field, for a result that was reopened or told already, a day that cannot be, or a missing note.
    """
    with write_gate(), transaction.atomic():
        evaluation = (
            Evaluation.objects.select_for_update(of=("self",))
            .select_related("organizer")
            .get(pk=result.evaluation_id)
        )
        check_newest_told(evaluation, result)
        check_day(result, notified_on)
        check_signed(result, note)
        notice = Notice.objects.create(
            result=result,
            notified_on=notified_on,
            way=way.strip(),
            recipient=recipient.strip(),
            notified_by=actor,
        )
        changes = {"通报": ["", f"{result.number}，{notified_on}，{notice.way}，接收人 {notice.recipient}"]}
        record(actor=actor, verb="notify", evaluation=evaluation, changes=changes, reason=note.strip())
    return notice


def check_newest_told(evaluation: Evaluation, result: Result) -> None:
    check_newest(evaluation, result)
    if Notice.objects.filter(result=result).exists():
        raise EvaluationError("这一版结果已经通报过。")


def check_day(result: Result, day: date) -> None:
    if day > timezone.localdate():
        raise EvaluationError(f"通报日期 {day} 还没有到，请在通报之后登记。", field="notified_on")
    locked_on = timezone.localtime(result.locked_at).date()
    if day < locked_on:
        raise EvaluationError(f"通报日期不能早于锁定日期 {locked_on}。", field="notified_on")


def check_signed(result: Result, note: str) -> None:
    names = unsigned(result)
    if names and not note.strip():
        raise EvaluationError(
            f"{'、'.join(names)}还没有签字。请等其签字，或写明没有签字的原因。", field="note"
        )
