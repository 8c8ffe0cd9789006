"""Chosen gaps as entries of a 制修订计划: one page, one step (T/CSSG 001.2 12 a)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gridgov.errors import GridgovError
from gridgov.organizations.models import Organization
from gridgov.submitting import posted, tell_in

from ..forms.gap_plans import Choices, EntryForm, GapPlanForm
from ..gaps.planned import planning_of
from ..permissions import can_plan_gaps
from ..services.evaluations import newest_edition
from ..services.gap_plans import plan_gaps
from .access import require

GAPS = "达标路径"
PLANNERS = "制修订计划由本组织的标准化管理办公室编制（第2部分 12 a）。"


@require_http_methods(["GET", "HEAD", "POST"])
def gaps_plan(request, organization_pk):
    """What `?tick=` names, each with a proposed name and place; posting it plans what stays ticked."""
    organization = get_object_or_404(Organization.objects.visible_to(request.user), pk=organization_pk)
    require(can_plan_gaps(request.user, organization), PLANNERS)
    edition = newest_edition()
    found = planning_of(organization, edition, request.GET.getlist("tick"), on=timezone.localdate())
    choices = Choices.of(organization, found.wanted)
    form = GapPlanForm(*posted(request), organization=organization, choices=choices)
    rows = [EntryForm(*posted(request), wanted=each, choices=choices, common=form) for each in found.wanted]
    # Every row is asked, so that all that is to be mended is told at once.
    valid = [each.is_valid() for each in (form, *rows)]
    if all(valid) and (plan := attempt(request, organization, edition, form, rows)):
        return redirect(plan)
    context = {
        "organization": organization,
        "form": form,
        "rows": rows,
        "faulty": [each for each in (form, *rows) if each.errors],
        "faults": sum(len(each.errors) for each in (form, *rows)),
        "has_taken": choices.has_taken,
        "left_out": found.left_out,
        "trail": [(GAPS, reverse("evaluation:gaps", args=[organization.pk]))],
    }
    return render(request, "evaluation/gaps/plan.html", context)


def attempt(request, organization, edition, form: GapPlanForm, rows: list[EntryForm]):
    """The plan as it is afterwards; a refusal stands at its row, and None is returned."""
    entries = [each.entry for each in rows if each.entry]
    try:
        plan = plan_gaps(
            actor=request.user,
            organization=organization,
            edition=edition,
            entries=entries,
            plan=form.cleaned_data["plan"],
        )
    except GridgovError as error:
        at = next((each for each in rows if each.wanted.key == getattr(error, "key", None)), form)
        tell_in(at, error)
        return None
    messages.success(
        request, f"已把 {len(entries)} 条差距列入“{plan}”。请管理者代表或标准化管理委员会批准后起草。"
    )
    return plan
