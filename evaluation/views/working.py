"""Handing in the private sheet, and sending one back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods

from gridgov.submitting import submit

from .. import permissions
from ..errors import EvaluationError
from ..forms.working import ReturnForm
from ..models import Evaluation
from ..services.submitting import return_sheet, submit_sheet
from ..sheet.handing_in import NO_TABLES, gaps_of, linked, return_reason
from .access import require, seen_evaluation
from .evaluations import evaluation_trail

NOT_A_MEMBER = "只有评估组成员提交自己的底稿。"
NOT_LEADING = "底稿提交以后、锁定以前，由组长退回。"


@require_http_methods(["GET", "POST"])
def sheet_submit(request, pk):
    """What is missing in the assigned tables, with links; then the sheet is handed in, and 合议 opens."""
    found = seen_evaluation(request, pk)
    sheet = permissions.own_sheet(request.user, found)
    require(sheet is not None, NOT_A_MEMBER)
    sheet.evaluation = found
    if request.method == "POST":
        return hand_in(request, sheet)
    gaps = gaps_of(sheet)
    context = {
        "evaluation": found,
        "sheet": sheet,
        "gaps": [(gap, linked(found, gap.missing), linked(found, gap.wordless)) for gap in gaps],
        "refusal": "" if gaps else NO_TABLES,
        "is_ready": bool(gaps) and all(gap.is_finished for gap in gaps),
        "may_submit": permissions.can_submit(request.user, found),
        "returned": return_reason(sheet),
        "consensus_url": consensus_url(found),
        "sheet_url": reverse("evaluation:sheet", args=[found.pk, gaps[0].code])
        if gaps
        else found.get_absolute_url(),
        "trail": evaluation_trail(found),
    }
    return render(request, "evaluation/sheet_submit.html", context)


def hand_in(request, sheet):
    evaluation = sheet.evaluation
    try:
        submit_sheet(actor=request.user, sheet=sheet)
    except EvaluationError as error:
        messages.error(request, error.message)
        return redirect("evaluation:sheet-submit", evaluation.pk)
    messages.success(request, "底稿已提交，现在可以看到其他已提交的底稿。")
    return redirect(consensus_url(evaluation))


def consensus_url(evaluation: Evaluation) -> str:
    try:
        return reverse("evaluation:consensus", args=[evaluation.pk])
    except NoReverseMatch:
        return evaluation.get_absolute_url()


@require_http_methods(["GET", "POST"])
def sheet_return(request, pk, participant_pk):
    """The leader sends a submitted sheet back, with the reason its member reads."""
    found = seen_evaluation(request, pk)
    participant = get_object_or_404(found.participants.select_related("user"), pk=participant_pk)
    sheet = next((row for row in found.sheets.all() if row.participant_id == participant.pk), None)
    if sheet is None:
        raise Http404
    require(permissions.can_return(request.user, found, sheet), NOT_LEADING)
    participant.evaluation = found
    form = ReturnForm(request.POST or None)

    def act():
        return return_sheet(actor=request.user, participant=participant, **form.cleaned_data).evaluation

    if answered := submit(request, form, act, f"已退回{participant.user.name}的底稿。"):
        return answered
    context = {
        "form": form,
        "heading": f"退回{participant.user.name}的底稿",
        "intro": "退回后，成员可以继续修改并再次提交；在此之前，其他成员看不到这份底稿。",
        "trail": evaluation_trail(found),
        "submit": "退回",
        "cancel_url": found.get_absolute_url(),
    }
    return render(request, "components/form_page.html", context)
