"""What a judgement rests on: files, and standards of the registry."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from gridgov.organizations.models import User
from gridgov.records.gate import write_gate
from gridgov.records.services import receive_attachment
from standards.models import Standard

from ..errors import EvaluationError
from ..models import Evidence, Sheet
from ..trail import record
from .sheet import closed

MOST = 50


def add_file(
    *, actor: User, sheet: Sheet, target: str, file, uuid: UUID | None = None, caption: str = ""
) -> Evidence:
    """Take in a file as evidence of a target; sent twice, it stays once.

    `uuid` is the id a tablet gave a photo: known, the first row is answered, even when it was removed since.
    Raises RecordsError for a file not allowed, LockedError when the sheet is submitted or locked.
    """
    check_target(sheet, target)
    if uuid and (known := Evidence.objects.filter(uuid=uuid).first()):
        return first_photo(known, sheet, target)
    with transaction.atomic():
        open_sheet(sheet)
    # Outside a transaction: a large file must not hold up those who judge.
    organization = sheet.evaluation.keeper
    attachment = receive_attachment(organization=organization, name=file.name, file=file, uploaded_by=actor)
    try:
        return keep_file(actor, sheet, target, attachment, uuid, caption)
    except IntegrityError:
        # Sent twice at the same moment: on PostgreSQL the second finds the first only after it.
        if uuid and (known := Evidence.objects.filter(uuid=uuid).first()):
            return first_photo(known, sheet, target)
        raise


def keep_file(
    actor: User, sheet: Sheet, target: str, attachment, uuid: UUID | None, caption: str
) -> Evidence:
    """The row of a received file, unless it is there already."""
    with write_gate(), transaction.atomic():
        current = open_sheet(sheet)
        if uuid and (known := Evidence.objects.filter(uuid=uuid).first()):
            return first_photo(known, sheet, target)
        same = {"attachment__sha256": attachment.sha256, "attachment__name": attachment.name}
        if not uuid and (sent := current.evidence.kept().filter(target=target, **same).first()):
            return sent
        refuse_too_many(current, target)
        attachment.save()
        return keep(actor, current, target, attachment=attachment, uuid=uuid, caption=caption[:200])


def first_photo(known: Evidence, sheet: Sheet, target: str) -> Evidence:
    """What the first sending of a photo made; the id belongs to it alone."""
    if (known.sheet_id, known.target) != (sheet.pk, target):
        raise EvaluationError("这张照片的编号已用于另一条证据，没有保存。请重新拍照。")
    return known


def add_standard(*, actor: User, sheet: Sheet, target: str, standard: Standard) -> Evidence:
    """Name a standard of the evaluated organisation's registry as evidence; named already, it stays once."""
    check_target(sheet, target)
    if standard.organization_id != sheet.evaluation.organization_id:
        raise EvaluationError("只能引用被评组织登记簿中的标准。", field="standard")
    with transaction.atomic():
        current = open_sheet(sheet)
        if named := current.evidence.kept().filter(target=target, standard=standard).first():
            return named
        refuse_too_many(current, target)
        return keep(actor, current, target, standard=standard)


def open_sheet(sheet: Sheet) -> Sheet:
    """The sheet as it is now, its row held to the end of the transaction; raises LockedError when it is closed."""
    current = Sheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    if not current.is_open:
        raise closed(current)
    current.evaluation = sheet.evaluation
    return current


def refuse_too_many(current: Sheet, target: str) -> None:
    if current.evidence.kept().filter(target=target).count() >= MOST:
        raise EvaluationError(f"{target} 已有 {MOST} 条证据，请先移除不用的，或合并成一个文件。")


def keep(actor: User, current: Sheet, target: str, **thing) -> Evidence:
    """Write the row; `current` is held for writing."""
    evidence = Evidence.objects.create(sheet=current, target=target, added_by=actor, **thing)
    tell(actor, "attach", evidence, ["", evidence])
    return evidence


def remove_evidence(*, actor: User, evidence: Evidence) -> None:
    """Take evidence away; the row and the bytes stay. Removed already, nothing happens."""
    with transaction.atomic():
        current = open_sheet(evidence.sheet)
        rows = current.evidence.kept().filter(pk=evidence.pk)
        if rows.update(removed_at=timezone.now(), removed_by=actor):
            tell(actor, "detach", evidence, [evidence, ""])


def tell(actor: User, verb: str, evidence: Evidence, change: list) -> None:
    """The trail tells of a common sheet; of a private one nothing, for it is nobody else's yet: its rows tell."""
    if not evidence.sheet.is_private:
        changes = {f"{evidence.target} 证据": change}
        record(actor=actor, verb=verb, evaluation=evidence.sheet.evaluation, changes=changes)


def check_target(sheet: Sheet, target: str) -> None:
    if target not in sheet.evaluation.edition.scorecard.targets:
        raise EvaluationError(f"评分表中没有“{target[:20]}”，请刷新页面后重试。")
