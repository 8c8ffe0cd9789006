"""Signing a locked result, and telling it to the evaluated organisation."""

from functools import partial

from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gridgov.submitting import attempt
from standards.services.opinions import WRONG_PASSWORD

from .. import permissions
from ..forms.results import NoticeForm, SignForm
from ..models import Evaluation, Result
from ..results import permissions as result_permissions
from ..results.document import read_document
from ..results.page import build_result
from ..results.signatures import unsigned
from ..services.notices import record_notice
from ..services.signing import sign_result
from .access import require, seen_evaluation
from .evaluations import evaluation_trail

NOT_SIGNING = "只有参加评价的评估组成员，在锁定后可以签字，每一版签一次。"
NOT_TELLING = "评估情况由组织单位在锁定后通报，每一版通报一次。"


def newest_result(request, pk: int) -> Result:
    """The newest locked result of an evaluation the user sees, if he may see it; 404 otherwise."""
    found: Evaluation = seen_evaluation(request, pk)
    rows = Result.objects.visible_to(request.user).select_related("locked_by", "notice")
    result = rows.filter(evaluation=found, evaluation__kind__in=PANELS).order_by("-version").first()
    if result is None:
        raise Http404
    result.evaluation = found
    return result


PANELS = [kind for kind in Evaluation.Kind.values if kind != Evaluation.Kind.SELF]


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request, pk):
    """The newest result in short, and the place to sign it."""
    result = newest_result(request, pk)
    require(permissions.can_sign(request.user, result), NOT_SIGNING)
    form = SignForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and signed(request, form, result):
        messages.success(request, f"已在 {result.number} 上签字。")
        return redirect("evaluation:result", result.pk)
    context = {
        "form": form,
        "result": result,
        "page": build_result(read_document(result.document)),
        "evaluation": result.evaluation,
        "trail": evaluation_trail(result.evaluation),
    }
    return render(request, "evaluation/sign.html", context)


def signed(request, form: SignForm, result: Result):
    """The signature; a wrong password counts towards the lock of the login, or it could be guessed here."""
    password = form.cleaned_data["password"]
    if authenticate(request, username=request.user.username, password=password) is None:
        form.add_error("password", WRONG_PASSWORD)
        return None
    return attempt(form, partial(sign_result, actor=request.user, result=result, **form.cleaned_data))


@require_http_methods(["GET", "HEAD", "POST"])
def notice(request, pk):
    result = newest_result(request, pk)
    require(result_permissions.can_notify(request.user, result), NOT_TELLING)
    form = NoticeForm(request.POST or None, initial={"notified_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        service = partial(record_notice, actor=request.user, result=result)
        if attempt(form, service, **form.cleaned_data):
            messages.success(request, "已登记通报。被评组织现在可以查看结果和报告。")
            return redirect("evaluation:result", result.pk)
    context = {
        "form": form,
        "heading": "通报评估情况",
        "intro": intro_of(result),
        "submit": "登记通报",
        "trail": evaluation_trail(result.evaluation),
        "cancel_url": reverse("evaluation:result", args=[result.pk]),
    }
    return render(request, "components/form_page.html", context)


def intro_of(result: Result) -> str:
    names, home = unsigned(result), result.evaluation.organization
    words = f"{result.number}，总分 {result.total}，{result.verdict}。登记后，{home}可以查看结果和报告。"
    return words + (f"还有 {len(names)} 人没有签字：{'、'.join(names)}。" if names else "")
