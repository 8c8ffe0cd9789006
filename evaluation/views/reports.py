"""Handing out a locked result: the PDF report and the canonical document."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from gridgov.printing.pdf import PrintingError
from gridgov.records.media import PDF
from gridgov.records.services import record_event

from ..models import Result
from ..reports.report import report_pdf
from .access import seen_result


@require_safe
def report(request, pk):
    result = seen_result(request, pk)
    try:
        pdf = report_pdf(result)
    except PrintingError as error:
        messages.error(request, error.message)
        return redirect("evaluation:result", result.pk)
    response = HttpResponse(pdf, content_type=PDF)
    response["Content-Disposition"] = content_disposition_header(False, f"{result.number} 评价报告.pdf")
    keep(request, result, "render", "PDF")
    return response


@require_safe
def result_document(request, pk):
    result = seen_result(request, pk)
    response = HttpResponse(result.document, content_type="application/json")
    response["Content-Disposition"] = content_disposition_header(True, f"{result.number}.json")
    keep(request, result, "download", "JSON")
    return response


def keep(request, result: Result, verb: str, what: str) -> None:
    """Who took which form of the result."""
    record_event(
        actor=request.user,
        verb=verb,
        target=result,
        organization=result.evaluation.keeper,
        changes={"文件": ["", what]},
    )
