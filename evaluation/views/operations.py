"""Saving judgements: as JSON from the sheet page, as a plain form without JavaScript; what others did; history."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from gridgov.middleware import wants_json

from ..errors import ConflictError, EvaluationError
from ..exchange import canonical_json, read_json
from ..obstacles import sheet_url
from ..scoring.judgement import WORDS
from ..services.sheet import answer_of, apply_operation
from ..sheet.messages import number, read_change
from ..sheet.reading import figures, read_result, value_words
from .answers import NOT_THEIRS, answer, in_json, judged_by, read_by, refusal
from .evaluations import evaluation_trail

MOST_CHANGES = 500


@require_POST
@in_json
def operation(request, pk):
    """One change: {"uuid", "target", "base", "value"} → what it made, and every figure after it.

    With "user", the key of who made it, it is refused from anybody else's login: a page left open keeps its queue.
    """
    sheet = judged_by(request.user, pk)
    message = read_json(request.body)
    change = read_change(message)
    if message.get("user", request.user.pk) != request.user.pk:
        return refusal(NOT_THEIRS, 403)
    made = apply_operation(actor=request.user, sheet=sheet, **change)
    return answer(made.to_dict() | {"figures": figures(read_result(sheet), made.target)})


@require_GET
@in_json
def changes(request, pk):
    """Operations after `since`, in order, with all figures; when nothing is new, only the state."""
    sheet = read_by(request.user, pk)
    since = number(request.GET.get("since", "0"), "since")
    known = {"serial": sheet.serial, "state": sheet.evaluation.state, "version": sheet.evaluation.version}
    if sheet.serial <= since:
        return answer(known | {"operations": []})
    rows = sheet.operations.filter(serial__gt=since).order_by("serial")[:MOST_CHANGES]
    found = [answer_of(row).to_dict() for row in rows]
    if found:
        known["serial"] = found[-1]["serial"]
    return answer(known | {"operations": found, "figures": figures(read_result(sheet))})


@require_POST
def judge(request, pk):
    """The same change from a plain form; sent twice it is kept once, for the form carries its uuid."""
    sheet = judged_by(request.user, pk)
    evaluation = sheet.evaluation
    back = evaluation.get_absolute_url()
    try:
        change = read_change(form_change(request.POST))
        if change["target"] in evaluation.edition.scorecard.targets:
            back = sheet_url(evaluation, change["target"])
        apply_operation(actor=request.user, sheet=sheet, **change)
    except ConflictError as conflict:
        return show_conflict(request, evaluation, change["target"], conflict, back)
    except EvaluationError as error:
        messages.error(request, error.message)
    return redirect(back)


def show_conflict(request, evaluation, target, conflict, back):
    """Both values side by side; keeping one's own is a new operation on the version now seen."""
    card = evaluation.edition.scorecard
    context = {
        "evaluation": evaluation,
        "target": target,
        "error": conflict.message,
        "mine": value_words(card, target, conflict.mine["value"]),
        "theirs": value_words(card, target, conflict.theirs["value"]),
        "author": conflict.theirs["author"],
        "base": conflict.theirs["version"],
        "value": canonical_json(conflict.mine["value"]).decode(),
        "uuid": uuid4(),
        "back": back,
        "trail": evaluation_trail(evaluation),
    }
    return render(request, "evaluation/conflict.html", context, status=409)


@require_GET
def history(request, pk, target):
    """Every change of one judgement, newest first; a page, or JSON for who asks for it."""
    sheet = read_by(request.user, pk)
    evaluation = sheet.evaluation
    card = evaluation.edition.scorecard
    if target not in card.targets:
        raise Http404
    rows = list(sheet.operations.filter(target=target).order_by("-serial"))
    if wants_json(request):
        return answer({"target": target, "operations": [answer_of(row).to_dict() for row in rows]})
    changes = [(row, timezone.localtime(row.at), value_words(card, target, row.value)) for row in rows]
    subject = card.requirements_by_code.get(target) or card.items_by_code[target]
    context = {
        "evaluation": evaluation,
        "target": target,
        "text": getattr(subject, "text", "") or subject.title,
        "changes": changes,
        "back": sheet_url(evaluation, target),
        "trail": evaluation_trail(evaluation),
    }
    return render(request, "evaluation/history.html", context)


def form_change(post) -> dict:
    """The message a plain form stands for: a button's `value`, the measured figure, and the words beside it.

    What is `proposed` brings a reason of its own; one that was typed takes its place.
    """
    data = {name: post.get(name, "") for name in ("uuid", "target", "base")}
    proposed = post.get("proposed", "")
    pressed = proposed or post.get("value", "")
    value = (
        {"value": post.get("measured", "").strip()} if pressed == "measured" else read_json(pressed or "{}")
    )
    if isinstance(value, dict) and value:
        for name in WORDS:
            text = post.get(name, "").strip()
            if text or (name in post and not proposed):
                value.pop(name, None)
            value |= {name: text} if text else {}
    return data | {"value": value}
