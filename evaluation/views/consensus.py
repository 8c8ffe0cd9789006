"""合议: the page of a panel's differences, and the leader's rulings."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST, require_safe

from gridgov.keys import LARGEST

from .. import permissions
from ..consensus.ballot import MEASURED, Draft
from ..consensus.levels import proposed
from ..consensus.obstacles import consensus_obstacles
from ..consensus.page import Page, build_page, with_ballot
from ..consensus.reading import proofs_of, proposals_at, read_consensus, waiting_for
from ..consensus.watching import token_of
from ..errors import ConflictError, EvaluationError
from ..exchange import read_json
from ..models import Evaluation
from ..proposing.levels import excuse
from ..services import consensus as services
from ..sheet.messages import number, read_uuid
from .access import reads_registry, require, seen_evaluation
from .answers import answer, in_json, refusal
from .evaluations import evaluation_trail

UNSEEN = "提交自己的底稿后可以看合议。"
NOT_RULING = "合议由组长在提交自己的底稿以后裁定。"


@require_safe
def consensus(request, pk):
    """All targets of the panel, the disputes first; `?open=` opens one."""
    found = deliberated(request, pk)
    return show(request, found, page_of(request.GET, found, request.GET.get("open", "")))


@require_GET
@in_json
def changes(request, pk):
    """{"token"}: another one than the page has means that it is to be fetched again."""
    token = token_of(request.user, pk) if pk <= LARGEST else None
    if token is None:
        seen_evaluation(request, pk)
        return refusal(UNSEEN, 403)
    return answer({"token": token})


@require_POST
def rule(request, pk):
    """One ruling; refused, the page comes back with what was filled in, 409 when somebody was there first."""
    found = deliberated(request, pk)
    require(permissions.can_rule(request.user, found), NOT_RULING)
    target = request.POST.get("target", "")
    try:
        services.rule(actor=request.user, evaluation=found, **ruling_of(request.POST))
    except ConflictError as error:
        return show_refused(request, pk, target, error, 409)
    except EvaluationError as error:
        return show_refused(request, pk, target, error, 200)
    messages.success(request, f"{target} 已裁定。{zeros_after(found, [target])}")
    return redirect(address(found, request.POST, request.POST.get("next", "")))


@require_POST
def rule_agreed(request, pk):
    found = deliberated(request, pk)
    require(permissions.can_rule(request.user, found), NOT_RULING)
    try:
        done = services.take_over_agreed(actor=request.user, evaluation=found)
        tell = messages.warning if done.left else messages.success
        tell(request, done.words + zeros_after(found))
    except EvaluationError as error:
        messages.error(request, error.message)
    return redirect(address(found, request.POST))


@require_POST
def rule_level(request, pk):
    found = deliberated(request, pk)
    require(permissions.can_rule(request.user, found), NOT_RULING)
    targets, reason = request.POST.getlist("targets"), request.POST.get("reason", "")
    try:
        count = services.excuse_by_level(actor=request.user, evaluation=found, targets=targets, reason=reason)
        messages.success(request, f"已按组织层级判 {count} 条不适用。{zeros_after(found, targets)}")
    except EvaluationError as error:
        messages.error(request, error.message)
    return redirect(address(found, request.POST))


def zeros_after(found: Evaluation, targets: Iterable[str] | None = None) -> str:
    """Which items 8.2 now proposes to count as 0: those of the targets just ruled, else all that are open."""
    card = found.edition.scorecard
    zeros = [target.code for target in read_consensus(found).proposed_zeros]
    if targets is not None:
        touched = {card.item_of[code].code for code in targets if code in card.item_of}
        zeros = [code for code in zeros if code in touched]
    return f"{'、'.join(zeros)} 按 8.2 提出计 0 分，待裁定。" if zeros else ""


def deliberated(request, pk: int) -> Evaluation:
    """The evaluation of a panel whose 合议 the user may see: 404 for a stranger, 403 before the own sheet is in."""
    found = seen_evaluation(request, pk)
    if not found.is_by_panel:
        raise Http404
    if not permissions.can_see_consensus(request.user, found):
        raise PermissionDenied(UNSEEN)
    return found


def page_of(query, found: Evaluation, code: str, draft: Draft | None = None) -> Page:
    """The page with the filters of its address, one target opened if there is such; 404 for a table that is none."""
    known = read_consensus(found)
    proofs = proofs_of(found, code) if code in known.targets else {}
    chosen = {name: query.get(name, "") for name in ("show", "section")}
    try:
        page = build_page(known, proposals_at(found, code, proofs), **chosen)
    except KeyError as error:
        raise Http404 from error
    return with_ballot(page, code, proofs, draft) if code in page.rows else page


def show(request, found: Evaluation, page: Page, status: int = 200):
    obstacles = consensus_obstacles(found, page.consensus)
    context = {
        "evaluation": found,
        "page": page,
        "trail": evaluation_trail(found),
        "may_rule": permissions.can_rule(request.user, found),
        "waiting": waiting_for(found),
        "excusable": [page.rows[target.code] for target in proposed(page.consensus, page.proposals)],
        "level_reason": excuse(found.organization.level),
        "reads_registry": reads_registry(request.user, found),
        "obstacles": obstacles,
        "token": token_of(request.user, found.pk),
        "url": reverse("evaluation:consensus", args=[found.pk]),
    }
    return render(request, "evaluation/consensus.html", context, status=status)


def show_refused(request, pk: int, target: str, error: EvaluationError, status: int):
    """The page as it is now, the row opened with what the leader filled in and the sentence why not."""
    found = seen_evaluation(request, pk)
    page = page_of(request.POST, found, target, draft_of(request.POST, error))
    if target not in page.rows:
        messages.error(request, error.message)
        return redirect(address(found, request.POST))
    return show(request, found, page, status)


def ruling_of(post) -> dict:
    """Arguments of `rule` from the ballot; raises EvaluationError for what no browser sends."""
    return {
        "target": post.get("target", ""),
        "base": number(post.get("base", ""), "base"),
        "uuid": read_uuid(post.get("uuid", "")),
        "value": value_of(post),
        "minority": post.get("minority", ""),
    }


def value_of(post) -> dict:
    """The chosen fact with its reason; {} when nothing is chosen."""
    chosen, measured = post.get("value", ""), {"value": post.get("measured", "").strip()}
    value = measured if chosen == MEASURED else read_json(chosen or "{}")
    if not isinstance(value, dict):
        raise EvaluationError("裁定的写法不对，请刷新页面后重试。")
    reason = post.get("reason", "").strip()
    return value | ({"reason": reason} if value and reason else {})


def draft_of(post, error: EvaluationError) -> Draft:
    words = {name: post.get(name, "") for name in ("target", "value", "measured", "reason", "minority")}
    return Draft(**words, error=error.message, field=error.field or "")


def address(found: Evaluation, query, target: str = "") -> str:
    """The page with its filters, a row opened."""
    kept = {name: query.get(name, "") for name in ("show", "section")} | {"open": target}
    text = urlencode({name: value for name, value in kept.items() if value})
    url = reverse("evaluation:consensus", args=[found.pk])
    return f"{url}{'?' if text else ''}{text}{f'#target-{target}' if target else ''}"
