"""Files of a standard: taken in, taken away with a reason; the row and the bytes stay (T/CSSG 001.2 §14)."""

from django.db import transaction
from django.utils import timezone

from gridgov.records.services import receive_attachment, record_event

from ..errors import StandardsError
from ..models import Standard, StandardDocument
from .keeping import lock

Kind = StandardDocument.Kind
KEPT = {Kind.TEXT, Kind.APPROVAL}


def attach_document(*, actor, standard: Standard, kind: str, file) -> StandardDocument:
    """Store an uploaded file as a document of the standard; the same file of the same kind is refused twice.

    Raises RecordsError when the file cannot be taken in, StandardsError when it is there already.
    """
    attachment = receive_attachment(
        organization=standard.organization, name=file.name, file=file, uploaded_by=actor
    )
    with transaction.atomic():
        row = lock(standard)
        same = row.documents.kept().filter(kind=kind, attachment__sha256=attachment.sha256)
        if same.exists():
            words = Kind(kind).label
            raise StandardsError(f"“{attachment.name}”已作为{words}上传过，不用再传。", field="file")
        attachment.save()
        document = StandardDocument.objects.create(standard=row, attachment=attachment, kind=kind)
        changes = {document.get_kind_display(): ["", words_of(document)]}
        record_event(actor=actor, verb="attach", target=row, changes=changes)
    return document


def remove_document(*, actor, document: StandardDocument, reason: str) -> StandardDocument:
    """Take a file off its standard; who, when and why stay on record, and so do the bytes.

    Raises StandardsError without a reason, and for the last text or approval document of a published own
    standard (9.3: every standard has its text).
    """
    with transaction.atomic():
        row = lock(document.standard)
        document = row.documents.select_related("attachment").get(pk=document.pk)
        if document.removed_at:
            raise StandardsError("这个附件已经移除。")
        if not reason.strip():
            raise StandardsError("请写明移除的理由，如“传错文件，已另传定稿”。", field="reason")
        check_not_last(row, document)
        document.removed_at, document.removed_by = timezone.now(), actor
        document.save(update_fields=["removed_at", "removed_by"])
        changes = {document.get_kind_display(): [words_of(document), ""]}
        record_event(actor=actor, verb="detach", target=row, changes=changes, reason=reason.strip())
    return document


def check_not_last(row: Standard, document: StandardDocument) -> None:
    if not (row.is_own and row.is_published and document.kind in KEPT):
        return
    others = row.documents.kept().filter(kind=document.kind).exclude(pk=document.pk)
    if not others.exists():
        words = document.get_kind_display()
        raise StandardsError(f"已发布的标准应有{words}：请先上传新的{words}，再移除这一份。")


def words_of(document: StandardDocument) -> str:
    """A file in the trail: its name and the beginning of its SHA-256."""
    return f"{document.attachment.name} {document.attachment.sha256[:8]}"
