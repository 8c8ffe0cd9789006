"""The grades the organiser prints beside the verdict (T/CSSG 001.5 9.4)."""

from django.db import transaction

from gridgov.organizations.models import User

from ..errors import EvaluationError
from ..models import Evaluation
from ..panels.grades import faults, in_words
from ..trail import record
from .evaluations import for_writing

NONE_SET = "不设等级"


def set_grades(*, actor: User, evaluation: Evaluation, levels: list[dict]) -> Evaluation:
    """Set names and thresholds, the highest first; none: 不设等级. Until the lock only.

    Raises EvaluationError when the levels contradict 9.3 or each other, LockedError after the lock.
    """
    if found := faults(levels):
        raise EvaluationError(" ".join(found))
    with transaction.atomic():
        current = for_writing(evaluation)
        if current.grades != levels:
            changes = {"评价等级": [in_words(current.grades) or NONE_SET, in_words(levels) or NONE_SET]}
            current.grades = levels
            current.save(update_fields=["grades"])
            record(actor=actor, verb="change", evaluation=current, changes=changes)
    return current
