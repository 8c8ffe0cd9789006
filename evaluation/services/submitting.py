"""A member hands in the private sheet; the leader sends one back (evaluation §3.2)."""

from django.db import transaction
from django.utils import timezone

from gridgov.organizations.models import User
from gridgov.records.gate import write_gate

from ..errors import EvaluationError
from ..models import Evaluation, Participant, Sheet
from ..sheet.handing_in import NO_TABLES, gaps_of, return_label
from ..trail import record
from .evaluations import for_writing

SHOWN = 5


def submit_sheet(*, actor: User, sheet: Sheet) -> Sheet:
    """Hand in one's own sheet: from then on it is fixed, and its member sees those of the others.

    Raises EvaluationError when no table is assigned, when a requirement of an assigned one is not judged, or when
    its member is absent; submitted already, nothing happens.
    """
    with write_gate(), transaction.atomic():
        evaluation = for_writing(sheet.evaluation)
        current = held(evaluation, sheet.participant_id)
        if not current.is_open:
            return current
        refuse_unfinished(current)
        current.state, current.submitted_at = Sheet.State.SUBMITTED, timezone.now()
        current.save(update_fields=["state", "submitted_at"])
        record(actor=actor, verb="hand_in", evaluation=evaluation, changes={"底稿": ["", "已提交"]})
    return current


def refuse_unfinished(sheet: Sheet) -> None:
    """Nobody sees the others' sheets without having judged: an empty one is not handed in."""
    if not sheet.participant.is_present:
        raise EvaluationError("您已登记为缺席或回避，不能提交底稿。")
    gaps = gaps_of(sheet)
    if not gaps:
        raise EvaluationError(NO_TABLES)
    if missing := [code for gap in gaps for code in gap.missing]:
        shown = "、".join(missing[:SHOWN]) + (" 等" if len(missing) > SHOWN else "")
        raise EvaluationError(f"分给您的表还有 {len(missing)} 条没有判定：{shown}。")


def return_sheet(*, actor: User, participant: Participant, reason: str) -> Sheet:
    """Send a submitted sheet back to its member; it is invisible to the others until it comes in again.

    Raises EvaluationError without a reason, or when it is not submitted.
    """
    if not (reason := reason.strip()):
        raise EvaluationError("请写明退回的理由。", field="reason")
    with write_gate(), transaction.atomic():
        evaluation = for_writing(participant.evaluation)
        current = held(evaluation, participant.pk)
        if current.state != Sheet.State.SUBMITTED:
            raise EvaluationError(f"{participant.user} 的底稿没有提交，不需要退回。")
        current.state, current.submitted_at = Sheet.State.OPEN, None
        current.save(update_fields=["state", "submitted_at"])
        changes = {return_label(current.participant): ["已提交", "退回"]}
        record(actor=actor, verb="return", evaluation=evaluation, changes=changes, reason=reason)
    return current


def held(evaluation: Evaluation, participant_pk: int) -> Sheet:
    """The private sheet of a member, its row held to the end of the transaction."""
    rows = Sheet.objects.select_for_update(of=("self",)).select_related("participant__user")
    sheet = rows.get(evaluation=evaluation, participant=participant_pk)
    sheet.evaluation = evaluation
    return sheet
