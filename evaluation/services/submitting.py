"""A member hands in the private sheet; the leader sends one back (evaluation §3.2)."""

from django.db import transaction
from django.utils import timezone

from gridgov.organizations.models import User
from gridgov.records.gate import write_gate

from ..errors import EvaluationError
from ..models import Participant, Sheet
from ..sheets import read_result
from ..trail import record
from .evaluations import for_writing


def missing_of(sheet: Sheet) -> list[str]:
    """Codes of the assigned tables' requirements that are not judged yet, in printed order."""
    codes = set(sheet.participant.assignments.values_list("section", flat=True))
    sections = [part for part in read_result(sheet).sections if part.code in codes]
    return [
        row.code for part in sections for item in part.items for row in item.requirements if not row.is_judged
    ]


def submit_sheet(*, actor: User, sheet: Sheet) -> Sheet:
    """Hand in one's own sheet: from then on it is fixed, and its member sees those of the others.

    Raises EvaluationError when a requirement of an assigned table is not judged; submitted already, nothing happens.
    """
    with write_gate(), transaction.atomic():
        evaluation = for_writing(sheet.evaluation)
        current = (
            Sheet.objects.select_for_update(of=("self",)).select_related("participant__user").get(pk=sheet.pk)
        )
        if not current.is_open:
            return current
        current.evaluation = evaluation
        if missing := missing_of(current):
            shown = "、".join(missing[:5]) + (" 等" if len(missing) > 5 else "")
            raise EvaluationError(f"分给您的表还有 {len(missing)} 条没有判定：{shown}。")
        current.state, current.submitted_at = Sheet.State.SUBMITTED, timezone.now()
        current.save(update_fields=["state", "submitted_at"])
        record(actor=actor, verb="hand_in", evaluation=evaluation, changes={"底稿": ["", "已提交"]})
    return current


def return_sheet(*, actor: User, participant: Participant, reason: str) -> Sheet:
    """Send a submitted sheet back to its member; it is invisible to the others until it comes in again.

    Raises EvaluationError without a reason, or when it is not submitted.
    """
    if not (reason := reason.strip()):
        raise EvaluationError("请写明退回的理由。", field="reason")
    with write_gate(), transaction.atomic():
        evaluation = for_writing(participant.evaluation)
        current = evaluation.sheets.select_for_update(of=("self",)).get(participant=participant)
        if current.state != Sheet.State.SUBMITTED:
            raise EvaluationError(f"{participant.user} 的底稿没有提交，不需要退回。")
        current.state, current.submitted_at = Sheet.State.OPEN, None
        current.save(update_fields=["state", "submitted_at"])
        changes = {f"{participant.user} 的底稿": ["已提交", "退回"]}
        record(actor=actor, verb="return", evaluation=evaluation, changes=changes, reason=reason)
    return current
