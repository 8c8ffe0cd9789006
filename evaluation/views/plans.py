"""The 评估方案 of a panel: its page, writing it, its schedule and sites, approving it."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gridgov.submitting import submit

from ..errors import EvaluationError
from ..forms.planning import PlanForm, SiteForm, SlotForm, WithdrawApprovalForm
from ..models import Evaluation, EvaluationPlan, ScheduleSlot, Site
from ..permissions import can_approve_plan, can_see_plan, can_write_plan
from ..services import planning
from ..visits.plan import plan_context
from .access import require, seen_panel
from .evaluations import evaluation_trail

NOT_YET = "评估方案批准之后才能查看。"
NOT_WRITING = "评估方案由组织单位或组长编制，锁定后不能再改。"
NOT_APPROVING = "评估方案由组织单位批准，锁定后不能再改。"


@require_safe
def plan(request, pk):
    found = seen_panel(request, pk)
    row = plan_of(found)
    require(can_see_plan(request.user, found, row), NOT_YET)
    context = plan_context(request.user, found, row) | {"trail": evaluation_trail(found)}
    return render(request, "evaluation/plans/plan.html", context)


@require_http_methods(["GET", "POST"])
def plan_edit(request, pk):
    found = written(request, pk)
    row = plan_of(found)
    if refusal := refused(request, found, row):
        return refusal
    act = partial(planning.write_plan, actor=request.user, evaluation=found)
    form = PlanForm(request.POST or None, instance=row)
    return write(request, found, form, act, "评估方案已保存。", "编制评估方案")


@require_POST
def plan_approve(request, pk):
    found = seen_panel(request, pk)
    require(can_approve_plan(request.user, found), NOT_APPROVING)
    try:
        planning.approve_plan(actor=request.user, evaluation=found)
        messages.success(request, "评估方案已批准，被评组织现在可以看到。")
    except EvaluationError as error:
        messages.error(request, error.message)
    return redirect("evaluation:plan", pk)


@require_http_methods(["GET", "POST"])
def plan_withdraw(request, pk):
    found = seen_panel(request, pk)
    require(can_approve_plan(request.user, found), NOT_APPROVING)
    act = partial(planning.withdraw_approval, actor=request.user, evaluation=found)
    form = WithdrawApprovalForm(request.POST or None)
    done = "批准已撤回，方案可以修改。改好后请重新批准。"
    return write(request, found, form, act, done, "撤回评估方案的批准", submit="撤回批准")


@require_POST
def slots_propose(request, pk):
    found = written(request, pk)
    try:
        planning.propose_schedule(actor=request.user, evaluation=found)
        messages.success(request, "已按七个步骤拟定日程，请核对时间和参加人员。")
    except EvaluationError as error:
        messages.error(request, error.message)
    return redirect("evaluation:plan", pk)


@require_http_methods(["GET", "POST"])
def slot_new(request, pk):
    found = written(request, pk)
    row = get_object_or_404(EvaluationPlan.objects.select_related("evaluation"), evaluation=found)
    if refusal := refused(request, found, row):
        return refusal
    act = partial(planning.add_slot, actor=request.user, plan=row)
    form = SlotForm(request.POST or None, plan=row)
    return write(request, found, form, act, "日程已增加一行：{}。", "增加日程")


@require_http_methods(["GET", "POST"])
def slot_edit(request, pk, slot_pk):
    found = written(request, pk)
    row = row_of(ScheduleSlot, found, slot_pk)
    if refusal := refused(request, found, row.plan):
        return refusal
    act = partial(planning.edit_slot, actor=request.user, slot=row)
    form = SlotForm(request.POST or None, plan=row.plan, instance=row)
    return write(request, found, form, act, "日程已修改：{}。", "修改日程")


@require_POST
def slot_remove(request, pk, slot_pk):
    found = written(request, pk)
    row = row_of(ScheduleSlot, found, slot_pk)
    return removed(request, pk, row, planning.remove_slot, slot=row)


@require_http_methods(["GET", "POST"])
def site_new(request, pk):
    found = written(request, pk)
    row = get_object_or_404(EvaluationPlan.objects.select_related("evaluation"), evaluation=found)
    if refusal := refused(request, found, row):
        return refusal
    act = partial(planning.add_site, actor=request.user, plan=row)
    form = SiteForm(request.POST or None)
    return write(request, found, form, act, "已增加现场点位：{}。", "增加现场点位")


@require_http_methods(["GET", "POST"])
def site_edit(request, pk, site_pk):
    found = written(request, pk)
    row = row_of(Site, found, site_pk)
    if refusal := refused(request, found, row.plan):
        return refusal
    act = partial(planning.edit_site, actor=request.user, site=row)
    form = SiteForm(request.POST or None, instance=row)
    return write(request, found, form, act, "现场点位已修改：{}。", "修改现场点位")


@require_POST
def site_remove(request, pk, site_pk):
    found = written(request, pk)
    row = row_of(Site, found, site_pk)
    return removed(request, pk, row, planning.remove_site, site=row)


def written(request, pk: int) -> Evaluation:
    """The evaluation whose plan the user may write; 404 for strangers, 403 for those who only read."""
    found = seen_panel(request, pk)
    require(can_write_plan(request.user, found), NOT_WRITING)
    return found


def refused(request, found: Evaluation, row: EvaluationPlan | None):
    """Back to the plan with the sentence when it is approved."""
    if row is None or not row.is_approved:
        return None
    messages.error(request, planning.APPROVED)
    return redirect("evaluation:plan", found.pk)


def plan_of(found: Evaluation) -> EvaluationPlan | None:
    return EvaluationPlan.objects.filter(evaluation=found).select_related("approved_by").first()


def row_of(model, found: Evaluation, pk: int):
    """A slot or site of this evaluation's plan, with it."""
    return get_object_or_404(model.objects.select_related("plan__evaluation"), plan__evaluation=found, pk=pk)


def removed(request, pk: int, row, service, **named):
    words = str(row)
    try:
        service(actor=request.user, **named)
        messages.success(request, f"已删除：{words}。")
    except EvaluationError as error:
        messages.error(request, error.message)
    return redirect("evaluation:plan", pk)


def write(request, found: Evaluation, form, act, done: str, heading: str, **more):
    """Call the service `act` with what the form says and go to what it returns; else the page of the form."""
    if response := submit(request, form, lambda: act(**form.cleaned_data), done):
        return response
    context = {
        "form": form,
        "heading": heading,
        "trail": [*evaluation_trail(found), ("评估方案", plan_url(found))],
        "cancel_url": plan_url(found),
    }
    return render(request, "components/form_page.html", context | more)


def plan_url(found: Evaluation) -> str:
    return EvaluationPlan(evaluation=found).get_absolute_url()
