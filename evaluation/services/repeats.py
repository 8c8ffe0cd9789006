"""Opening a 复评: the affected items are judged anew, everything else stands as it stood (evaluation §3.3)."""

import json
from datetime import date
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from gridgov.organizations.models import User
from gridgov.records.gate import write_gate

from ..aftermath.repeats import kept_values
from ..errors import EvaluationError
from ..models import Evaluation, Judgement, Operation, Result, Ruling, Sheet
from ..results.permissions import is_newest
from ..trail import record
from .panels import open_panel_evaluation

FACTS = ("operated_from", "self_evaluated_on", "pilot_ends_on", "incidents", "incident_note")


def open_repeat(*, actor: User, result: Result, affected: list[str], as_of: date) -> Evaluation:
    """A 复评 of a told result, on its edition, for the items of `affected`; the first result is never changed.

    Its official sheet starts with the first result's judgements of all other items, each ruled 沿用原评价. Raises
    EvaluationError without an item, for an unknown one, for a day before the first evaluation, when the result was
    reopened or not told, and while another 复评 of it is open.
    """
    with write_gate(), transaction.atomic():
        first = held(result)
        check_affected(first, affected)
        if as_of < first.as_of:
            raise EvaluationError(f"复评日期不能早于原评价日期 {first.as_of}。", field="as_of")
        evaluation = open_panel_evaluation(
            actor=actor,
            organizer=first.organizer,
            organization=first.organization,
            kind=Evaluation.Kind.REPEAT,
            year=as_of.year,
            as_of=as_of,
            edition=first.edition,
            repeats=first,
            affected=affected,
            grades=first.grades,
            **{name: getattr(first, name) for name in FACTS},
        )
        take_over(evaluation, actor, kept_values(json.loads(result.document), evaluation))
        changes = {"复评": ["", f"{first}（{result.number}），重评 {'、'.join(affected)}"]}
        record(actor=actor, verb="open", evaluation=first, changes=changes)
    return evaluation


def held(result: Result) -> Evaluation:
    """The first evaluation, its row held; raises when its result does not hold or is still repeated."""
    rows = Evaluation.objects.select_for_update(of=("self",))
    first = rows.select_related("organization", "organizer", "edition").get(pk=result.evaluation_id)
    result.evaluation = first
    if not is_newest(result):
        raise EvaluationError("这一版结果已重开作废，不能复评。")
    if not hasattr(result, "notice"):
        raise EvaluationError("请先通报评估情况，再开始复评。")
    if first.repetitions.open().exists():
        raise EvaluationError("这次评价已有一次复评正在进行，请先完成它。")
    return first


def check_affected(first: Evaluation, affected: list[str]) -> None:
    if not affected:
        raise EvaluationError("请选择要重新评价的项目。", field="affected")
    known = first.edition.scorecard.items_by_code
    if unknown := [code for code in affected if code not in known]:
        raise EvaluationError(f"评价细则中没有项目 {'、'.join(unknown)}，请重新选择。", field="affected")


def take_over(evaluation: Evaluation, actor: User, values: dict[str, dict]) -> None:
    """The kept judgements as operations of the official sheet, each with its ruling."""
    sheet, now = evaluation.sheets.get(participant=None), timezone.now()
    made = {"author": actor, "author_name": str(actor)}
    operations = [
        Operation(
            uuid=uuid4(), sheet=sheet, serial=serial, target=target, base=0, version=1, value=value, at=now, **made
        )
        for serial, (target, value) in enumerate(values.items(), start=1)
    ]  # fmt: skip
    Operation.objects.bulk_create(operations)
    Judgement.objects.bulk_create(
        Judgement(sheet=sheet, target=target, value=value, version=1, updated_at=now, **made)
        for target, value in values.items()
    )
    Ruling.objects.bulk_create(
        Ruling(operation=row, way=Ruling.Way.KEPT) for row in Operation.objects.filter(sheet=sheet)
    )
    Sheet.objects.filter(pk=sheet.pk).update(serial=len(operations))
