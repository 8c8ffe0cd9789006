"""Locking an evaluation: from then on nothing of it changes, until the organiser reopens it (life cycle §5.5)."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from gridgov.organizations.models import User
from gridgov.records.gate import write_gate

from ..errors import EvaluationError, ObstaclesError
from ..exchange import canonical_json, sha256
from ..models import Evaluation, Result, Sheet
from ..obstacles import obstacles
from ..results.document import result_document
from ..results.numbering import report_number
from ..trail import record
from .evaluations import for_writing

# How often a number is chosen anew when others lock at the same moment.
ATTEMPTS = 5


def lock_evaluation(*, actor: User, evaluation: Evaluation) -> Result:
    """Freeze sheet, result and registry facts as a canonical document with its SHA-256; close the evaluation.

    One transaction: no operation is written between the reading and the lock. Raises ObstaclesError when something
    is missing, LockedError when it is locked already; nothing is written then.
    """
    with write_gate(), transaction.atomic():
        current = with_sheets_held(evaluation)
        if found := obstacles(current):
            raise ObstaclesError(found)
        result = freeze(current, actor)
        current.sheets.update(state=Sheet.State.LOCKED)
        current.state = Evaluation.State.LOCKED
        current.save(update_fields=["state"])
        changes = {"总分": ["", result.total], "结论": ["", result.verdict], "SHA-256": ["", result.sha256]}
        record(actor=actor, verb="lock", evaluation=current, changes=changes)
    return result


def with_sheets_held(evaluation: Evaluation) -> Evaluation:
    """The open evaluation and its sheets, held: who judges or adds evidence holds the row of the sheet alone."""
    current = for_writing(evaluation)
    list(current.sheets.select_for_update().order_by("pk"))
    return current


def freeze(evaluation: Evaluation, actor: User) -> Result:
    """The result, under a number nobody else has: who took the same one a moment earlier keeps it."""
    for _ in range(ATTEMPTS):
        number = report_number(evaluation)
        try:
            with transaction.atomic():
                return write_result(evaluation, number, actor)
        except IntegrityError:
            if not Result.objects.filter(number=number).exists():
                raise
    raise EvaluationError("报告编号接连被同时锁定的其他评价用去，没有锁定。请再按一次“锁定”。")


def write_result(evaluation: Evaluation, number: str, actor: User) -> Result:
    now = timezone.now()
    document = result_document(evaluation, number=number, locked_by=actor, locked_at=now)
    content = canonical_json(document)
    return Result.objects.create(
        evaluation=evaluation,
        version=evaluation.version,
        number=number,
        document=content.decode(),
        sha256=sha256(content),
        total=document["result"]["total"],
        verdict=document["result"]["verdict"],
        locked_by=actor,
        locked_at=now,
    )


def reopen_evaluation(*, actor: User, evaluation: Evaluation, reason: str) -> Evaluation:
    """Open a locked evaluation for the next version; the old result stays as it is.

    Raises EvaluationError without a reason, or when it is not locked.
    """
    reason = reason.strip()
    if not reason:
        raise EvaluationError("请写明重开的理由。", field="reason")
    with write_gate(), transaction.atomic():
        rows = Evaluation.objects.select_for_update(of=("self",)).select_related("organization", "organizer")
        current = rows.get(pk=evaluation.pk)
        if not current.is_locked:
            raise EvaluationError("这份评价没有锁定，不需要重开。")
        current.state, current.version = Evaluation.State.OPEN, current.version + 1
        current.save(update_fields=["state", "version"])
        current.sheets.filter(participant=None).update(state=Sheet.State.OPEN)
        reopened = current.sheets.exclude(participant=None)
        reopened.filter(submitted_at=None).update(state=Sheet.State.OPEN)
        reopened.exclude(submitted_at=None).update(state=Sheet.State.SUBMITTED)
        changes = {"版次": [current.version - 1, current.version]}
        record(actor=actor, verb="reopen", evaluation=current, changes=changes, reason=reason)
    return current
