"""Telling the trail what happened to an evaluation: its events stand with who holds it."""

from gridgov.records.models import Event
from gridgov.records.services import record_event

from .models import Evaluation


def record(*, actor, verb: str, evaluation: Evaluation, **told) -> Event:
    """One event about an evaluation; `told` as for `record_event`. Call it inside the transaction of the change."""
    return record_event(actor=actor, verb=verb, target=evaluation, organization=evaluation.keeper, **told)
