"""申诉与投诉: written down, handled, answered (evaluation §3.3 归档)."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from gridgov.organizations.models import User

from ..errors import EvaluationError
from ..models import Complaint, Evaluation
from ..trail import record


def lodge_complaint(
    *, actor: User, evaluation: Evaluation, kind: str, complainant: str, received_on: date, content: str
) -> Complaint:
    """A complaint about an evaluation. Raises EvaluationError for a day that is still to come."""
    if received_on > timezone.localdate():
        raise EvaluationError("收到日期不能晚于今天。", field="received_on")
    with transaction.atomic():
        row = Complaint.objects.create(
            evaluation=evaluation,
            kind=kind,
            complainant=complainant.strip(),
            received_on=received_on,
            content=content.strip(),
            entered_by=actor,
        )
        words = f"{row.complainant}，{received_on}"
        changes = {row.get_kind_display(): ["", words]}
        record(actor=actor, verb="complain", evaluation=evaluation, changes=changes)
    return row


def answer_complaint(
    *, actor: User, complaint: Complaint, handling: str, outcome: str, answered_on: date
) -> Complaint:
    """What was done about it, with what outcome and when it was answered; it is settled then.

    Raises EvaluationError when it is settled already, or the day lies before it came in or in the future.
    """
    with transaction.atomic():
        rows = Complaint.objects.select_for_update(of=("self",)).select_related("evaluation__organizer")
        row = rows.get(pk=complaint.pk)
        if row.outcome:
            raise EvaluationError(f"这件{row.get_kind_display()}已于 {row.answered_on} 答复，不能再改。")
        if not row.received_on <= answered_on <= timezone.localdate():
            words = f"答复日期应在收到日期 {row.received_on} 至今天之间。"
            raise EvaluationError(words, field="answered_on")
        row.handling, row.outcome, row.answered_on = handling.strip(), outcome, answered_on
        row.save(update_fields=["handling", "outcome", "answered_on"])
        changes = {f"{row.get_kind_display()} {row.received_on}": ["待答复", row.get_outcome_display()]}
        record(actor=actor, verb="handle", evaluation=row.evaluation, changes=changes)
    return row
