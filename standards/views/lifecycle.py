"""The life cycle of an own standard: the plan, what was collected, and one page for each step of the table."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from gridgov.errors import GridgovError
from gridgov.records.serving import serve_attachment
from gridgov.submitting import posted

from ..documents.papers import make_notice
from ..forms.lifecycle import FORMS, InformationForm, PlanForm
from ..lifecycle import STEPS, what_is_missing
from ..models import Standard
from ..permissions import can_collect, can_edit_registry, editable_organizations, has_hand_in, refusal_to_take
from ..services.documents import attach_document
from ..services.lifecycle import collect_information, plan_standard, take_step
from ..stations import gap, step_url
from ..upkeep import Ending, ending_with
from .looking import must_look
from .registry import (
    READ_ONLY,
    chosen_organization,
    form_page,
    list_url,
    new_kinds,
    refuse,
    registry_trail,
    standard_page,
    submit,
    visible_standard,
)

PLANNING = "新制定的标准先列入制修订计划，由管理者代表或标准化管理委员会批准后开始起草（第2部分 12 a）。"
ISSUING = ("publish", "enter_published")
COLLECTORS = "信息由起草部门或本组织的标准化管理办公室收集。"


@require_http_methods(["GET", "HEAD", "POST"])
def plan_new(request):
    """Enter a standard in the 制修订计划 of `?organization=`, or of the user's only one."""
    organizations = list(editable_organizations(request.user))
    organization = chosen_organization(organizations, request.GET.get("organization"))
    if not can_edit_registry(request.user, organization):
        raise PermissionDenied(READ_ONLY)
    initial = {
        name: request.GET[name] for name in ("node", "revision_of") if request.GET.get(name, "").isdecimal()
    }
    form = PlanForm(*posted(request), organization=organization, initial=initial)

    def act():
        return plan_standard(actor=request.user, organization=organization, values=form.values)

    page = {
        "intro": PLANNING,
        "organization": organization,
        "organizations": organizations,
        "kinds": new_kinds(),
        "kind": "plan",
    }
    response = submit(request, form, act, "已列入计划“{}”，请管理者代表或标准化管理委员会批准。")
    return response or form_page(
        request, form, "新增自制标准", trail=registry_trail(request), cancel_url=list_url(request), **page
    )


@require_http_methods(["GET", "HEAD", "POST"])
def information_add(request, pk):
    row = visible_standard(request, pk)
    if not can_collect(request.user, row):
        return refuse_or_forbid(request, row, "只有计划中和起草中的自制标准收集信息；送审以后不再收集。")
    form = InformationForm(*posted(request), initial={"aspect": request.GET.get("aspect", "")})

    def act():
        collect_information(actor=request.user, standard=row, **form.cleaned_data)
        return row

    intro = "起草之前，从四个方面调查研究、收集信息，每个方面至少一条（第2部分 10.2.1）。"
    response = submit(request, form, act, "已登记信息收集记录。")
    return response or standard_page(request, row, form, f"信息收集：{row.title}", intro=intro)


@require_safe
def information_file(request, pk, record_pk):
    """The file of a record, for whoever may read the standard; recorded."""
    row = visible_standard(request, pk)
    record = get_object_or_404(row.information.exclude(attachment=None), pk=record_pk)
    return serve_attachment(request, record.attachment, target=row)


def refuse_or_forbid(request, row: Standard, words: str):
    """403 for who has no part in the drafting, else the sentence on the page of the standard."""
    if not has_hand_in(request.user, row, "submit"):
        raise PermissionDenied(COLLECTORS)
    return refuse(request, row, words)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request, pk, step):
    """The page of one step: what it is for, what is still missing, what it wants to know."""
    row = visible_standard(request, pk)
    known = STEPS.get(step)
    if known is None:
        raise Http404
    if not has_hand_in(request.user, row, step):
        raise PermissionDenied(refusal_to_take(request.user, row, step))
    if words := refusal_to_take(request.user, row, step) or ruled_out(row, step):
        return refuse(request, row, words)
    if known.page:
        return redirect(step_url(row, step))
    initial = {"approver": request.user.name} if step == "approve" else {}
    form = FORMS[step](*posted(request), standard=row, step=step, initial=initial)
    done = f"已办理“{known.label}”：{{}}。"
    response = not must_look(request, form, lambda: ending_by_revising(row, step, form)) and submit(
        request, form, lambda: carry_out(request, row, step, form), done
    )
    return response or step_page(request, row, step, form)


def ending_by_revising(row: Standard, step: str, form) -> Ending | None:
    """What 补录 ends is known once the edition it revises is chosen; everything else stood on the page before."""
    revised = form.cleaned_data.get("revises") if step == "enter_published" else None
    return ending_with(row, revised) if revised else None


def ruled_out(row: Standard, step: str) -> str:
    """Why a standard in this state does not take the step at all."""
    return next((missing.words for missing in STEPS[step].unless(row)), "")


def carry_out(request, row: Standard, step: str, form) -> Standard:
    """Hand in the files and take the step, or neither; then make the notice of what was published."""
    with transaction.atomic():
        for kind, file in form.documents.items():
            attach_document(actor=request.user, standard=row, kind=kind, file=file)
        row = take_step(actor=request.user, standard=row, step=step, **form.facts)
    if step == "publish":
        announce(request, row)
    return row


def announce(request, row: Standard) -> None:
    """10.5: the 发布通知. Publishing stands without it: the page of the standard offers it again."""
    try:
        make_notice(actor=request.user, standard=row)
    except GridgovError as error:
        messages.warning(request, f"已发布，发布通知没有生成：{error.message}")


def step_page(request, row: Standard, step: str, form):
    """What files can be handed in on the page itself is not listed as missing."""
    known = STEPS[step]
    gaps = [gap(row, request.user, missing) for missing in what_is_missing(row, step) if not missing.kind]
    page = {
        "template": "standards/step.html",
        "step": known,
        "name": step,
        "gaps": gaps,
        "submit": known.label,
        "ending": getattr(form, "ending", None) or (ending_with(row) if step in ISSUING else None),
    }
    return standard_page(request, row, form, f"{known.label}：{row.title}", **page)
