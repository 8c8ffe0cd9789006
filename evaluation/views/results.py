"""Locking, reopening, and the page of a locked result."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from gridgov.submitting import attempt
from standards.activities.models import Finding

from .. import permissions
from ..errors import LockedError, ObstaclesError
from ..forms.evaluations import ReopenForm
from ..models import Result
from ..obstacles import cautions, obstacles
from ..reports import signing
from ..results import permissions as result_permissions
from ..results.document import read_document
from ..results.page import build_result
from ..results.signatures import signers_of
from ..services import locking
from ..sheet.page import build_tabs, total_bar
from ..sheet.reading import read_result
from .access import reads_registry, require, seen_evaluation, seen_result
from .evaluations import evaluation_trail

NOT_REOPENING = "已锁定的评价由组织评价的单位重开：自我评价是本组织的标准化管理办公室，其他评价是组织单位。"
KEPT = "已锁定的结果原样保留；重开后改动，再次锁定时生成新的版次。"
VOID = "这一版的签字随之作废并保留，成员须在新的一版上重新签字。"


@require_http_methods(["GET", "POST"])
def lock(request, pk):
    """What stands in the way, what the result would be, and the one button that freezes it."""
    found = seen_evaluation(request, pk)
    require(found.is_locked or permissions.can_lock(request.user, found))
    if request.method == "POST":
        try:
            result = locking.lock_evaluation(actor=request.user, evaluation=found)
            messages.success(request, f"已锁定，报告编号 {result.number}。")
            return redirect("evaluation:result", result.pk)
        except ObstaclesError:
            messages.error(request, "还不能锁定，请先办完下面各项。")
        except LockedError as error:
            messages.error(request, error.message)
            return redirect(found)
    if found.is_locked:
        return redirect("evaluation:result", found.results.first().pk)
    score = read_result(found.official)
    context = {
        "evaluation": found,
        "result": score,
        "bar": total_bar(score),
        "tabs": build_tabs(score),
        "obstacles": obstacles(found),
        "cautions": cautions(found),
        "trail": evaluation_trail(found),
    }
    return render(request, "evaluation/lock.html", context)


@require_http_methods(["GET", "POST"])
def reopen(request, pk):
    found = seen_evaluation(request, pk)
    require(permissions.can_reopen(request.user, found), NOT_REOPENING)
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, locking.reopen_evaluation, actor=request.user, evaluation=found, reason=reason):
            messages.success(request, "已重开。原结果保留为旧版，再次锁定后生成新版。")
            return redirect(found)
    context = {
        "form": form,
        "heading": "重开评价",
        "intro": KEPT + (VOID if found.is_by_panel else ""),
        "submit": "重开",
        "trail": evaluation_trail(found),
        "cancel_url": found.get_absolute_url(),
    }
    return render(request, "components/form_page.html", context)


@require_safe
def result(request, pk):
    """The locked result; every figure is read from its frozen document alone."""
    found = seen_result(request, pk)
    before = last_year(request.user, found)
    page = build_result(read_document(found.document), before and read_document(before.document))
    registered, sees = registered_findings(found.evaluation), reads_registry(request.user, found.evaluation)
    may_register = permissions.is_office(request.user, found.evaluation.organization_id)
    context = {
        "result": found,
        "evaluation": found.evaluation,
        "page": page,
        "losses": [(row, registered.get(row.code)) for row in page.losses],
        "sees_findings": sees,
        "may_register": may_register and not found.evaluation.is_by_panel,
        "versions": versions_for(request.user, found.evaluation),
        "sees_history": permissions.sheet_for(request.user, found.evaluation) is not None,
        "may_reopen": permissions.can_reopen(request.user, found.evaluation),
        "before": before,
        "may_have_signed": signing.is_available(),
        "trail": evaluation_trail(found.evaluation),
        **panel_context(request.user, found),
    }
    return render(request, "evaluation/result.html", context)


def versions_for(user, evaluation):
    """Its locked versions the user may see: the evaluated organisation sees those it was told of."""
    rows = Result.objects.visible_to(user).filter(evaluation=evaluation)
    return rows.defer("document").select_related("locked_by", "notice").order_by("-version")


def registered_findings(evaluation) -> dict[str, Finding]:
    """The 问题 that were registered from the evaluation, by requirement: it is mended in that loop (11.4.2)."""
    rows = Finding.objects.of(evaluation.organization).kept()
    rows = rows.filter(source=Finding.Source.SELF_EVALUATION, found_on__gte=evaluation.as_of)
    return {row.clause: row for row in rows.order_by("pk")}


def panel_context(user, found: Result) -> dict:
    """What the page of a panel's result has more: who signed, whether it holds, what may be done next."""
    if not found.evaluation.is_by_panel:
        return {}
    return {
        "signers": signers_of(found),
        "is_void": not result_permissions.is_newest(found),
        "notice": getattr(found, "notice", None),
        "may_sign": permissions.can_sign(user, found),
        "may_notify": result_permissions.can_notify(user, found),
    }


def last_year(user, found: Result) -> Result | None:
    """The newest locked result of the same organisation for an earlier year, of those the user may see."""
    evaluation = found.evaluation
    earlier = Result.objects.visible_to(user).filter(
        evaluation__organization=evaluation.organization_id,
        evaluation__kind=evaluation.kind,
        evaluation__year__lt=evaluation.year,
    )
    return earlier.select_related("evaluation").order_by("-evaluation__year", "-version").first()
