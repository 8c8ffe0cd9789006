"""修改单: applied for by the drafting department, confirmed by the office; number and year stay (10.7 b)."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gridgov.dates import implausible_date
from gridgov.organizations.models import Department
from gridgov.records.services import receive_attachment, record_event

from ...errors import StandardsError
from ...models import Amendment, PeriodicReview, Standard, StandardDocument
from ..given import check_day, demand
from ..keeping import keep, lock
from .standing import check_stands, drafting_departments

NOT_DRAFTING = "修改由标准的起草部门提出（第2部分 10.7 b），请选择起草部门。"


def request_amendment(
    *,
    actor,
    standard: Standard,
    department: Department,
    reason: str,
    content: str,
    requested_on: date | None = None,
) -> Amendment:
    """Apply for a small change of an own standard, clause by clause; it waits for the office. Returns it.

    `requested_on` is earlier than today for one that came on paper. A review that was concluded with 修改 and has no
    application yet is answered by it. Raises StandardsError when the standard does not stand or the department did
    not draft it.
    """
    requested_on = requested_on or timezone.localdate()
    with transaction.atomic():
        row = lock(standard)
        check_stands(row, "修改")
        if not drafting_departments(row).filter(pk=department.pk).exists():
            raise StandardsError(NOT_DRAFTING, field="department")
        check_day(requested_on, "申请日期", "requested_on", earliest=row.issued_on, after="发布日期")
        amendment = Amendment.objects.create(
            standard=row,
            review=unanswered_review(row),
            department=department,
            requested_by=actor,
            requested_on=requested_on,
            reason=demand(reason, "请写明修改理由。", "reason"),
            content=demand(content, "请逐条写明修改内容：条款、原文、改为。", "content"),
        )
        changes = {"修改申请": ["", amendment.content], "申请部门": ["", department]}
        record_event(actor=actor, verb="request", target=row, changes=changes, reason=amendment.reason)
    return amendment


def unanswered_review(row: Standard) -> PeriodicReview | None:
    """The last review, when its conclusion was 修改 and no application answers it but declined ones."""
    review = row.reviews.last()
    if review is None or review.conclusion != PeriodicReview.Conclusion.AMEND:
        return None
    return None if review.amendments.filter(declined_on=None).exists() else review


def confirm_amendment(
    *,
    actor,
    amendment: Amendment,
    effective_on: date,
    confirmed_on: date | None = None,
    file=None,
) -> Amendment:
    """Confirm an application as 第n号修改单 of its standard, n counted in this transaction; returns it.

    `file`, the signed sheet, becomes a document of the standard. Number and year of the standard stay. Raises
    StandardsError when it was decided before or a day cannot be, RecordsError when the file cannot be taken in.
    """
    confirmed_on = confirmed_on or timezone.localdate()
    attachment = received(amendment.standard, file, actor) if file else None
    with transaction.atomic():
        row, amendment = hold(amendment)
        check_stands(row, "修改")
        check_day(confirmed_on, "修改日期", "confirmed_on", earliest=amendment.requested_on, after="申请日期")
        if effective_on < confirmed_on:
            raise StandardsError(f"修改单的实施日期不能早于修改日期 {confirmed_on}。", field="effective_on")
        amendment.number = (row.amendments.aggregate(last=Max("number"))["last"] or 0) + 1
        amendment.confirmed_on, amendment.effective_on = confirmed_on, effective_on
        amendment.confirmed_by = actor
        if found := implausible_date(amendment, ["effective_on"]):
            raise StandardsError(found[1], field="effective_on")
        if attachment:
            amendment.attachment = file_sheet(row, attachment)
        amendment.save()
        changes = {"修改单": ["", amendment], "修改单实施日期": ["", effective_on]}
        changes |= count_anew(row, amendment, actor)
        record_event(actor=actor, verb="amend", target=row, changes=changes, reason=amendment.reason)
    return amendment


def count_anew(row: Standard, amendment: Amendment, actor) -> dict:
    """10.7: a 复审 that ended with this 修改 is done, and its three years are counted from the 修改日期."""
    if amendment.review is None:
        return {}
    before = row.confirmed_on
    row.confirmed_on = max(filter(None, [before, amendment.confirmed_on]))
    keep(row, actor=actor, verb="amend")
    return {"复审确认日期": [before, row.confirmed_on]}


def received(standard: Standard, file, actor):
    return receive_attachment(
        organization=standard.organization, name=file.name, file=file, uploaded_by=actor
    )


def file_sheet(row: Standard, attachment):
    """The sheet as a document of the standard; the same file twice is refused."""
    kind = StandardDocument.Kind.AMENDMENT
    if row.documents.kept().filter(kind=kind, attachment__sha256=attachment.sha256).exists():
        raise StandardsError(f"“{attachment.name}”已作为修改单上传过，请选择这一号的修改单。", field="file")
    attachment.save()
    StandardDocument.objects.create(standard=row, attachment=attachment, kind=kind)
    return attachment


def decline_amendment(*, actor, amendment: Amendment, reason: str) -> Amendment:
    """Do not confirm an application, and say why; it stays on record. Raises StandardsError."""
    with transaction.atomic():
        row, amendment = hold(amendment)
        amendment.decline_reason = demand(reason, "请写明不予确认的理由。", "reason")
        amendment.declined_on = timezone.localdate()
        amendment.save(update_fields=["decline_reason", "declined_on"])
        changes = {"修改申请": [amendment.content, "不予确认"]}
        record_event(
            actor=actor, verb="decline", target=row, changes=changes, reason=amendment.decline_reason
        )
    return amendment


def hold(amendment: Amendment) -> tuple[Standard, Amendment]:
    """The standard locked and the application as it is now; StandardsError when it was decided."""
    row = lock(amendment.standard)
    amendment = row.amendments.get(pk=amendment.pk)
    if amendment.number:
        raise StandardsError(f"这份申请已于 {amendment.confirmed_on} 确认为{amendment}。")
    if amendment.declined_on:
        raise StandardsError(f"这份申请已于 {amendment.declined_on} 不予确认，需要时请重新申请。")
    return row, amendment
