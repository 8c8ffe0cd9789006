"""Papers of a panel: made from its rows and handed out as Word or PDF, recorded."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from ..errors import EvaluationError
from ..models import Evaluation
from ..papers.kinds import PAPERS
from ..papers.making import PDF, TYPES, Made, make
from ..trail import record
from ..visits.procedure import BY_NUMBER
from .access import require, seen_panel

NOT_SEEN = "这份文件现在还不能查看：评估方案在批准之后，现场记录在评估情况通报之后公开。"


@require_safe
def panel_paper(request, pk, kind, ext):
    """`?step=3` names the step of a 签到表; without it, the first."""
    found, number = seen_panel(request, pk), step_asked(request)
    paper = PAPERS.get(kind)
    if paper is None or ext not in TYPES:
        raise Http404
    require(paper.may_see(request.user, found), NOT_SEEN)
    context = paper.context(found, number)
    if context is None:
        raise Http404
    try:
        made = make(paper.layout, context, ext, kind=kind, title=paper.heading(found, number))
    except EvaluationError as error:
        messages.error(request, error.message)
        return redirect(found)
    return hand_out(request, made, found)


def step_asked(request) -> int:
    text = request.GET.get("step", "1")
    if text not in map(str, BY_NUMBER):
        raise Http404
    return int(text)


def hand_out(request, made: Made, found: Evaluation) -> HttpResponse:
    """A PDF opens in the browser, Word is saved."""
    with transaction.atomic():
        changes = {"文件": ["", made.name]}
        record(actor=request.user, verb="render_document", evaluation=found, changes=changes)
    response = HttpResponse(made.content, content_type=made.media_type)
    attached = not made.name.endswith(PDF)
    response["Content-Disposition"] = content_disposition_header(attached, made.name)
    return response
