"""Random samples of a panel: drawing one, its page."""

from functools import partial

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from gridgov.submitting import submit

from ..forms.planning import SampleForm
from ..models import Sample
from ..permissions import can_record_on_site, can_see_records
from ..services.drawing import draw_sample
from ..visits.sampling import METHOD, draw
from .access import require, seen_panel
from .evaluations import evaluation_trail
from .plans import plan_url

NOT_SEEN = "抽样和现场记录由评估组和组织单位查看，评估情况通报之后才公开。"
NOT_SAMPLING = "抽样由评估组和组织单位进行，锁定后不能再抽。"


@require_http_methods(["GET", "POST"])
def sample_new(request, pk):
    found = seen_panel(request, pk)
    require(can_record_on_site(request.user, found), NOT_SAMPLING)
    form = SampleForm(request.POST or None, evaluation=found)
    act = partial(draw_sample, actor=request.user, evaluation=found)
    if response := submit(request, form, lambda: act(**form.drawing), "已抽样：{}。"):
        return response
    context = {
        "form": form,
        "heading": "随机抽样",
        "trail": [*evaluation_trail(found), ("评估方案", plan_url(found))],
        "cancel_url": plan_url(found),
        "submit": "抽样",
    }
    return render(request, "evaluation/plans/sample_new.html", context)


@require_safe
def sample(request, pk, sample_pk):
    """What was drawn, from what, with which seed; drawn again before the reader's eyes."""
    found = seen_panel(request, pk)
    require(can_see_records(request.user, found), NOT_SEEN)
    rows = Sample.objects.filter(evaluation=found).select_related("drawn_by")
    row = get_object_or_404(rows, pk=sample_pk)
    drawn = set(row.drawn)
    context = {
        "evaluation": found,
        "sample": row,
        "names": [(place, name, place in drawn) for place, name in enumerate(row.population)],
        "agrees": list(draw(row.population, len(row.drawn), row.seed)) == row.drawn,
        "method": METHOD,
        "may_sample": can_record_on_site(request.user, found),
        "trail": [*evaluation_trail(found), ("评估方案", plan_url(found))],
    }
    return render(request, "evaluation/plans/sample.html", context)
