"""Satisfaction and efficiency (T/CSSG 001.5 7.5, A7-1, A7-2): figures with their derivation, and entering them."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gridgov.submitting import attempt, posted

from ..errors import EvaluationError
from ..forms.measures import SurveyForm, TurnaroundForm
from ..measures.page import measures_context
from ..models import Evaluation
from ..permissions import can_measure, can_see_measures
from ..services import measures as services
from .access import require, seen_evaluation
from .evaluations import evaluation_trail

NOT_SEEN = "评估组调查的数据，在通报之前只有评估组成员可以查看。"
ENTERING = "满意度与服务效率由评价人员登记，锁定后不能再改。"


def seen_measures(request, pk: int) -> Evaluation:
    found = seen_evaluation(request, pk)
    require(can_see_measures(request.user, found), NOT_SEEN)
    return found


def entered_measures(request, pk: int) -> Evaluation:
    found = seen_evaluation(request, pk)
    require(can_measure(request.user, found), ENTERING)
    return found


@require_safe
def measures(request, pk):
    found = seen_measures(request, pk)
    context = measures_context(request.user, found) | {"trail": evaluation_trail(found)}
    return render(request, "evaluation/measures.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def survey_new(request, pk):
    found = entered_measures(request, pk)
    form = SurveyForm(*posted(request), evaluation=found)
    act = partial(services.save_survey, actor=request.user, evaluation=found)
    return saved(request, found, form, act, "调查已登记。") or form_page(
        request, found, form, "登记满意度调查"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def survey_edit(request, pk, survey_pk):
    found = entered_measures(request, pk)
    survey = get_object_or_404(found.surveys, pk=survey_pk)
    form = SurveyForm(*posted(request), instance=survey, evaluation=found)
    act = partial(services.save_survey, actor=request.user, evaluation=found, survey=survey)
    return saved(request, found, form, act, "调查已修改。") or form_page(
        request, found, form, "修改满意度调查"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def turnarounds(request, pk):
    """The comparison table with a form below it: one 事项 after the other."""
    found = entered_measures(request, pk)
    form = TurnaroundForm(*posted(request))
    act = partial(services.save_turnaround, actor=request.user, evaluation=found)
    if response := saved(request, found, form, act, "事项已加入对比表。", to="evaluation:turnarounds"):
        return response
    context = measures_context(request.user, found) | {"form": form, "trail": measures_trail(found)}
    return render(request, "evaluation/turnarounds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def turnaround_edit(request, pk, turnaround_pk):
    found = entered_measures(request, pk)
    row = get_object_or_404(found.turnarounds, pk=turnaround_pk)
    form = TurnaroundForm(*posted(request), instance=row)
    act = partial(services.save_turnaround, actor=request.user, evaluation=found, turnaround=row)
    return saved(request, found, form, act, "事项已修改。") or form_page(
        request, found, form, "修改服务效率对比"
    )


@require_POST
def survey_remove(request, pk, survey_pk):
    found = entered_measures(request, pk)
    return removed(request, found, get_object_or_404(found.surveys, pk=survey_pk), "evaluation:measures")


@require_POST
def turnaround_remove(request, pk, turnaround_pk):
    found = entered_measures(request, pk)
    row = get_object_or_404(found.turnarounds, pk=turnaround_pk)
    return removed(request, found, row, "evaluation:turnarounds")


def removed(request, found: Evaluation, row, to: str):
    try:
        services.remove_measure(actor=request.user, evaluation=found, row=row)
        messages.success(request, f"已移除“{row}”。")
    except EvaluationError as error:
        messages.error(request, error.message)
    return redirect(to, found.pk)


def saved(request, found: Evaluation, form, act, done: str, to: str = "evaluation:measures"):
    """Call the service for a valid form and go on; None when there is something to mend."""
    if request.method != "POST" or not form.is_valid() or not attempt(form, act, **form.cleaned_data):
        return None
    messages.success(request, done)
    return redirect(to, found.pk)


def form_page(request, found: Evaluation, form, heading: str):
    context = {
        "form": form,
        "heading": heading,
        "trail": measures_trail(found),
        "cancel_url": reverse("evaluation:measures", args=[found.pk]),
    }
    return render(request, "components/form_page.html", context)


def measures_trail(found: Evaluation) -> list[tuple[str, str]]:
    return [
        *evaluation_trail(found),
        ("满意度与服务效率", reverse("evaluation:measures", args=[found.pk])),
    ]
