"""Locking an evaluation: from then on nothing of it changes, until the organiser reopens it (life cycle §5.5)."""

from django.db import transaction
from django.utils import timezone

from gridgov.organizations.models import User
from gridgov.records.gate import write_gate

from ..documents import result_document
from ..errors import EvaluationError, ObstaclesError
from ..exchange import canonical_json, sha256
from ..models import Evaluation, Result, Sheet
from ..obstacles import obstacles
from ..trail import record
from .evaluations import for_writing


def lock_evaluation(*, actor: User, evaluation: Evaluation) -> Result:
    """Freeze sheet, result and registry facts as a canonical document with its SHA-256; close the evaluation.

    One transaction: no operation is written between the reading and the lock. Raises ObstaclesError when something
    is missing, LockedError when it is locked already; nothing is written then.
    """
    with write_gate(), transaction.atomic():
        current = for_writing(evaluation)
        if found := obstacles(current):
            raise ObstaclesError(found)
        result = freeze(current, actor)
        current.sheets.update(state=Sheet.State.LOCKED)
        current.state = Evaluation.State.LOCKED
        current.save(update_fields=["state"])
        changes = {"总分": ["", result.total], "结论": ["", result.verdict], "SHA-256": ["", result.sha256]}
        record(actor=actor, verb="lock", evaluation=current, changes=changes)
    return result


def freeze(evaluation: Evaluation, actor: User) -> Result:
    now, number = timezone.now(), report_number(evaluation)
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


def report_number(evaluation: Evaluation) -> str:
    """`ZP-2026-610900-01`: 自我评价, year, region, version.

    The key of the organisation (`Z12`) stands for a region code that is missing, or shared with another level.
    """
    organization = evaluation.organization
    for place in filter(None, [organization.region_code, f"Z{organization.pk}"]):
        number = f"ZP-{evaluation.year}-{place}-{evaluation.version:02}"
        if not Result.objects.filter(number=number).exists():
            return number
    raise EvaluationError(f"报告编号 {number} 已经用过，请核对行政区划代码。")


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
