"""Files of a record: taken in, taken away with a reason; the row and the bytes stay (T/CSSG 001.2 §14)."""

from django.db import transaction
from django.utils import timezone

from gridgov.records.services import receive_attachment, record_event

from ..errors import ActivitiesError
from ..kinds import Kind
from ..models import ActivityDocument
from .records import lock

MOST = 60
CLOSED = "问题已关闭，附件不能再增减。"


def attach_document(*, actor, kind: Kind, row, paper: str, file) -> ActivityDocument:
    """Store an uploaded file as a document of the record; the same file of the same kind is refused twice.

    Raises RecordsError when the file cannot be taken in, ActivitiesError when it is there already.
    """
    attachment = receive_attachment(
        organization=row.organization, name=file.name, file=file, uploaded_by=actor
    )
    with transaction.atomic():
        current = lock(row)
        refuse_closed(current)
        kept = current.documents.kept()
        if kept.filter(kind=paper, attachment__sha256=attachment.sha256).exists():
            raise ActivitiesError(f"“{attachment.name}”已经上传过，不用再传。", field="file")
        if kept.count() >= MOST:
            raise ActivitiesError(f"一条记录最多 {MOST} 个附件，请合并成一个文件再传。", field="file")
        attachment.save()
        document = ActivityDocument.objects.create(kind=paper, attachment=attachment, **{kind.owner: current})
        record_event(
            actor=actor,
            verb="attach",
            target=current,
            changes={document.get_kind_display(): ["", words_of(document)]},
        )
    return document


def remove_document(*, actor, row, document: ActivityDocument, reason: str) -> None:
    """Take a file off its record; who, when and why stay on the trail, and so do the bytes."""
    with transaction.atomic():
        current = lock(row)
        refuse_closed(current)
        document = current.documents.select_related("attachment").get(pk=document.pk)
        if document.removed_at:
            raise ActivitiesError("这个附件已经移除。")
        if not reason.strip():
            raise ActivitiesError("请写明移除的理由，如“传错文件，已另传”。", field="reason")
        document.removed_at, document.removed_by = timezone.now(), actor
        document.save(update_fields=["removed_at", "removed_by"])
        record_event(
            actor=actor,
            verb="detach",
            target=current,
            changes={document.get_kind_display(): [words_of(document), ""]},
            reason=reason.strip(),
        )


def refuse_closed(row) -> None:
    if getattr(row, "state", "") == "closed":
        raise ActivitiesError(CLOSED)


def words_of(document: ActivityDocument) -> str:
    return f"{document.attachment.name} {document.attachment.sha256[:8]}"
