"""Forming a panel: who is in it, who leads, who judges which table, who steps back (T/CSSG 001.5 5.2)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gridgov.submitting import attempt

from .. import permissions
from ..errors import EvaluationError
from ..forms.panels import AppointForm, ReasonForm, SizeForm, TablesForm
from ..models import Evaluation, Expert, Participant
from ..panels.grades import in_words
from ..panels.obstacles import panel_cautions, panel_obstacles
from ..panels.page import people_rows
from ..services import panels as services
from ..services.confirming import NOT_THEIRS, confirm_person
from .access import require, seen_panel
from .evaluations import evaluation_trail

ORGANIZER_ONLY = "评估组由组织单位组成，锁定后不能再调整。"
NOT_DECLARING = "回避声明由参加评价的成员本人在锁定之前作一次。"
NOT_RECUSING = "回避由组织单位登记，或由成员本人在锁定之前提出。"
NOT_OF_PANEL = "评估组的名单可在评价页面查看；这一页由组织单位和评估组成员使用。"


@require_safe
def panel(request, pk):
    found = seen_panel(request, pk)
    require(permissions.can_see_progress(request.user, found), NOT_OF_PANEL)
    return panel_page(request, found, AppointForm(evaluation=found))


@require_http_methods(["GET", "POST"])
def panel_appoint(request, pk):
    found = seen_panel(request, pk)
    require(permissions.can_choose_people(request.user, found), ORGANIZER_ONLY)
    form = AppointForm(request.POST or None, evaluation=found)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, services.appoint, actor=request.user, evaluation=found, **form.values)
        if made:
            messages.success(request, f"已编入 {made}。")
            return redirect("evaluation:panel", found.pk)
    return panel_page(request, found, form)


def panel_page(request, found: Evaluation, form):
    may_choose = permissions.can_choose_people(request.user, found)
    context = {
        "evaluation": found,
        "people": people_rows(found),
        "form": form if may_choose else None,
        "pool": Expert.objects.of(found.organizer).kept().count() if may_choose else 0,
        "obstacles": [] if found.is_locked else panel_obstacles(found),
        "cautions": panel_cautions(found),
        "grades": in_words(found.grades),
        "may_choose_people": may_choose,
        "may_declare": permissions.can_declare(request.user, found),
        "trail": evaluation_trail(found),
    }
    return render(request, "evaluation/panel/people.html", context)


def chosen_person(request, pk: int, person_pk: int) -> tuple[Evaluation, Participant]:
    """A member of a seen panel, for its organiser; 404 and 403 otherwise."""
    found = seen_panel(request, pk)
    require(permissions.can_choose_people(request.user, found), ORGANIZER_ONLY)
    return found, get_object_or_404(found.participants.select_related("user", "evaluation"), pk=person_pk)


@require_POST
def panel_leader(request, pk, person_pk):
    found, person = chosen_person(request, pk, person_pk)
    return acted(request, found, services.name_leader, person, f"已指定 {person.user} 为组长。")


@require_POST
def panel_dismiss(request, pk, person_pk):
    found, person = chosen_person(request, pk, person_pk)
    return acted(request, found, services.dismiss, person, f"已移出 {person.user}。")


@require_POST
def panel_present(request, pk, person_pk):
    found, person = chosen_person(request, pk, person_pk)
    return acted(request, found, services.mark_present, person, f"{person.user} 恢复参加。")


@require_POST
def panel_confirm(request, pk, person_pk):
    """Leader or organiser has seen the member whose password was reset; back to the page that told of it."""
    found = seen_panel(request, pk)
    person = get_object_or_404(found.participants.select_related("user", "evaluation"), pk=person_pk)
    require(permissions.can_confirm_person(request.user, found, person), NOT_THEIRS)
    try:
        confirm_person(actor=request.user, participant=person)
        messages.success(request, f"已登记当面核实 {person.user}。")
    except EvaluationError as error:
        messages.error(request, error.message)
    return redirect(found)


def acted(request, found: Evaluation, service, person: Participant, done: str):
    """One press of a button beside a person; back to the panel with what came of it."""
    try:
        service(actor=request.user, participant=person)
        messages.success(request, done)
    except EvaluationError as error:
        messages.error(request, error.message)
    return redirect("evaluation:panel", found.pk)


@require_http_methods(["GET", "POST"])
def panel_absent(request, pk, person_pk):
    found, person = chosen_person(request, pk, person_pk)
    intro = f"{person.user} 缺席后不再评分、不签字；底稿保留，不计入合议。以后到场的可以恢复参加。"
    return leaving(request, found, person, services.mark_absent, "缺席", intro)


@require_http_methods(["GET", "POST"])
def panel_recuse(request, pk, person_pk):
    found = seen_panel(request, pk)
    person = get_object_or_404(found.participants.select_related("user", "evaluation"), pk=person_pk)
    require(permissions.can_recuse(request.user, found, person), NOT_RECUSING)
    intro = f"{person.user} 回避后不能再看到这份评价；底稿保留，不计入合议。回避不能撤销。"
    return leaving(request, found, person, services.recuse, "回避", intro)


def leaving(request, found: Evaluation, person: Participant, service, label: str, intro: str):
    form = ReasonForm(request.POST or None, label=f"{label}的理由")
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, service, actor=request.user, participant=person, reason=reason):
            messages.success(request, f"已登记 {person.user} {label}。")
            own = label == "回避" and person.user_id == request.user.pk
            return redirect("evaluation:evaluations") if own else redirect("evaluation:panel", found.pk)
    return form_page(request, found, form, f"登记{label}：{person.user}", intro=intro, submit=f"登记{label}")


@require_http_methods(["GET", "POST"])
def panel_declare(request, pk):
    """The member's own declaration; it is made by pressing the button under its words."""
    found = seen_panel(request, pk)
    require(permissions.can_declare(request.user, found), NOT_DECLARING)
    person = permissions.participant_of(request.user, found)
    if request.method == "POST":
        try:
            services.declare(actor=request.user, participant=person)
            messages.success(request, "已作回避声明。")
        except EvaluationError as error:
            messages.error(request, error.message)
        return redirect(found)
    context = {"evaluation": found, "person": person, "trail": evaluation_trail(found)}
    return render(request, "evaluation/panel/declare.html", context)


