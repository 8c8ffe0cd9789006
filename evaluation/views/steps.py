"""The seven steps on site: check list, one step with its 签到, what was seen at a site."""

from functools import partial

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from gridgov.submitting import submit

from ..forms.planning import AttendanceForm, StepForm, VisitForm
from ..models import Evaluation, OnSiteStep, Site
from ..permissions import can_record_on_site, can_record_step, can_see_records
from ..services import onsite
from ..visits.plan import missing_people, sites_of, steps_context
from ..visits.procedure import BY_NUMBER, SITES, Step
from .access import require, seen_panel
from .evaluations import evaluation_trail
from .samples import NOT_SEEN

NOT_RECORDING = "现场步骤由评估组和组织单位登记；锁定之后，只有末次会议（7.7）还可以登记。"


@require_safe
def steps(request, pk):
    found = seen_panel(request, pk)
    require(can_see_records(request.user, found), NOT_SEEN)
    context = steps_context(request.user, found) | {"trail": evaluation_trail(found)}
    return render(request, "evaluation/plans/steps.html", context)


@require_safe
def step(request, pk, number):
    """One step: its record, who signed in; step 7.4 with the sites."""
    found, known = seen_panel(request, pk), known_step(number)
    require(can_see_records(request.user, found), NOT_SEEN)
    row = OnSiteStep.objects.filter(evaluation=found, number=number).select_related("recorded_by").first()
    attendances = list(row.attendances.all()) if row else []
    context = {
        "evaluation": found,
        "step": known,
        "row": row,
        "attendances": attendances,
        "missing": missing_people(found, attendances),
        "sites": sites_of(found) if number == SITES else [],
        "shows_sites": number == SITES,
        "may_record": can_record_step(request.user, found, number),
        "trail": steps_trail(found),
    }
    return render(request, "evaluation/plans/step.html", context)


@require_http_methods(["GET", "POST"])
def step_edit(request, pk, number):
    found, known = recording(request, pk, number)
    row = OnSiteStep.objects.filter(evaluation=found, number=number).first()
    form = StepForm(request.POST or None, instance=row, hint=known.hint)
    act = partial(onsite.record_step, actor=request.user, evaluation=found, number=number)
    if response := submit(request, form, lambda: act(**form.cleaned_data), f"{known.name}已登记。"):
        return response
    return form_page(request, found, form, f"登记 {known.code} {known.name}", step_url(found, number))


@require_http_methods(["GET", "POST"])
def attendance_add(request, pk, number):
    found, known = recording(request, pk, number)
    form = AttendanceForm(request.POST or None, initial=named(found, request.GET.get("person", "")))
    act = partial(onsite.sign_in, actor=request.user, evaluation=found, number=number)
    if response := submit(request, form, lambda: act(**form.cleaned_data), "{} 已签到。"):
        return response
    context = form_context(found, form, f"{known.name}签到", step_url(found, number))
    return render(request, "evaluation/plans/attendance.html", context | {"submit": "签到"})


@require_http_methods(["GET", "POST"])
def site_visit(request, pk, site_pk):
    """What was seen at a site."""
    found = seen_panel(request, pk)
    require(can_record_on_site(request.user, found), NOT_RECORDING)
    rows = Site.objects.select_related("plan__evaluation")
    row = get_object_or_404(rows, plan__evaluation=found, pk=site_pk)
    form = VisitForm(request.POST or None, instance=row)
    act = partial(onsite.record_visit, actor=request.user, site=row)
    if response := submit(request, form, lambda: visited(act, form, found), "现场检查已登记。"):
        return response
    return form_page(request, found, form, f"现场检查：{row}", step_url(found, SITES))


def named(found: Evaluation, key: str) -> dict:
    """Name and employer of the member of the panel who is about to sign in."""
    people = {str(person.pk): person for person in found.participants.all()}
    person = people.get(key)
    return {"name": person.user.name, "employer": person.employer} if person else {}


def visited(act, form, found: Evaluation) -> OnSiteStep:
    """Record, and go back to the step in which sites are visited."""
    act(**form.cleaned_data)
    return OnSiteStep(evaluation=found, number=SITES)


def recording(request, pk: int, number: int) -> tuple[Evaluation, Step]:
    found, known = seen_panel(request, pk), known_step(number)
    require(can_record_step(request.user, found, number), NOT_RECORDING)
    return found, known


def known_step(number: int) -> Step:
    if number not in BY_NUMBER:
        raise Http404
    return BY_NUMBER[number]


def step_url(found: Evaluation, number: int) -> str:
    return reverse("evaluation:step", args=[found.pk, number])


def steps_trail(found: Evaluation) -> list[tuple[str, str]]:
    return [*evaluation_trail(found), ("现场步骤", reverse("evaluation:steps", args=[found.pk]))]


def form_page(request, found: Evaluation, form, heading: str, back: str):
    return render(request, "components/form_page.html", form_context(found, form, heading, back))


def form_context(found: Evaluation, form, heading: str, back: str) -> dict:
    return {"form": form, "heading": heading, "trail": steps_trail(found), "cancel_url": back}
