"""Bringing what a tablet could not send, from any machine, under the login of who made it."""

from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from gridgov.submitting import attempt, posted

from ..forms.unsent import UnsentForm
from ..obstacles import sheet_url
from ..permissions import can_bring_unsent, judging_sheet
from ..services.unsent import Outcome, take_in
from ..sheet.reading import value_words
from .access import NOT_JUDGING, require, seen_evaluation
from .evaluations import evaluation_trail

WORDS = {
    "kept": "已保存",
    "known": "以前已保存",
    "conflict": "有冲突，没有保存",
    "refused": "没有保存",
}


@require_http_methods(["GET", "POST"])
def unsent_upload(request, pk):
    """The form, and after it what became of every entry; the same file again changes nothing."""
    evaluation = seen_evaluation(request, pk)
    require(can_bring_unsent(request.user, evaluation), NOT_JUDGING)
    sheet = judging_sheet(request.user, evaluation)
    sheet.evaluation = evaluation
    form = UnsentForm(*posted(request))
    outcomes = None
    if form.is_valid():
        outcomes = attempt(form, take_in, actor=request.user, sheet=sheet, unsent=form.cleaned_data["file"])
    context = {
        "evaluation": evaluation,
        "form": form,
        "outcomes": [shown(evaluation, outcome) for outcome in outcomes or []],
        "counts": counts(outcomes or []),
        "is_done": outcomes is not None,
        "trail": evaluation_trail(evaluation),
    }
    return render(request, "evaluation/unsent.html", context)


def shown(evaluation, outcome: Outcome) -> dict:
    """One entry in words, with the way to its row; conflicts with both versions."""
    card = evaluation.edition.scorecard
    row = {
        "kind": outcome.kind,
        "target": outcome.target,
        "state": outcome.state,
        "words": WORDS[outcome.state],
        "sentence": outcome.sentence,
        "url": sheet_url(evaluation, outcome.target) if outcome.target in card.targets else "",
    }
    if outcome.theirs:
        row["mine"] = value_words(card, outcome.target, outcome.mine)
        row["theirs"] = value_words(card, outcome.target, outcome.theirs["value"])
        row["author"] = outcome.theirs["author"]
    return row


def counts(outcomes: list[Outcome]) -> list[tuple[str, int]]:
    """How many entries came to what, in the order of the words; only what there is."""
    found = [(words, sum(row.state == state for row in outcomes)) for state, words in WORDS.items()]
    return [(words, count) for words, count in found if count]
