"""Handing out a locked result: the PDF report and the canonical document."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from gridgov.records.services import record_event

from ..models import Evaluation, Result
from ..reports.report import report_pdf


def visible_result(user, pk: int) -> Result:
    """A result of an evaluation the user sees, or 404."""
    results = Result.objects.select_related("evaluation__organization")
    return get_object_or_404(results.filter(evaluation__in=Evaluation.objects.visible_to(user)), pk=pk)


@require_safe
def report(request, pk):
    result = visible_result(request.user, pk)
    response = HttpResponse(report_pdf(result), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"{result.number} 评价报告.pdf")
    keep(request, result, "render", "PDF")
    return response


@require_safe
def result_document(request, pk):
    result = visible_result(request.user, pk)
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
        organization=result.evaluation.organization,
        changes={"文件": ["", what]},
    )
