"""Documents of an application: uploaded, taken away, taken over from what the system has (evaluation §3.3)."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from gridgov.errors import GridgovError
from gridgov.organizations.models import User
from gridgov.records.models import Attachment
from gridgov.records.services import receive_attachment, record_event

from ..applying.papers import Source, sources_of
from ..errors import EvaluationError
from ..models import Application, ApplicationDocument
from .applications import editable
from .printing import keep_printed

MOST = 60


def add_document(*, actor: User, application: Application, kind: str, file) -> ApplicationDocument:
    """Take in an uploaded file as a document of the application.

    Raises RecordsError for a file not allowed, EvaluationError when it is there already, when there are too many, or
    when the application is submitted.
    """
    attachment = received(actor, application, file.name, file)
    with transaction.atomic():
        current = editable(application)
        kept = current.documents.kept()
        if kept.filter(kind=kind, attachment__sha256=attachment.sha256).exists():
            raise EvaluationError(f"“{attachment.name}”已经上传过，不用再传。", field="file")
        if kept.count() >= MOST:
            raise EvaluationError(f"一份申请最多 {MOST} 个文件，请合并成一个文件再传。", field="file")
        return keep(actor, current, kind, attachment)


def remove_document(*, actor: User, application: Application, document: ApplicationDocument) -> None:
    """Take a document away; row and bytes stay. Removed already, nothing happens; EvaluationError when submitted."""
    with transaction.atomic():
        current = editable(application)
        rows = current.documents.kept().filter(pk=document.pk)
        if rows.update(removed_at=timezone.now(), removed_by=actor):
            changes = {document.get_kind_display(): [document.attachment, ""]}
            record_event(actor=actor, verb="detach", target=current, changes=changes)


def take_over(*, actor: User, application: Application) -> list[ApplicationDocument]:
    """Add what the system has of the kinds that are not there yet; returns what was added.

    Printing takes seconds and is done before the transaction. Raises EvaluationError when a file cannot be made, and
    when the application is submitted; nothing is added then.
    """
    with transaction.atomic():
        editable(application)
    there = kinds_of(application)
    wanted = [source for source in sources_of(application) if source.kind not in there]
    made = [(source.kind, made_from(actor, application, source)) for source in wanted]
    with transaction.atomic():
        current = editable(application)
        there = kinds_of(current)
        return [keep(actor, current, kind, file) for kind, file in made if kind not in there]


def made_from(actor: User, application: Application, source: Source) -> Attachment:
    try:
        content = source.make()
    except GridgovError as error:
        raise EvaluationError(f"“{source.name}”没有生成：{error.message}") from error
    if source.kind == ApplicationDocument.Kind.SELF_REPORT:
        keep_printed(actor=actor, result=application.result, pdf=content)
    return received(actor, application, source.name, ContentFile(content))


def received(actor: User, application: Application, name: str, file) -> Attachment:
    """Outside a transaction: a large file must not hold up those who write."""
    return receive_attachment(organization=application.organization, name=name, file=file, uploaded_by=actor)


def keep(actor: User, current: Application, kind: str, attachment: Attachment) -> ApplicationDocument:
    attachment.save()
    document = ApplicationDocument.objects.create(
        application=current, kind=kind, attachment=attachment, added_by=actor
    )
    changes = {document.get_kind_display(): ["", f"{attachment.name} {attachment.sha256[:8]}"]}
    record_event(actor=actor, verb="attach", target=current, changes=changes)
    return document


def kinds_of(application: Application) -> set[str]:
    return set(application.documents.kept().values_list("kind", flat=True))
