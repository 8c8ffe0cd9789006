"""Word templates of an organisation: one put in the place of the built-in one, and taken back (documents §2)."""

from django.db import transaction
from django.utils import timezone

from gridgov.organizations.models import Organization
from gridgov.records.services import receive_attachment, record_event

from ..documents.catalogue import Paper
from ..documents.checking import check_template
from ..errors import StandardsError
from ..models import DocumentTemplate

BUILT_IN = "内置模板"


def upload_template(*, actor, organization: Organization, paper: Paper, file) -> DocumentTemplate:
    """The file becomes the organisation's template of a paper; the one before it is retired, not deleted.

    Raises RecordsError when the file cannot be taken in, StandardsError when it is no template that fills.
    """
    attachment = receive_attachment(organization=organization, name=file.name, file=file, uploaded_by=actor)
    file.seek(0)
    try:
        check_template(paper, file.read())
    except StandardsError as error:
        error.field = "file"
        raise
    with transaction.atomic():
        before = retire_current(organization, paper)
        if before and before.attachment.sha256 == attachment.sha256:
            raise StandardsError("这份模板正在使用，不用再传。", field="file")
        attachment.save()
        row = DocumentTemplate.objects.create(
            organization=organization, kind=paper.kind, attachment=attachment, uploaded_by=actor
        )
        tell(actor, organization, "attach", paper, before, row)
    return row


def retire_template(*, actor, organization: Organization, paper: Paper) -> DocumentTemplate:
    """Back to the built-in template. Raises StandardsError when it is in use already."""
    with transaction.atomic():
        before = retire_current(organization, paper)
        if before is None:
            raise StandardsError(f"“{paper.title}”用的已是内置模板。")
        tell(actor, organization, "detach", paper, before, None)
    return before


def retire_current(organization: Organization, paper: Paper) -> DocumentTemplate | None:
    """The template in use, marked as no longer so; of two at once the second waits for the organisation's row."""
    Organization.objects.select_for_update().get(pk=organization.pk)
    rows = DocumentTemplate.objects.of(organization).filter(kind=paper.kind, retired_at=None)
    row = rows.select_related("attachment").first()
    if row:
        row.retired_at = timezone.now()
        row.save(update_fields=["retired_at"])
    return row


def tell(actor, organization, verb: str, paper: Paper, before, after) -> None:
    words = [words_of(row) for row in (before, after)]
    record_event(
        actor=actor,
        verb=verb,
        target=organization,
        organization=organization,
        changes={f"模板“{paper.title}”": words},
    )


def words_of(row: DocumentTemplate | None) -> str:
    """A template in the trail: its name and the beginning of its SHA-256."""
    return f"{row.attachment.name} {row.attachment.sha256[:8]}" if row else BUILT_IN
