"""The 问题清单 of a panel's result, and its way through 整改通知, verification and escalation."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gridgov.submitting import attempt

from ..aftermath.page import rows_for
from ..aftermath.paper import rectification_paper
from ..aftermath.steps import PROBLEM_STEPS
from ..errors import EvaluationError
from ..forms.problems import ProblemForm, problem_step_form
from ..models import Problem, Result
from ..results import permissions
from ..services import problems as services
from ..trail import record
from .access import reads_registry, require, seen_evaluation
from .evaluations import evaluation_trail
from .signing import newest_result

NOT_LISTING = "问题清单由组织单位和组长在锁定后编制。"
NOT_OVERSEEING = "整改由组织单位通知、验证和上报。"
SETTLED = "问题已到“{}”，不能再改。"


@require_safe
def problems(request, pk):
    """The list as this user may see it."""
    result = newest_result(request, pk)
    user, evaluation = request.user, result.evaluation
    rows = rows_for(user, result, on=timezone.localdate())
    context = {
        "evaluation": evaluation,
        "result": result,
        "rows": rows,
        "to_notify": sum(row.problem.state == Problem.State.LISTED for row in rows),
        "is_told": permissions.is_told(result),
        "may_list": permissions.can_list_problems(user, result),
        "may_oversee": permissions.can_oversee_problems(user, evaluation),
        "sees_findings": reads_registry(user, evaluation),
        "trail": evaluation_trail(evaluation),
    }
    return render(request, "evaluation/problems.html", context)


@require_POST
def problems_draft(request, pk):
    """From the losses and findings of the result, what the list has not yet."""
    result = newest_result(request, pk)
    require(permissions.can_list_problems(request.user, result), NOT_LISTING)
    count = services.draft_problems(actor=request.user, result=result)
    if count:
        messages.success(request, f"由结果列出 {count} 条问题。请补整改要求、责任单位和期限。")
    else:
        messages.info(request, "结果中的失分和发现都已在清单中。")
    return redirect("evaluation:problems", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def problem_new(request, pk):
    result = newest_result(request, pk)
    require(permissions.can_list_problems(request.user, result), NOT_LISTING)
    form = ProblemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        service = partial(services.add_problem, actor=request.user, result=result)
        if attempt(form, service, **form.cleaned_data):
            messages.success(request, "已列入问题清单。")
            return redirect("evaluation:problems", pk)
    return form_page(request, form, result, "新增问题")


@require_http_methods(["GET", "HEAD", "POST"])
def problem_edit(request, pk):
    problem, result = seen_problem(request, pk)
    require(permissions.can_list_problems(request.user, result), NOT_LISTING)
    if problem.state != Problem.State.LISTED:
        return refused(request, result, SETTLED.format(problem.get_state_display()))
    form = ProblemForm(request.POST or None, instance=problem)
    if request.method == "POST" and form.is_valid():
        service = partial(services.edit_problem, actor=request.user, problem=problem)
        if attempt(form, service, **form.cleaned_data):
            messages.success(request, "问题已保存。")
            return redirect("evaluation:problems", result.evaluation_id)
    return form_page(request, form, result, f"修改问题 {problem.number}")


@require_POST
def problem_remove(request, pk):
    problem, result = seen_problem(request, pk)
    require(permissions.can_list_problems(request.user, result), NOT_LISTING)
    try:
        services.remove_problem(actor=request.user, problem=problem)
        messages.success(request, f"已从清单中移除问题 {problem.number}。")
    except EvaluationError as error:
        messages.error(request, error.message)
    return redirect("evaluation:problems", result.evaluation_id)


@require_POST
def problems_notify(request, pk):
    """整改通知: everything listed goes to the evaluated organisation."""
    result = newest_result(request, pk)
    require(permissions.can_oversee_problems(request.user, result.evaluation), NOT_OVERSEEING)
    try:
        count = services.notify_problems(actor=request.user, result=result)
        messages.success(request, f"已通知整改 {count} 条，登记到被评组织的问题整改中。")
    except EvaluationError as error:
        messages.error(request, error.message)
    return redirect("evaluation:problems", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def problem_step(request, pk, step):
    """One step of the way: the page asks what it needs."""
    if step not in PROBLEM_STEPS:
        raise Http404
    problem, result = seen_problem(request, pk)
    name, step = step, PROBLEM_STEPS[step]
    require(permissions.can_oversee_problems(request.user, result.evaluation), NOT_OVERSEEING)
    if problem.state not in step.sources:
        words = f"问题处于“{problem.get_state_display()}”，不能“{step.label}”。"
        return refused(request, result, words)
    form = problem_step_form(step)(request.POST or None)
    if request.method == "POST" and form.is_valid() and taken(request, form, problem, name):
        messages.success(request, f"问题 {problem.number} 已{step.label}。")
        return redirect("evaluation:problems", result.evaluation_id)
    heading = f"{step.label}：问题 {problem.number}"
    return form_page(request, form, result, heading, intro=step.guidance, submit=step.label)


def taken(request, form, problem: Problem, name: str) -> Problem | None:
    values = dict(form.cleaned_data)
    reason = values.pop("reason", "")
    service = partial(services.take_step, actor=request.user, problem=problem, name=name)
    return attempt(form, service, values=values, reason=reason)


@require_safe
def problems_paper(request, pk, ext):
    """整改通知 as Word or PDF, of what this user may see."""
    result = newest_result(request, pk)
    rows = [row.problem for row in rows_for(request.user, result, on=timezone.localdate())]
    if ext not in ("docx", "pdf") or not rows:
        raise Http404
    try:
        made = rectification_paper(result, rows, ext)
    except EvaluationError as error:
        return refused(request, result, error.message)
    changes = {"文件": ["", made.name]}
    record(actor=request.user, verb="render_document", evaluation=result.evaluation, changes=changes)
    response = HttpResponse(made.content, content_type=made.media_type)
    response["Content-Disposition"] = content_disposition_header(True, made.name)
    return response


def seen_problem(request, pk: int) -> tuple[Problem, Result]:
    """A problem the user may see with its result, the evaluation with its people; 404 otherwise."""
    rows = Problem.objects.filter(result__in=Result.objects.visible_to(request.user))
    problem = get_object_or_404(rows.select_related("result", "finding"), pk=pk)
    problem.result.evaluation = seen_evaluation(request, problem.result.evaluation_id)
    if not permissions.can_see_problem(request.user, problem, problem.result.evaluation):
        raise Http404
    return problem, problem.result


def form_page(request, form, result: Result, heading: str, **more):
    url = reverse("evaluation:problems", args=[result.evaluation_id])
    context = {
        "form": form,
        "heading": heading,
        "trail": [*evaluation_trail(result.evaluation), ("问题清单", url)],
        "cancel_url": url,
        **more,
    }
    return render(request, "components/form_page.html", context)


def refused(request, result: Result, words: str):
    messages.error(request, words)
    return redirect("evaluation:problems", result.evaluation_id)
