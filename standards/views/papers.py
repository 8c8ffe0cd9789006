"""Papers of standards and of versions of the system: made, handed out, kept; the archive package."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from gridgov.records.services import record_event

from ..documents.archive import safe, write_archive
from ..documents.catalogue import BY_KIND, PDF
from ..documents.offering import UNSIGNED, find_offer
from ..documents.papers import Made, keep_paper, make_paper
from ..errors import StandardsError
from ..models import Standard, SystemVersion
from ..permissions import can_read_whole
from .registry import refuse, visible_standard, writable_standard

OF_VERSION = {"decree": BY_KIND["decree"], "explanation": BY_KIND["system-explanation"]}
NOT_KEPT = "这种文件不作为附件保存，请直接下载。"


@require_safe
def paper(request, pk, kind, ext):
    """A paper of a standard as docx, pdf or xlsx; recorded."""
    row = visible_standard(request, pk)
    offer = offered(request, row, kind)
    if ext not in offer.paper.formats:
        raise Http404
    try:
        made = make_paper(offer.paper, offer.subject, ext, organization=row.organization)
    except StandardsError as error:
        return refuse(request, row, error.message)
    return hand_out(request, made, target=row)


def offered(request, row: Standard, kind: str):
    """The paper the address asks for; 404 without one, 403 with the sentence why it cannot be had."""
    offer = find_offer(request.user, row, kind, request.GET)
    if offer is None:
        raise Http404
    if offer.gap:
        raise PermissionDenied(offer.gap)
    return offer


def hand_out(request, made: Made, *, target) -> HttpResponse:
    """A PDF opens in the browser, the others are saved."""
    record_event(actor=request.user, verb="render_document", target=target, changes={"文件": ["", made.name]})
    response = HttpResponse(made.content, content_type=made.media_type)
    attached = not made.name.endswith(PDF) or "download" in request.GET
    response["Content-Disposition"] = content_disposition_header(attached, made.name)
    return response


@require_POST
def paper_keep(request, pk, kind):
    """Keep a paper as PDF among the documents of its standard."""
    row = writable_standard(request, pk)
    offer = offered(request, row, kind)
    if not offer.kept_as:
        return refuse(request, row, NOT_KEPT)
    try:
        document = keep_paper(actor=request.user, standard=row, paper=offer.paper, subject=offer.subject)
    except StandardsError as error:
        return refuse(request, row, error.message)
    messages.success(request, f"“{document.attachment.name}”已存为附件。")
    return redirect(row)


@require_safe
def archive(request, pk):
    """The archive package of a standard; recorded."""
    row = visible_standard(request, pk)
    if not can_read_whole(request.user, row):
        raise PermissionDenied(UNSIGNED)
    try:
        made = write_archive(actor=request.user, standard=row, made_at=timezone.now())
    except StandardsError as error:
        return refuse(request, row, error.message)
    name = f"归档 {safe(str(row))}.zip"
    changes = {"归档包": ["", f"{name} {len(made.members)} 个文件"]}
    record_event(actor=request.user, verb="export", target=row, changes=changes)
    return FileResponse(made.file, as_attachment=True, filename=name, content_type="application/zip")


@require_safe
def version_paper(request, pk, kind, ext):
    """发布令 or 编制说明 of a version of the system; recorded."""
    rows = SystemVersion.objects.visible_to(request.user).select_related("organization", "drafted_by")
    version, known = get_object_or_404(rows, pk=pk), OF_VERSION.get(kind)
    if known is None or ext not in known.formats:
        raise Http404
    try:
        made = make_paper(known, version, ext, organization=version.organization)
    except StandardsError as error:
        messages.error(request, error.message)
        return redirect(version)
    return hand_out(request, made, target=version)
