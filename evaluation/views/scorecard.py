"""评价细则: the 500-point tree as printed, table by table, with its repairs and readings."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..errors import EvaluationError
from ..services.evaluations import newest_edition


@require_safe
def scorecard(request):
    """The seven tables with their sums, the readings, the edition and its digest."""
    edition = edition_or_404()
    card = edition.scorecard
    context = {
        "edition": edition,
        "card": card,
        "sections": [(section, len_requirements(section)) for section in card.sections],
        "items_points": sum(section.items_points for section in card.sections),
        "heading_points": sum(section.heading_points for section in card.sections),
    }
    return render(request, "evaluation/scorecard.html", context)


@require_safe
def scorecard_section(request, section):
    """One table: items, requirements, printed text, deduction, clause, readings, repairs with their reason."""
    edition = edition_or_404()
    card = edition.scorecard
    found = next((part for part in card.sections if part.code == section), None)
    if found is None:
        raise Http404
    items = [(item, [(r, card.readings_of(r)) for r in item.requirements]) for item in found.items]
    context = {
        "edition": edition,
        "card": card,
        "section": found,
        "items": items,
        "trail": [("评价细则", reverse("evaluation:scorecard"))],
    }
    return render(request, "evaluation/scorecard_section.html", context)


def edition_or_404():
    try:
        return newest_edition()
    except EvaluationError as error:
        raise Http404(error.message) from error


def len_requirements(section) -> int:
    return sum(len(item.requirements) for item in section.items)
