"""The page that lays a locked result beside others of the same organisation."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..models import Result
from ..results.peers import comparison_of
from .access import seen_result
from .evaluations import evaluation_trail


@require_safe
def comparison(request, pk):
    """Self against panel against an earlier year.

    Beside a panel's result stands what its report prints; beside any other what the user may see.
    """
    found = seen_result(request, pk)
    everything = Result.objects.all()
    context = {
        "result": found,
        "evaluation": found.evaluation,
        "comparison": comparison_of(
            found, everything if found.evaluation.is_by_panel else everything.visible_to(request.user)
        ),
        "trail": [
            *evaluation_trail(found.evaluation),
            ("结果", reverse("evaluation:result", args=[found.pk])),
        ],
    }
    return render(request, "evaluation/comparison.html", context)
