"""分歧表 and 合议记录, handed out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from gridgov.printing.pdf import PrintingError, print_pdf
from gridgov.records.media import PDF
from gridgov.records.serving import serve_workbook

from ..consensus.page import build_page
from ..consensus.reading import proposals_at, read_consensus
from ..consensus.record import record_job
from ..consensus.workbook import write_disputes
from ..trail import record as tell
from .consensus import deliberated


@require_safe
def export(request, pk):
    """The 分歧表 as an Excel workbook; recorded."""
    found = deliberated(request, pk)
    page = build_page(read_consensus(found), proposals_at(found))
    name = f"分歧表 {found}.xlsx"
    return serve_workbook(
        request,
        write_disputes(found, page),
        name=name,
        target=found,
        organization=found.keeper,
        changes={"文件": ["", name]},
    )


@require_safe
def record(request, pk):
    """The 合议记录 as a PDF; recorded."""
    found = deliberated(request, pk)
    try:
        pdf = print_pdf(record_job(found, build_page(read_consensus(found))))
    except PrintingError as error:
        messages.error(request, error.message)
        return redirect("evaluation:consensus", found.pk)
    name = f"合议记录 {found}.pdf"
    tell(actor=request.user, verb="render", evaluation=found, changes={"文件": ["", name]})
    response = HttpResponse(pdf, content_type=PDF)
    response["Content-Disposition"] = content_disposition_header(False, name)
    return response
