"""达标路径: what the score would be by the data, which gaps to close first (T/CSSG 001.5 8.2, 8.3, 9.2).

Everything stands in the address, so that it can be sent around; nothing is kept.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gridgov.keys import read_key
from gridgov.organizations.models import Organization
from gridgov.organizations.permissions import can_read_registry

from ..forms.gaps import MostForm, ReachForm, StandingForm
from ..gaps.carried import brought, carried
from ..gaps.goals import goals_of, told_of_most, told_of_reaching
from ..gaps.links import link_of
from ..gaps.page import GapsPage
from ..gaps.reading import standing_of
from ..gaps.search import PEOPLE, WORST
from ..gaps.simulating import Simulation
from ..models import Evaluation, ScorecardEdition, Sheet
from ..permissions import can_plan_gaps, can_see_measures, sheet_for
from ..proposing.evaluations import measured_for
from ..sheet.proposals import frozen_proposals
from ..sheet.reading import count_evidence, read_sheet
from .access import seen_sheet
from .scorecard import edition_or_404

NO_ROLE = "您在组织中没有角色，不能查看达标路径。需要时请联系系统管理员授予角色。"
CHOICES = 12  # evaluations offered, the newest first


@dataclass(frozen=True)
class Looked:
    """What the address asks for."""

    organization: Organization
    evaluation: Evaluation | None
    edition: ScorecardEdition
    form: StandingForm
    page: GapsPage

    def address(self, name: str = "gaps", ticked=None, **more) -> str:
        """The address of a page about the same, with these codes ticked, else those of this one."""
        query = {"on": self.form.day.isoformat(), "people": self.form.assumption} | more
        query |= {"evaluation": self.evaluation.pk} if self.evaluation else {}
        query["tick"] = list(self.page.ticked if ticked is None else ticked)
        return f"{reverse(f'evaluation:{name}', args=[self.organization.pk])}?{urlencode(query, doseq=True)}"


def looked_at(request, organization_pk: int) -> Looked:
    """The standing the address asks for; 404 for an organisation or a sheet out of sight."""
    organization = get_object_or_404(Organization.objects.visible_to(request.user), pk=organization_pk)
    sheet = chosen_sheet(request, organization)
    evaluation = sheet.evaluation if sheet else None
    form = StandingForm(
        request.GET,
        on=evaluation.as_of if evaluation else timezone.localdate(),
        evaluations=offered_evaluations(request.user, organization),
        evaluation=evaluation,
    )
    edition = evaluation.edition if evaluation else edition_or_404()
    standing = standing_of(
        organization,
        edition,
        on=form.day,
        year=evaluation.year if evaluation else None,
        **(on_sheet(request.user, sheet) if sheet else {}),
    )
    page = GapsPage.of_standing(standing, form.assumption, request.GET.getlist("tick"))
    return Looked(organization, evaluation, edition, form, page)


def on_sheet(user, sheet: Sheet) -> dict:
    """What was judged on a sheet, the files beside it, what was measured as far as the user may see it, what was
    proposed when it was locked.
    """
    evaluation = sheet.evaluation
    return {
        "judged": {target: entry.value for target, entry in read_sheet(sheet).entries.items()},
        "files": count_evidence(sheet),
        "frozen": frozen_proposals(evaluation) if evaluation.is_locked else {},
        "measured": measured_for(evaluation) if can_see_measures(user, evaluation) else {},
    }


def chosen_sheet(request, organization: Organization) -> Sheet | None:
    """The sheet in front of the user of the evaluation that `?evaluation=` names; None without one."""
    key = request.GET.get("evaluation", "")
    if not key:
        return None
    rows = Evaluation.objects.visible_to(request.user).with_people().filter(organization=organization)
    return seen_sheet(request, get_object_or_404(rows, pk=read_key(key)))


def offered_evaluations(user, organization: Organization) -> list[Evaluation]:
    """The newest evaluations of which the user has a sheet in front of him."""
    rows = Evaluation.objects.visible_to(user).with_people().with_last_result(user)
    rows = rows.filter(organization=organization).order_by("-as_of", "-pk")[:CHOICES]
    return [row for row in rows if (row.last_result if row.is_locked else sheet_for(user, row))]


@require_safe
def gaps(request, organization_pk):
    """The total today and with what is ticked, every gap, what is left to people."""
    looked = looked_at(request, organization_pk)
    may_plan = can_plan_gaps(request.user, looked.organization)
    context = {
        "looked": looked,
        "organization": looked.organization,
        "evaluation": looked.evaluation,
        "form": looked.form,
        "page": looked.page,
        "card": looked.page.ways.card,
        "rows": linked_rows(looked, may_plan),
        "goals": goals_of(looked.page, looked.evaluation),
        "addresses": {name: looked.address(name) for name in ("gaps-simulate", "gaps-plan")},
        "facts": carried(
            request.user, looked.organization, looked.edition, looked.page.standing.forecast.known
        ),
        "clear_url": looked.address(ticked=()),
        "may_plan": may_plan,
    }
    return render(request, "evaluation/gaps/gaps.html", context)


def linked_rows(looked: Looked, may_plan: bool) -> list[tuple]:
    """Each row of the page with words and address of where it is mended."""
    where = (looked.page.standing, looked.organization, looked.evaluation, may_plan)
    return [(row, link_of(row.gap, *where)) for row in looked.page.rows]


@require_safe
def gaps_simulate(request, organization_pk):
    """The figures with what the address ticks, of the facts the page has carried along, else of the data as they are
    now; nothing is kept.
    """
    simulation = of_page(request, organization_pk) or looked_at(request, organization_pk).page
    return JsonResponse(simulation.figures)


def of_page(request, organization_pk: int) -> Simulation | None:
    """What `?facts=` of the page makes, without reading them again; None without it."""
    organization = get_object_or_404(Organization.objects.visible_to(request.user), pk=organization_pk)
    found = brought(request.user, organization, request.GET.get("facts", ""))
    edition = ScorecardEdition.objects.published(found[0]) if found else None
    if edition is None:
        return None
    people = request.GET.get("people")
    people = people if people in PEOPLE else WORST
    return Simulation.of(edition.scorecard, found[1], people, request.GET.getlist("tick"))


@require_safe
def gaps_reach(request, organization_pk):
    """Tick the smallest set that reaches `?target=`."""
    looked = looked_at(request, organization_pk)
    form = ReachForm(request.GET, full=looked.page.ways.card.full_marks)
    if not form.is_valid():
        return refused(request, looked, form)
    choice = looked.page.ways.smallest(form.cleaned_data["target"])
    messages.add_message(request, *told_of_reaching(looked.page, form.cleaned_data["target"], choice))
    return redirect(looked.address(ticked=choice.codes if choice else None))


@require_safe
def gaps_most(request, organization_pk):
    """Tick the `?count=` gaps that bring the most points; with `?only=standard` those a new standard closes."""
    looked = looked_at(request, organization_pk)
    form = MostForm(request.GET)
    if not form.is_valid():
        return refused(request, looked, form)
    among = looked.page.new_standards if request.GET.get("only") == "standard" else None
    choice = looked.page.ways.most(form.cleaned_data["count"], among)
    messages.add_message(request, *told_of_most(looked.page, choice, among is not None))
    return redirect(looked.address(ticked=choice.codes))


def refused(request, looked: Looked, form):
    for sentences in form.errors.values():
        messages.error(request, sentences[0])
    return redirect(looked.address())


@require_safe
def gaps_own(request):
    """The page of the user's own organisation."""
    if not can_read_registry(request.user):
        raise PermissionDenied(NO_ROLE)
    home = Organization.objects.home_of(request.user)
    if home is None:
        raise Http404
    return redirect("evaluation:gaps", home.pk)