@require_http_methods(["GET", "POST"])
def panel_size(request, pk):
    found = seen_panel(request, pk)
    require(permissions.can_choose_people(request.user, found), ORGANIZER_ONLY)
    form = SizeForm(request.POST or None, evaluation=found)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, services.explain_size, actor=request.user, evaluation=found, reason=reason):
            messages.success(request, "评估组人数的说明已保存。")
            return redirect("evaluation:panel", found.pk)
    return form_page(request, found, form, "评估组人数的说明")


@require_http_methods(["GET", "POST"])
def panel_assign(request, pk):
    found = seen_panel(request, pk)
    require(permissions.can_choose_people(request.user, found), ORGANIZER_ONLY)
    form = TablesForm(request.POST if request.method == "POST" else None, evaluation=found)
    if request.method == "POST" and form.is_valid():
        divided = attempt(
            form, services.divide_tables, actor=request.user, evaluation=found, sections=form.chosen
        )
        if divided:
            messages.success(request, "分工已保存。")
            return redirect("evaluation:panel", found.pk)
    context = {"form": form, "evaluation": found, "trail": panel_trail(found)}
    return render(request, "evaluation/panel/tables.html", context)


def form_page(request, found: Evaluation, form, heading: str, **more):
    context = {
        "form": form,
        "heading": heading,
        "trail": panel_trail(found),
        "cancel_url": reverse("evaluation:panel", args=[found.pk]),
    }
    return render(request, "components/form_page.html", context | more)


def panel_trail(found: Evaluation) -> list[tuple[str, str]]:
    return [*evaluation_trail(found), ("评估组", reverse("evaluation:panel", args=[found.pk]))]
