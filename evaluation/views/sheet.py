"""The sheet page of one table: the sheet in front of the user, or a submitted 底稿 of another member."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from .. import permissions
from ..aftermath.repeats import is_judged_anew
from ..errors import EvaluationError
from ..models import Assignment, Evaluation, Participant, Sheet
from ..proposing.proposal import Proposal
from ..scoring import Result
from ..sheet.accepting import levels_left
from ..sheet.beside import SelfEvaluation, self_evaluation_of
from ..sheet.derivations import derive
from ..sheet.page import build_page
from ..sheet.proposals import proposals_on
from ..sheet.reading import evidence_of, read_sheet
from ..sheet.rows import Facts
from .access import reads_registry, seen_evaluation, seen_sheet

# Set by the page's own script: on which side this browser has the answers.
HAND, LEFT = "gridgov-hand", "left"


@require_safe
def sheet(request, pk, section):
    found = seen_evaluation(request, pk)
    return show_sheet(request, seen_sheet(request, found), section)


@require_safe
def working_sheet(request, pk, participant_pk, section):
    """The 底稿 of one member, read only; 404 where it is not submitted, or not to be seen yet."""
    found = seen_evaluation(request, pk)
    shown = seen_working_sheet(request.user, found, participant_pk)
    return show_sheet(request, shown, section, member=member_of(shown))


def seen_working_sheet(user, evaluation: Evaluation, participant_pk: int) -> Sheet:
    """A member's submitted sheet, its evaluation with its people; 404 when it may not be seen."""
    rows = evaluation.sheets.all()
    sheet = next((row for row in rows if row.participant_id == participant_pk), None)
    if sheet is None or not permissions.can_see_working_sheet(user, evaluation, sheet):
        raise Http404
    sheet.evaluation = evaluation
    return sheet


def member_of(sheet: Sheet) -> Participant | None:
    """Whose private sheet it is, from the people already read."""
    people = sheet.evaluation.participants.all()
    return next((row for row in people if row.pk == sheet.participant_id), None)


def show_sheet(request, shown: Sheet, section: str, member: Participant | None = None):
    """One table as a page; with `member`, somebody else's sheet, which nobody changes here."""
    evaluation = shown.evaluation
    current = read_sheet(shown)
    selves = self_evaluation_of(evaluation) if shown.is_private else SelfEvaluation()
    proofs = evidence_of(shown)
    proposals = proposals_on(evaluation, section, proofs)
    facts = Facts(current.entries, proofs, selves.judged, proposals)
    try:
        page = build_page(current.result, section, facts, assigned_to(shown))
        why = derive(current.result, request.GET["why"], facts) if request.GET.get("why") else None
    except (KeyError, EvaluationError) as error:
        raise Http404 from error
    context = {
        "evaluation": evaluation,
        "sheet": shown,
        "page": page,
        "tabs": [(tab, tab_url(evaluation, tab.code, member)) for tab in page.tabs],
        "why": why,
        "member": member,
        "beside": selves,
        "is_left_handed": request.COOKIES.get(HAND) == LEFT,
        "levels_left": len(levels_to_confirm(evaluation, current.result, proposals)),
        "only": request.GET.get("only") == "unjudged",
        "is_private": shown.is_private,
        "takes_part": permissions.is_participant(request.user, evaluation),
        "judge_url": reverse("evaluation:judge", args=[evaluation.pk]),
        "people": "、".join(row.user.name for row in evaluation.participants.all()),
        **rights(request.user, evaluation, member),
    }
    return render(request, "evaluation/sheet.html", context)


def levels_to_confirm(evaluation: Evaluation, result: Result, proposals: dict[str, Proposal]) -> list[str]:
    """Of a 复评 only what is judged anew."""
    found = levels_left(result, proposals)
    return [code for code in found if is_judged_anew(evaluation, code)]


def rights(user, evaluation: Evaluation, member: Participant | None) -> dict:
    return {
        "may_judge": member is None and permissions.can_judge(user, evaluation),
        "may_submit": member is None and permissions.can_submit(user, evaluation),
        "reads_registry": reads_registry(user, evaluation),
        "reads_self": permissions.can_see_self_evaluation(user, evaluation),
    }


def assigned_to(sheet: Sheet) -> list[str]:
    """Codes of the tables assigned to the member of a private sheet."""
    if not sheet.is_private:
        return []
    return list(Assignment.objects.filter(participant=sheet.participant_id).values_list("section", flat=True))


def tab_url(evaluation: Evaluation, section: str, member: Participant | None) -> str:
    if member is None:
        return reverse("evaluation:sheet", args=[evaluation.pk, section])
    return reverse("evaluation:working-sheet", args=[evaluation.pk, member.pk, section])
