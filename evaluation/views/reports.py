"""Handing out a result: the Word draft before the lock, then the PDF report and the canonical document."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from gridgov.errors import GridgovError
from gridgov.printing.pdf import PrintingError
from gridgov.records.media import PDF
from gridgov.records.services import record_event

from ..models import Result
from ..papers.making import WORD, make
from ..papers.report_draft import DRAFT, draft_context
from ..permissions import can_draft_report
from ..reports import signing
from ..reports.report import report_pdf
from ..services.printing import keep_printed
from .access import require, seen_evaluation, seen_result
from .panel_papers import hand_out

NOT_DRAFTING = (
    "报告草稿在锁定以前由评价人员使用；评估组成员提交自己的底稿以后可以生成。锁定后请打开报告 PDF。"
)


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
    keep_printed(actor=request.user, result=result, pdf=pdf)
    keep(request, result, "render", "PDF")
    return response


@require_safe
def signed_report(request, pk):
    """The report with the site's signature, where a certificate is configured."""
    result = seen_result(request, pk)
    if not signing.is_available():
        raise Http404
    try:
        pdf = signing.signed_pdf(report_pdf(result), number=result.number)
    except GridgovError as error:
        messages.error(request, error.message)
        return redirect("evaluation:result", result.pk)
    response = HttpResponse(pdf, content_type=PDF)
    response["Content-Disposition"] = content_disposition_header(
        True, f"{result.number} 评价报告（电子签名）.pdf"
    )
    keep_printed(actor=request.user, result=result, pdf=pdf)
    keep(request, result, "render", "PDF，加电子签名")
    return response


@require_safe
def result_document(request, pk):
    result = seen_result(request, pk)
    response = HttpResponse(result.document, content_type="application/json")
    response["Content-Disposition"] = content_disposition_header(True, f"{result.number}.json")
    keep(request, result, "download", "JSON")
    return response


@require_safe
def report_word(request, pk):
    """The report as a Word draft, for writing its narrative before the lock."""
    found = seen_evaluation(request, pk)
    require(can_draft_report(request.user, found), NOT_DRAFTING)
    made = make(DRAFT, draft_context(found), WORD, kind="report-draft", title=f"{found}报告草稿")
    return hand_out(request, made, found)


def keep(request, result: Result, verb: str, what: str) -> None:
    """Who took which form of the result."""
    record_event(
        actor=request.user,
        verb=verb,
        target=result,
        organization=result.evaluation.keeper,
        changes={"文件": ["", what]},
    )
