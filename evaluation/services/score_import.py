"""Writing a filled score table to a sheet: all of it or nothing, as operations like any other."""

from uuid import UUID

from django.db import transaction

from gridgov.organizations.models import User
from gridgov.records.gate import write_gate

from ..errors import ConflictError, EvaluationError
from ..models import Sheet
from ..trail import record
from .sheet import apply_operation


def import_scores(*, actor: User, sheet: Sheet, changes: list[dict]) -> int:
    """Apply `changes`, each {"uuid", "target", "base", "value"}; confirmed twice they are written once.

    Raises EvaluationError naming the requirement when one was judged anew since the table was looked at, LockedError
    when the sheet is closed. Nothing is written then.
    """
    try:
        with write_gate(), transaction.atomic():
            for change in changes:
                apply_operation(actor=actor, sheet=sheet, **(change | {"uuid": UUID(change["uuid"])}))
            told = {"导入评分表": ["", f"{len(changes)} 条"]}
            record(actor=actor, verb="import", evaluation=sheet.evaluation, changes=told)
    except ConflictError as error:
        target = error.message.split(" ", 1)[0]
        message = f"{target} 在预检以后又改过，整张表都没有导入。请重新上传，核对后再确认。"
        raise EvaluationError(message, field="file") from error
    return len(changes)
