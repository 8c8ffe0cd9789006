"""修改单: application, page, the office's answer (10.7 b)."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gridgov.submitting import posted, submit

from ...forms.upkeep import AmendmentForm, ConfirmAmendmentForm, DeclineAmendmentForm
from ...models import Amendment
from ...permissions import can_decide_amendment, can_write, is_drafting
from ...services.upkeep import confirm_amendment, decline_amendment, request_amendment
from ..registry import refuse, registry_trail, visible_standard
from .pages import require, upkeep_page, why_not

APPLICANTS = "修改由标准的起草部门提出，或由标准化管理办公室代为登记（第2部分 10.7 b）。"
DECIDED = "这份申请已经办理，不能再改。"


def visible_amendment(request, pk: int, amendment_pk: int) -> Amendment:
    """The application, reached from a standard the user sees; 404 otherwise."""
    standard = visible_standard(request, pk)
    rows = standard.amendments.select_related(
        "department", "requested_by", "confirmed_by", "attachment", "review"
    )
    amendment = get_object_or_404(rows, pk=amendment_pk)
    amendment.standard = standard
    return amendment


@require_http_methods(["GET", "HEAD", "POST"])
def amendment_new(request, pk):
    row = visible_standard(request, pk)
    require(can_write(request.user, row) or is_drafting(request.user, row), APPLICANTS)
    if words := why_not(row, "修改"):
        return refuse(request, row, words)
    form = AmendmentForm(*posted(request), standard=row, user=request.user)

    def act():
        return request_amendment(actor=request.user, standard=row, **form.cleaned_data)

    intro = f"{row.number} 的编号和年代号不变。申请经标准化管理办公室确认后成为修改单，按先后编为第 n 号。"
    page = {"intro": intro, "submit": "提出申请"}
    return submit(request, form, act, "已提出修改申请，等待标准化管理办公室确认。") or upkeep_page(
        request, row, form, f"申请修改：{row.title}", **page
    )


@require_safe
def amendment(request, pk, amendment_pk):
    """One application or 修改单, and the document it became."""
    found = visible_amendment(request, pk, amendment_pk)
    documents = found.standard.documents.kept().filter(kind="amendment", attachment=found.attachment_id)
    context = {
        "amendment": found,
        "standard": found.standard,
        "document": documents.first() if found.attachment_id else None,
        "can_decide": can_decide_amendment(request.user, found),
        "trail": registry_trail(request, found.standard),
    }
    return render(request, "standards/amendment.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def amendment_confirm(request, pk, amendment_pk):
    found = visible_amendment(request, pk, amendment_pk)
    require(can_write(request.user, found.standard))
    if not found.is_waiting:
        return refuse(request, found, DECIDED)
    form = ConfirmAmendmentForm(*posted(request), initial={"effective_on": timezone.localdate})

    def act():
        return confirm_amendment(actor=request.user, amendment=found, **form.cleaned_data)

    intro = "确认时编号：本标准的下一号修改单。标准的编号和年代号不变。"
    page = {"intro": intro, "back": found, "submit": "确认并编号"}
    return submit(request, form, act, "已确认为{}。") or upkeep_page(
        request, found.standard, form, "确认修改单", **page
    )


@require_http_methods(["GET", "HEAD", "POST"])
def amendment_decline(request, pk, amendment_pk):
    found = visible_amendment(request, pk, amendment_pk)
    require(can_write(request.user, found.standard))
    if not found.is_waiting:
        return refuse(request, found, DECIDED)
    form = DeclineAmendmentForm(*posted(request))

    def act():
        return decline_amendment(actor=request.user, amendment=found, **form.cleaned_data)

    page = {"back": found, "submit": "不予确认"}
    return submit(request, form, act, "已记录：不予确认。") or upkeep_page(
        request, found.standard, form, "不予确认修改申请", **page
    )
