"""Taking over what is proposed: all of one item after a look at each, and all that the level settles."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ..aftermath.repeats import is_judged_anew
from ..errors import EvaluationError
from ..exchange import read_json
from ..models import Sheet
from ..obstacles import sheet_url
from ..permissions import can_judge, judging_sheet
from ..proposing.evaluations import excused_by_level, proposals_for
from ..proposing.levels import excuse
from ..proposing.proposal import Proposal
from ..services.accepting import Change, accept_proposals, excuse_levels
from ..sheet.accepting import offers_in
from ..sheet.messages import read_change
from ..sheet.reading import count_evidence, read_sheet
from .access import NOT_JUDGING, reads_registry, require, seen_evaluation
from .evaluations import evaluation_trail


@require_http_methods(["GET", "POST"])
def accept_item(request, pk, item):
    """Every proposal of one item with its grounds; the ticked ones are taken over."""
    sheet = judged_sheet(request, pk)
    evaluation = sheet.evaluation
    subject = evaluation.edition.scorecard.items_by_code.get(item)
    if subject is None or not is_judged_anew(evaluation, item):
        raise Http404
    codes = [each.code for each in subject.requirements]
    proposals = proposals_for(evaluation, files=count_evidence(sheet), codes=codes)
    if request.method == "POST":
        try:
            chosen = chosen_changes(request.POST)
            tell(
                request,
                accept_proposals(actor=request.user, sheet=sheet, changes=chosen, proposals=proposals),
            )
            return redirect(sheet_url(evaluation, item))
        except EvaluationError as error:
            messages.error(request, error.message)
    own = {"subject": subject, "back": sheet_url(evaluation, item)}
    return show(request, sheet, proposals, "evaluation/accept_item.html", own)


@require_http_methods(["GET", "POST"])
def accept_level(request, pk):
    """Everything for levels the organisation does not have, each shown; confirmed in one step with one reason."""
    sheet = judged_sheet(request, pk)
    evaluation = sheet.evaluation
    level = evaluation.organization.level
    proposals = excused_by_level(evaluation)
    reason = request.POST.get("reason", excuse(level))
    if request.method == "POST":
        try:
            place = {"actor": request.user, "sheet": sheet, "proposals": proposals, "reason": reason}
            tell(request, excuse_levels(**place, changes=chosen_changes(request.POST)))
            return redirect("evaluation:accept-level", pk)
        except EvaluationError as error:
            messages.error(request, error.message)
    own = {"reason": reason, "back": evaluation.get_absolute_url()}
    return show(request, sheet, proposals, "evaluation/accept_level.html", own)


def judged_sheet(request, pk: int) -> Sheet:
    """The open sheet on which the user judges; 404 for who may not see the evaluation, 403 for who only reads it."""
    evaluation = seen_evaluation(request, pk)
    require(can_judge(request.user, evaluation), NOT_JUDGING)
    sheet = judging_sheet(request.user, evaluation)
    sheet.evaluation = evaluation
    return sheet


def chosen_changes(post) -> list[Change]:
    """The ticked rows of the form, each with the id, the version and the value it was shown with."""
    return [
        Change(
            **read_change(
                {
                    "uuid": post.get(f"uuid-{code}", ""),
                    "target": code,
                    "base": post.get(f"base-{code}", ""),
                    "value": read_json(post.get(f"value-{code}", "{}")),
                }
            )
        )
        for code in dict.fromkeys(post.getlist("targets"))
    ]


def tell(request, accepted) -> None:
    level = messages.WARNING if accepted.left else messages.SUCCESS
    messages.add_message(request, level, accepted.words)


def show(request, sheet: Sheet, proposals: dict[str, Proposal], template: str, own: dict):
    evaluation, current = sheet.evaluation, read_sheet(sheet)
    offers = offers_in(current.result, proposals, current.entries, proposals)
    context = {
        "evaluation": evaluation,
        "sheet": sheet,
        "offers": [(offered, uuid4()) for offered in offers],
        "count": sum(offered.is_ticked for offered in offers),
        "left": sum(offered.may_be_taken for offered in offers),
        "reads_registry": reads_registry(request.user, evaluation),
        "may_judge": True,
        "trail": evaluation_trail(evaluation),
        **own,
    }
    return render(request, template, context)
