"""Saving one row of a panel's papers: what its constraints say, as a sentence; what changed, for the trail."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from gridgov.changes import changes_between, snapshot

from ..errors import EvaluationError

GONE = "这一行已被删除，请返回列表核对。"


def held(rows: models.QuerySet, pk: int):
    """The row as it is now, held until the transaction ends; EvaluationError when it is gone."""
    row = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise EvaluationError(GONE)
    return row


def keep(row: models.Model, values: dict, *, empty: bool = False) -> dict:
    """Write `values` and save what differs; returns before → after in words, `{}` when nothing changed.

    Raises EvaluationError with the sentence of the constraint that does not hold. `empty`: the row is new.
    """
    names = list(values)
    before = dict.fromkeys(names, "") if empty else snapshot(row, names)
    for name, value in values.items():
        setattr(row, name, value)
    changes = changes_between(before, row, names)
    if changes or empty:
        check(row)
        row.save()
    return changes


def check(row: models.Model) -> None:
    """Raises EvaluationError when a constraint of the row is violated."""
    try:
        row.validate_constraints()
    except ValidationError as error:
        fields = error.message_dict
        name = next(iter(fields))
        raise EvaluationError(fields[name][0], field=None if name == NON_FIELD_ERRORS else name) from error
