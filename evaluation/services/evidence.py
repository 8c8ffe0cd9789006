"""What a judgement rests on: files, and standards of the registry."""

from django.db import transaction
from django.utils import timezone

from gridgov.organizations.models import User
from gridgov.records.services import receive_attachment, record_event
from standards.models import Standard

from ..errors import EvaluationError
from ..models import Evaluation, Evidence
from .evaluations import for_writing

MOST = 50


def add_file(*, actor: User, evaluation: Evaluation, target: str, file) -> Evidence:
    """Take in a file as evidence of a target; sent twice, it stays once.

    Raises RecordsError for a file not allowed, LockedError when locked.
    """
    check_target(evaluation, target)
    with transaction.atomic():
        for_writing(evaluation)
    # Outside a transaction: a large file must not hold up those who judge.
    attachment = receive_attachment(
        organization=evaluation.organization, name=file.name, file=file, uploaded_by=actor
    )
    with transaction.atomic():
        current = for_writing(evaluation)
        same = {"attachment__sha256": attachment.sha256, "attachment__name": attachment.name}
        if sent := current.evidence.kept().filter(target=target, **same).first():
            return sent
        refuse_too_many(current, target)
        attachment.save()
        return keep(actor, current, target, attachment=attachment)


def add_standard(*, actor: User, evaluation: Evaluation, target: str, standard: Standard) -> Evidence:
    """Name a standard of the evaluated organisation's registry as evidence; named already, it stays once."""
    check_target(evaluation, target)
    if standard.organization_id != evaluation.organization_id:
        raise EvaluationError("只能引用被评组织登记簿中的标准。", field="standard")
    with transaction.atomic():
        current = for_writing(evaluation)
        if named := current.evidence.kept().filter(target=target, standard=standard).first():
            return named
        refuse_too_many(current, target)
        return keep(actor, current, target, standard=standard)


def refuse_too_many(current: Evaluation, target: str) -> None:
    if current.evidence.kept().filter(target=target).count() >= MOST:
        raise EvaluationError(f"{target} 已有 {MOST} 条证据，请先移除不用的，或合并成一个文件。")


def keep(actor: User, current: Evaluation, target: str, **thing) -> Evidence:
    """Write the row; `current` is held for writing."""
    evidence = Evidence.objects.create(evaluation=current, target=target, added_by=actor, **thing)
    record_event(actor=actor, verb="attach", target=current, changes={f"{target} 证据": ["", evidence]})
    return evidence


def remove_evidence(*, actor: User, evidence: Evidence) -> None:
    """Take evidence away; the row and the bytes stay. Removed already, nothing happens."""
    with transaction.atomic():
        current = for_writing(evidence.evaluation)
        rows = current.evidence.kept().filter(pk=evidence.pk)
        if rows.update(removed_at=timezone.now(), removed_by=actor):
            changes = {f"{evidence.target} 证据": [evidence, ""]}
            record_event(actor=actor, verb="detach", target=current, changes=changes)


def check_target(evaluation: Evaluation, target: str) -> None:
    if target not in evaluation.edition.scorecard.targets:
        raise EvaluationError(f"评分表中没有“{target[:20]}”，请刷新页面后重试。")
