"""Making papers, and keeping one as a document of its standard (T/CSSG 001.2 10.5, §14)."""

from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction

from gridgov.records import media
from gridgov.records.services import receive_attachment, record_event

from ..errors import StandardsError
from ..models import DocumentTemplate, ReviewRound, Standard, StandardDocument
from ..services.documents import words_of
from ..services.keeping import lock
from .catalogue import BY_KIND, EXCEL, PDF, WORD, Paper
from .contexts import context_of
from .offering import gap_of_standard
from .pdf import heading, print_paper
from .sheets import write_opinions
from .word import write_word

TYPES = {WORD: media.DOCX, PDF: media.PDF, EXCEL: media.XLSX}
MOVED = "生成文件时登记的内容正好有改动，没有保存。请再试一次。"


@dataclass(frozen=True)
class Made:
    """A paper as a file."""

    name: str
    content: bytes
    media_type: str


def make_paper(paper: Paper, subject, form: str, *, organization) -> Made:
    """The paper about `subject` as docx, pdf or xlsx; Word from the organisation's template where it has one.

    Raises StandardsError when it cannot be made, with what to do.
    """
    context = context_of(paper, subject)
    name = f"{heading(paper, context)}.{form}".replace("/", "∕")
    if form == PDF:
        return Made(name, print_paper(paper, context), TYPES[form])
    if form == EXCEL:
        return Made(name, write_opinions(context), TYPES[form])
    return Made(name, write_word(paper, context, own_template(organization, paper.kind)), TYPES[form])


def own_template(organization, kind: str) -> bytes | None:
    """The template the organisation put in the place of the built-in one."""
    rows = DocumentTemplate.objects.of(organization).filter(kind=kind, retired_at=None)
    row = rows.select_related("attachment").first()
    if row is None:
        return None
    with row.attachment.open() as file:
        return file.read()


def keep_paper(*, actor, standard: Standard, paper: Paper, subject) -> StandardDocument:
    """The paper as PDF among the documents of its standard; the one that is there when it says the same.

    Printing takes a second and is done before the transaction, so that nobody waits for it; under the lock the
    paper is asked again what it says. Raises StandardsError when that is no longer what was printed, or when
    printing fails; nothing is kept then.
    """
    context = context_of(paper, subject)
    name = f"{heading(paper, context)}.pdf".replace("/", "∕")
    content = ContentFile(print_paper(paper, context), name=name)
    attachment = receive_attachment(
        organization=standard.organization, name=name, file=content, uploaded_by=actor
    )
    with transaction.atomic():
        row = lock(standard)
        if context_of(paper, type(subject).objects.get(pk=subject.pk)) != context:
            raise StandardsError(MOVED)
        kept = row.documents.kept().filter(kind=paper.kept_as, attachment__sha256=attachment.sha256).first()
        return kept or attach(row, paper, subject, attachment, actor=actor)


def attach(row: Standard, paper: Paper, subject, attachment, *, actor) -> StandardDocument:
    attachment.save()
    round = subject if isinstance(subject, ReviewRound) else None
    document = StandardDocument.objects.create(
        standard=row, attachment=attachment, kind=paper.kept_as, round=round
    )
    changes = {document.get_kind_display(): ["", words_of(document)]}
    record_event(actor=actor, verb="attach", target=row, changes=changes)
    return document


def make_notice(*, actor, standard: Standard) -> StandardDocument:
    """The 发布通知 of a published standard, kept as its document (10.5); call it after publishing has committed.

    The notice needs the number, which is known only inside the transaction that publishes, where printing would hold
    up everybody who writes. So publishing stands without it, and where printing fails the page of the standard offers
    the notice again. Calling it twice gives the same document. Raises StandardsError as `keep_paper` does.
    """
    if gap := gap_of_standard(standard, "notice"):
        raise StandardsError(gap)
    return keep_paper(actor=actor, standard=standard, paper=BY_KIND["notice"], subject=standard)
