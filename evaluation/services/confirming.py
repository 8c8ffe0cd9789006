"""Confirming that a member whose password was reset holds the own account (GB/T 34300 7.2: 一人一密码)."""

from django.db import transaction

from gridgov.organizations.models import User

from ..errors import EvaluationError
from ..models import Evaluation, Participant
from ..panels.resets import unconfirmed
from ..permissions import can_confirm_person
from ..trail import record

NOT_THEIRS = "身份由组长或组织单位当面核实，不能由本人核实。"


def confirm_person(*, actor: User, participant: Participant) -> int:
    """Every reset of this member's password is looked into; how many were. The trail tells who did it, and when.

    Raises EvaluationError for the member himself, for who is neither leader nor organiser, for a leader whose own
    reset is not confirmed yet, and when there is nothing to confirm.
    """
    with transaction.atomic():
        Evaluation.objects.select_for_update().get(pk=participant.evaluation_id)
        current = Evaluation.objects.with_people().get(pk=participant.evaluation_id)
        if not can_confirm_person(actor, current, participant):
            raise EvaluationError(NOT_THEIRS)
        found = unconfirmed(current)
        refuse_own_reset(actor, found)
        own = [reset for reset in found if reset.person.pk == participant.pk]
        if not own:
            raise EvaluationError(f"{participant.user.name} 没有待核实的密码重置。")
        changes = {reset.mark: [f"{reset.words}", f"{participant.user.name} 已当面核实"] for reset in own}
        record(actor=actor, verb="confirm", evaluation=current, changes=changes)
    return len(own)


def refuse_own_reset(actor: User, found) -> None:
    if any(reset.person.user_id == actor.pk for reset in found):
        raise EvaluationError("您自己的密码重置还没有核实，请先由组织单位当面核实。")
