"""The sheet page of one table."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from .. import permissions
from ..derivations import derive
from ..errors import EvaluationError
from ..sheet_page import build_page
from ..sheet_rows import Facts
from ..sheets import evidence_of, read_sheet, registry_facts
from .access import reads_registry, seen_evaluation, seen_sheet


@require_safe
def sheet(request, pk, section):
    found = seen_evaluation(request, pk)
    shown = seen_sheet(request, found)
    current = read_sheet(shown)
    facts = Facts(current.entries, registry_facts(found), evidence_of(shown))
    try:
        page = build_page(current.result, section, facts)
        why = derive(current.result, request.GET["why"], facts) if request.GET.get("why") else None
    except (KeyError, EvaluationError) as error:
        raise Http404 from error
    context = {
        "evaluation": found,
        "sheet": shown,
        "page": page,
        "why": why,
        "only": request.GET.get("only") == "unjudged",
        "may_judge": permissions.can_judge(request.user, found),
        "is_private": shown.is_private,
        "reads_registry": reads_registry(request.user, found),
        "judge_url": reverse("evaluation:judge", args=[found.pk]),
        "people": "、".join(row.user.name for row in found.participants.all()),
    }
    return render(request, "evaluation/sheet.html", context)
