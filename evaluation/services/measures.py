"""Entering what was measured: questionnaires and times (T/CSSG 001.5 7.5, A7-1, A7-2), while the evaluation is open.

What a panel measures is its own until the lock, so the trail, which stands with the organiser, tells that something
was entered and never a figure.
"""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone

from gridgov.changes import changes_between, snapshot
from gridgov.dates import implausible_date
from gridgov.organizations.models import User

from ..errors import EvaluationError
from ..models import Evaluation, Survey, Turnaround
from ..trail import record
from .evaluations import for_writing

GONE = "这一行已被移除，请刷新页面。"


def save_survey(*, actor: User, evaluation: Evaluation, survey: Survey | None = None, **fields) -> Evaluation:
    """Enter a survey, or change one of this evaluation. In a self-evaluation the organisation asked itself.

    Raises EvaluationError for dates that cannot be, more valid questionnaires than issued, or a 拦访 without place;
    LockedError when the evaluation is locked.
    """
    if not evaluation.is_by_panel:
        fields["source"] = Survey.Source.ORGANIZATION
    return save(actor, evaluation, Survey, survey, fields, check_survey)


def save_turnaround(
    *, actor: User, evaluation: Evaluation, turnaround: Turnaround | None = None, **fields
) -> Evaluation:
    """Enter how long a 事项 took and takes, or change a row of this evaluation.

    Raises EvaluationError for a 事项 that is there, or a time before of nothing; LockedError when it is locked.
    """
    return save(actor, evaluation, Turnaround, turnaround, fields, lambda row: None)


def remove_measure(*, actor: User, evaluation: Evaluation, row: Survey | Turnaround) -> None:
    """Take away a survey or a row of times. Removed already, nothing happens; LockedError when it is locked."""
    with transaction.atomic():
        current = for_writing(evaluation)
        if type(row).objects.filter(pk=row.pk, evaluation=current).delete()[0]:
            changes = {row._meta.verbose_name: [str(row), ""]}
            record(actor=actor, verb="delete", evaluation=current, changes=changes)


def save(actor, evaluation, model, row, fields, check) -> Evaluation:
    with transaction.atomic():
        current = for_writing(evaluation)
        held = held_row(current, model, row)
        before = snapshot(held, list(fields)) if row else dict.fromkeys(fields, "")
        for name, value in fields.items():
            setattr(held, name, value)
        held.entered_by = actor
        check(held)
        refuse_violations(held)
        held.save()
        tell(actor, current, held, before, is_new=row is None)
    return current


def held_row(evaluation: Evaluation, model, row):
    """The row as it is now, or a new one."""
    if row is None:
        return model(evaluation=evaluation)
    current = model.objects.select_for_update().filter(pk=row.pk, evaluation=evaluation).first()
    if current is None:
        raise EvaluationError(GONE)
    current.evaluation = evaluation
    return current


def check_survey(survey: Survey) -> None:
    if found := implausible_date(survey, ["began_on", "ended_on"]):
        raise EvaluationError(found[1], field=found[0])
    today = timezone.localdate()
    if survey.ended_on > today:
        raise EvaluationError(f"结束日期 {survey.ended_on} 还没有到，请在调查结束后登记。", field="ended_on")
    if survey.method == Survey.Method.STREET and not survey.place.strip():
        raise EvaluationError("随机拦访的，请写明调查地点。", field="place")
    if survey.valid > survey.issued:
        words = f"有效问卷 {survey.valid} 份，多于发出的 {survey.issued} 份，请核对。"
        raise EvaluationError(words, field="issued")


def refuse_violations(row) -> None:
    """The first sentence of a violated constraint, at its field where there is one."""
    try:
        row.validate_constraints()
    except ValidationError as error:
        name, sentences = next(iter(error.message_dict.items()))
        raise EvaluationError(sentences[0], field=None if name == NON_FIELD_ERRORS else name) from error


def tell(actor, evaluation: Evaluation, row, before: dict, *, is_new: bool) -> None:
    changes = changes_between(before, row, list(before))
    if not changes:
        return
    if evaluation.is_by_panel:
        changes = {row._meta.verbose_name: ["" if is_new else str(row), str(row)]}
    record(actor=actor, verb="create" if is_new else "change", evaluation=evaluation, changes=changes)
