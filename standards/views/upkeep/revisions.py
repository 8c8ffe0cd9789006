"""修订: application, page, the office's answer (10.3); which standards a draft is meant to replace."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from gridgov.submitting import posted, submit

from ...forms.upkeep import AcceptRevisionForm, DeclineRevisionForm, ReplacesForm, RevisionForm
from ...models import RevisionRequest
from ...permissions import can_decide_revision, can_name_replaced, can_write, has_hand_in, is_drafting
from ...services.replacement import intend_replacement, own_named
from ...services.upkeep import accept_revision, decline_revision, request_revision
from ..registry import refuse, registry_trail, visible_standard
from .pages import require, upkeep_page, why_not

APPLICANTS = "修订由标准的使用部门或起草部门提出，或由标准化管理办公室代为登记（第2部分 10.3.2）。"
DECIDED = "这份申请已经办理，不能再改。"


def visible_request(request, pk: int, request_pk: int) -> RevisionRequest:
    """The application, reached from a standard the user sees; 404 otherwise."""
    standard = visible_standard(request, pk)
    rows = standard.revision_requests.select_related("department", "requested_by", "decided_by", "successor")
    found = get_object_or_404(rows, pk=request_pk)
    found.standard = standard
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def revision_new(request, pk):
    row = visible_standard(request, pk)
    require(can_write(request.user, row) or has_hand_in(request.user, row, "revise"), APPLICANTS)
    if words := why_not(row, "修订"):
        return refuse(request, row, words)
    form = RevisionForm(*posted(request), standard=row, user=request.user)

    def act():
        return request_revision(actor=request.user, standard=row, **form.cleaned_data)

    intro = f"同意后列为修订项目。{row.number} 在新版实施之前继续有效；新版沿用原编号，换年代号。"
    page = {"intro": intro, "at_stake": True, "submit": "提出申请"}
    return submit(request, form, act, "已提出修订申请，等待标准化管理办公室办理。") or upkeep_page(
        request, row, form, f"申请修订：{row.title}", **page
    )


@require_safe
def revision(request, pk, request_pk):
    """One application and what the office made of it."""
    found = visible_request(request, pk, request_pk)
    context = {
        "found": found,
        "standard": found.standard,
        "can_decide": can_decide_revision(request.user, found),
        "trail": registry_trail(request, found.standard),
    }
    return render(request, "standards/revision.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def revision_accept(request, pk, request_pk):
    found = visible_request(request, pk, request_pk)
    require(can_write(request.user, found.standard))
    if found.decision:
        return refuse(request, found, DECIDED)
    form = AcceptRevisionForm(*posted(request))

    def act():
        return accept_revision(actor=request.user, request=found, **form.cleaned_data)

    intro = "同意后在制修订计划中立项：分类、名称、起草部门沿用原标准，经批准后起草。原标准在新版实施之前继续有效。"
    page = {"intro": intro, "back": found, "at_stake": True, "submit": "同意立项"}
    return submit(request, form, act, "已立项：“{}”。") or upkeep_page(
        request, found.standard, form, "同意修订立项", **page
    )


@require_http_methods(["GET", "HEAD", "POST"])
def revision_decline(request, pk, request_pk):
    found = visible_request(request, pk, request_pk)
    require(can_write(request.user, found.standard))
    if found.decision:
        return refuse(request, found, DECIDED)
    form = DeclineRevisionForm(*posted(request))

    def act():
        return decline_revision(actor=request.user, request=found, **form.cleaned_data)

    page = {"back": found, "submit": "不予立项"}
    return submit(request, form, act, "已记录：不予立项。") or upkeep_page(
        request, found.standard, form, "不予修订立项", **page
    )


@require_http_methods(["GET", "HEAD", "POST"])
def replaces(request, pk):
    """Which standards a draft is meant to replace: several for a merge."""
    row = visible_standard(request, pk)
    require(can_write(request.user, row) or is_drafting(request.user, row))
    if not can_name_replaced(request.user, row):
        return refuse(request, row, "只有制定中的自制标准可以选择拟代替的标准。")
    numbers = "；".join(old.number for old in row.replaces.in_order())
    form = ReplacesForm(*posted(request), initial={"replaces": numbers})

    def act():
        olds = own_named(row, form.cleaned_data["replaces"])
        return intend_replacement(actor=request.user, standard=row, olds=olds)

    intro = "现在只是拟代替，不影响旧标准；发布后，旧标准自新标准的实施日期起被代替。修订沿用原编号的，不用在这里填写。"
    return submit(request, form, act, "已保存拟代替的标准。") or upkeep_page(
        request, row, form, f"代替的标准：{row.title}", intro=intro
    )
