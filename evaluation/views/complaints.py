"""申诉与投诉 about an evaluation."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from gridgov.paging import page_of
from gridgov.submitting import attempt

from .. import permissions
from ..forms.aftermath import AnswerForm, ComplaintForm
from ..models import Complaint, Evaluation
from ..results import permissions as result_permissions
from ..services.complaints import answer_complaint, lodge_complaint
from .access import require, seen_evaluation
from .evaluations import evaluation_trail

NOT_COMPLAINING = "申诉和投诉由组织单位登记；被评组织的标准化管理办公室在通报之后可以提出。"
NOT_HANDLING = "申诉和投诉由组织单位处理和答复。"


def complaints_for(user, evaluation: Evaluation):
    """All of them for the organiser; for others what they lodged themselves."""
    rows = evaluation.complaints.select_related("entered_by").order_by("-received_on", "-pk")
    return rows if permissions.can_organize(user, evaluation) else rows.filter(entered_by=user)


@require_safe
def complaints(request, pk):
    found = seen_evaluation(request, pk)
    require(result_permissions.can_complain(request.user, found), NOT_COMPLAINING)
    context = {
        "evaluation": found,
        "page": page_of(request, complaints_for(request.user, found)),
        "may_handle": permissions.can_organize(request.user, found),
        "trail": evaluation_trail(found),
    }
    return render(request, "evaluation/complaints.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def complaint_new(request, pk):
    found = seen_evaluation(request, pk)
    require(result_permissions.can_complain(request.user, found), NOT_COMPLAINING)
    form = ComplaintForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        service = partial(lodge_complaint, actor=request.user, evaluation=found)
        if attempt(form, service, **form.cleaned_data):
            messages.success(request, "已登记。")
            return redirect("evaluation:complaints", pk)
    return form_page(request, form, found, "登记申诉或投诉")


@require_http_methods(["GET", "HEAD", "POST"])
def complaint_answer(request, pk, complaint_pk):
    found = seen_evaluation(request, pk)
    require(permissions.can_organize(request.user, found), NOT_HANDLING)
    complaint = get_object_or_404(Complaint, evaluation=found, pk=complaint_pk)
    if complaint.outcome:
        messages.error(request, f"这件{complaint.get_kind_display()}已经答复，不能再改。")
        return redirect("evaluation:complaints", pk)
    form = AnswerForm(request.POST or None, instance=complaint)
    if request.method == "POST" and form.is_valid():
        service = partial(answer_complaint, actor=request.user, complaint=complaint)
        if attempt(form, service, **form.cleaned_data):
            messages.success(request, "处理结果已登记。")
            return redirect("evaluation:complaints", pk)
    words = f"{complaint.complainant} {complaint.received_on}：{complaint.content}"
    return form_page(request, form, found, f"答复{complaint.get_kind_display()}", intro=words)


def form_page(request, form, found: Evaluation, heading: str, **more):
    url = reverse("evaluation:complaints", args=[found.pk])
    context = {
        "form": form,
        "heading": heading,
        "trail": [*evaluation_trail(found), ("申诉与投诉", url)],
        "cancel_url": url,
        **more,
    }
    return render(request, "components/form_page.html", context)
