"""Evaluations: list, opening, the page of one, its facts, its conclusion, who takes part."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gridgov.paging import page_of
from gridgov.submitting import attempt

from .. import permissions
from ..eligibility import eligibility
from ..errors import EvaluationError
from ..filters import EvaluationFilter
from ..forms.evaluations import ConclusionForm, FactsForm, OpenForm, ParticipantForm
from ..models import Evaluation
from ..obstacles import obstacles
from ..panels.page import panel_context
from ..services import evaluations as services
from ..sheet.page import build_tabs, total_bar
from ..sheet.reading import read_result
from ..visits.plan import samples_of
from .access import NOT_JUDGING, reads_registry, require, seen_evaluation

OF_PANELS = "这是评估组的评价，人员在“评估组”页面编入、移出、登记回避和缺席。"


@require_safe
def evaluations(request):
    rows = (
        Evaluation.objects.visible_to(request.user)
        .select_related("organization", "organizer")
        .with_last_result(request.user)
        .order_by("-year", "organization__path", "-pk")
    )
    found = EvaluationFilter(request.GET, queryset=rows)
    context = {
        "found": found,
        "page": page_of(request, found.qs),
        "may_open": permissions.evaluable_organizations(request.user).exists(),
        "may_organize": permissions.organizes(request.user),
    }
    remember_list(request)
    return render(request, "evaluation/evaluations.html", context)


def remember_list(request) -> None:
    """Coming back from an evaluation keeps filters and page; written only when they change."""
    query = request.GET.urlencode()
    if request.session.get("evaluations_query", "") != query:
        request.session["evaluations_query"] = query


def list_trail(request) -> list[tuple[str, str]]:
    """The list as the user left it."""
    query = request.session.get("evaluations_query")
    return [("评价", reverse("evaluation:evaluations") + (f"?{query}" if query else ""))]


@require_http_methods(["GET", "POST"])
def evaluation_new(request):
    homes = permissions.evaluable_organizations(request.user)
    require(homes.exists(), "自我评价由本组织的标准化管理办公室开始。")
    form = OpenForm(request.POST or None, organizations=homes)
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        if made := attempt(form, services.open_evaluation, actor=request.user, **fields):
            messages.success(request, f"已开始{made}。先填写资格情况，再逐表评分。")
            return redirect(made)
    context = {
        "form": form,
        "heading": "开始自我评价",
        "trail": trail(),
        "submit": "开始评价",
        "cancel_url": reverse("evaluation:evaluations"),
    }
    return render(request, "components/form_page.html", context)


@require_safe
def evaluation(request, pk):
    found = seen_evaluation(request, pk)
    if found.is_by_panel:
        context = panel_context(request.user, found) | {"trail": list_trail(request)}
        context |= {"reads_registry": reads_registry(request.user, found)}
        return render(request, "evaluation/panel/panel.html", context)
    result = read_result(found.official)
    context = {
        "evaluation": found,
        "trail": list_trail(request),
        "conditions": eligibility(found),
        "bar": total_bar(result),
        "tabs": build_tabs(result),
        "first_section": first_section(result),
        "obstacles": [] if found.is_locked else obstacles(found),
        "results": found.results.defer("document").select_related("locked_by"),
        "samples": samples_of(found),
        "may_sample": permissions.can_sample(request.user, found),
        "may_judge": permissions.can_judge(request.user, found),
        "may_manage": permissions.can_manage(request.user, found),
        "may_conclude": permissions.can_conclude(request.user, found),
        "may_lock": permissions.can_lock(request.user, found),
        "may_reopen": permissions.can_reopen(request.user, found),
        "reads_registry": reads_registry(request.user, found),
    }
    return render(request, "evaluation/evaluation.html", context)


def first_section(result) -> str:
    """The first table with something left to judge; the first of all when there is none."""
    tabs = build_tabs(result)
    return next((tab.code for tab in tabs if not tab.is_finished), tabs[0].code)


@require_http_methods(["GET", "POST"])
def evaluation_edit(request, pk):
    found = seen_evaluation(request, pk)
    require(permissions.can_manage(request.user, found))
    form = FactsForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        if attempt(form, services.edit_facts, actor=request.user, evaluation=found, **facts):
            messages.success(request, "资格情况已保存。")
            return redirect(found)
    return form_page(request, form, "资格情况（第5部分 6.1–6.3）", found)


@require_http_methods(["GET", "POST"])
def conclusion(request, pk):
    found = seen_evaluation(request, pk)
    require(permissions.can_conclude(request.user, found), NOT_JUDGING)
    form = ConclusionForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        texts = form.cleaned_data
        if attempt(form, services.write_conclusion, actor=request.user, evaluation=found, **texts):
            messages.success(request, "评价结论已保存。")
            return redirect(found)
    return form_page(request, form, "评价结论", found)


@require_http_methods(["GET", "POST"])
def participants(request, pk):
    found = seen_evaluation(request, pk)
    require(permissions.can_choose_people(request.user, found))
    require(not found.is_by_panel, OF_PANELS)
    form = ParticipantForm(request.POST or None, evaluation=found)
    if request.method == "POST" and form.is_valid():
        person, duty = form.cleaned_data["user"], form.cleaned_data["duty"]
        made = attempt(
            form, services.add_participant, actor=request.user, evaluation=found, user=person, duty=duty
        )
        if made:
            messages.success(request, f"已加入 {made}。")
            return redirect("evaluation:participants", found.pk)
    context = {"form": form, "evaluation": found, "trail": evaluation_trail(found)}
    return render(request, "evaluation/participants.html", context)


@require_POST
def participant_remove(request, pk, participant_pk):
    found = seen_evaluation(request, pk)
    require(permissions.can_choose_people(request.user, found))
    require(not found.is_by_panel, OF_PANELS)
    participant = get_object_or_404(
        found.participants.select_related("user", "evaluation"), pk=participant_pk
    )
    try:
        services.remove_participant(actor=request.user, participant=participant)
        messages.success(request, f"已移出 {participant.user}，其判定保留。")
    except EvaluationError as error:
        messages.error(request, error.message)
    return redirect("evaluation:participants", found.pk)


def form_page(request, form, heading: str, found: Evaluation):
    context = {
        "form": form,
        "heading": heading,
        "trail": evaluation_trail(found),
        "cancel_url": found.get_absolute_url(),
    }
    return render(request, "components/form_page.html", context)


def trail() -> list[tuple[str, str]]:
    return [("评价", reverse("evaluation:evaluations"))]


def evaluation_trail(found: Evaluation) -> list[tuple[str, str]]:
    return [*trail(), (str(found), found.get_absolute_url())]
