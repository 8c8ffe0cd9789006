"""Random samples, and the check list of the requirement they were drawn for: drawing one, its page, its form."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from gridgov.submitting import submit

from ..errors import EvaluationError
from ..forms.planning import SampleForm
from ..models import Evaluation, Sample
from ..obstacle import sheet_url
from ..papers.checking import SAMPLE, sample_context, sample_title
from ..papers.making import TYPES, make
from ..permissions import can_judge, can_sample, can_see_samples
from ..services.drawing import draw_sample
from ..visits.checklists import addresses, checklist_of
from ..visits.sampling import METHOD, draw
from .access import require, seen_evaluation
from .evaluations import evaluation_trail
from .panel_papers import hand_out
from .plans import plan_url

NOT_SEEN = "抽样和现场记录由评估组和组织单位查看，评估情况通报之后才公开。"
NOT_SAMPLING = "抽样由评价人员和组织评价的单位进行，锁定后不能再抽。"


@require_http_methods(["GET", "POST"])
def sample_new(request, pk):
    """`?target=A1-8-2` names the requirement it is drawn for: its check list says from what."""
    found = seen_evaluation(request, pk)
    require(can_sample(request.user, found), NOT_SAMPLING)
    checklist = checklist_asked(request, found)
    form = SampleForm(request.POST or None, evaluation=found, checklist=checklist)
    act = partial(draw_sample, actor=request.user, evaluation=found)
    if response := submit(request, form, lambda: act(**form.drawing), "已抽样：{}。"):
        return response
    context = {
        "form": form,
        "checklist": checklist,
        "heading": f"随机抽样 {checklist.target}".strip(),
        "trail": sample_trail(found),
        "cancel_url": home_of(request.user, found, checklist.target),
        "submit": "抽样",
    }
    return render(request, "evaluation/plans/sample_new.html", context)


def checklist_asked(request, evaluation: Evaluation):
    """The check list of `?target=`; an empty one without it, 404 for what is no requirement."""
    target = request.GET.get("target", "")
    if target and target not in evaluation.edition.scorecard.requirements_by_code:
        raise Http404
    return checklist_of(evaluation.edition.code, target)


def sample_trail(evaluation: Evaluation) -> list[tuple]:
    more = [("评估方案", plan_url(evaluation))] if evaluation.is_by_panel else []
    return [*evaluation_trail(evaluation), *more]


def home_of(user, evaluation: Evaluation, target: str) -> str:
    """Where a sample is looked at: the evidence of its requirement, the plan of a panel, the evaluation."""
    if target and can_judge(user, evaluation):
        return reverse("evaluation:evidence-add", args=[evaluation.pk, target])
    return plan_url(evaluation) if evaluation.is_by_panel else evaluation.get_absolute_url()


@require_safe
def sample(request, pk, sample_pk):
    """What was drawn, from what, with which seed; drawn again before the reader's eyes."""
    found, row = seen_sample(request, pk, sample_pk)
    drawn = set(row.drawn)
    known = addresses(request.user, found, [row.population[place] for place in row.drawn])
    names = enumerate(row.population)
    context = {
        "evaluation": found,
        "sample": row,
        "names": [(place, name, place in drawn, known.get(name, "")) for place, name in names],
        "agrees": list(draw(row.population, len(row.drawn), row.seed)) == row.drawn,
        "method": METHOD,
        "checklist": checklist_of(found.edition.code, row.target),
        "row_url": sheet_url(found, row.target) if row.target else "",
        "requirement": found.edition.scorecard.requirements_by_code.get(row.target),
        "may_sample": can_sample(request.user, found),
        "trail": sample_trail(found),
    }
    return render(request, "evaluation/plans/sample.html", context)


@require_safe
def sample_paper(request, pk, sample_pk, ext):
    """抽样检查表: what was drawn, point by point, to be filled in by hand."""
    found, row = seen_sample(request, pk, sample_pk)
    if ext not in TYPES:
        raise Http404
    try:
        made = make(SAMPLE, sample_context(row), ext, kind="sample", title=sample_title(row))
    except EvaluationError as error:
        messages.error(request, error.message)
        return redirect(row)
    return hand_out(request, made, found)


def seen_sample(request, pk: int, sample_pk: int) -> tuple[Evaluation, Sample]:
    """A sample of an evaluation the user sees: 404, 403 where samples are not told yet."""
    found = seen_evaluation(request, pk)
    require(can_see_samples(request.user, found), NOT_SEEN)
    row = get_object_or_404(Sample.objects.filter(evaluation=found).select_related("drawn_by"), pk=sample_pk)
    row.evaluation = found
    return found, row
