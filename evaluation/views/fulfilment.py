"""Ticking the requirements of Appendix A that standards fulfil; title and place suggest, the office ticks."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from gridgov.organizations.models import Organization
from gridgov.paging import page_of
from standards.models import Standard

from .. import permissions
from ..errors import EvaluationError
from ..linking.suggested import Suggested, suggestions
from ..linking.waiting import waiting
from ..models import Fulfilment, ScorecardEdition
from ..services.evaluations import newest_edition
from ..services.fulfilment import set_fulfilments, tick_many, tick_suggested
from .access import require

REGISTRY = ("标准登记", reverse_lazy("standards:standards"))
LINKING = "挂接评价要求由本组织的标准化管理办公室办理。"


def linked_standard(request, pk: int) -> Standard:
    """A standard whose requirements the user ticks; 404 for what he does not see, 403 for those who only read."""
    rows = Standard.objects.visible_to(request.user).select_related("organization", "node")
    standard = get_object_or_404(rows, pk=pk)
    require(permissions.can_link(request.user, standard), LINKING)
    return standard


@require_http_methods(["GET", "POST"])
def standard_requirements(request, pk):
    """What is suggested first, then those of the standard's own node; all others fold away behind their table."""
    standard = linked_standard(request, pk)
    edition = newest_edition()
    if request.method == "POST":
        try:
            kept = set_fulfilments(
                actor=request.user, standard=standard, codes=request.POST.getlist("codes"), edition=edition
            )
            messages.success(request, f"已挂接 {len(kept)} 条评价要求。")
            return redirect(standard)
        except EvaluationError as error:
            messages.error(request, error.message)
    trail = [REGISTRY, (str(standard), standard.get_absolute_url())]
    context = {"standard": standard, "edition": edition, "trail": trail} | offered_to(standard, edition)
    return render(request, "evaluation/standard_requirements.html", context)


def offered_to(standard: Standard, edition: ScorecardEdition) -> dict:
    """What there is to tick for a standard, and what is ticked."""
    rows = Fulfilment.objects.filter(standard=standard, edition=edition)
    ticked = set(rows.values_list("requirement", flat=True))
    suggested = suggestions(edition, standard.title, standard.node, ticked)
    near, sections = split_requirements(edition.scorecard, standard, ticked, suggested)
    return {"ticked": ticked, "suggested": suggested, "near": near, "sections": sections}


def split_requirements(card, standard, ticked: set[str], suggested: list[Suggested]) -> tuple[list, list]:
    """Beside the suggested: those that name the node of the standard or are ticked; and the others by table."""
    codes = {standard.node.code, standard.node.clause}
    offered = {each.requirement.code for each in suggested}
    near = [
        r
        for r in card.requirements
        if r.code not in offered and (r.code in ticked or codes.intersection(r.node_codes))
    ]
    shown = offered | {requirement.code for requirement in near}
    sections = [
        (section, [r for item in section.items for r in item.requirements if r.code not in shown])
        for section in card.sections
    ]
    return near, [(section, rest) for section, rest in sections if rest]


@require_POST
def standard_suggested(request, pk):
    """Tick what is suggested for a standard and was ticked, in one step."""
    standard = linked_standard(request, pk)
    try:
        added = tick_suggested(actor=request.user, standard=standard, codes=request.POST.getlist("codes"))
        messages.success(request, f"已挂接 {'、'.join(added)}。" if added else "这些要求已经挂接。")
    except EvaluationError as error:
        messages.error(request, error.message)
    return redirect(f"{standard.get_absolute_url()}#requirements")


@require_http_methods(["GET", "HEAD", "POST"])
def linking(request, organization_pk):
    """待挂接: standards in force without a tick, each with its suggestions; what was ticked is linked together."""
    organizations = Organization.objects.visible_to(request.user)
    organization = get_object_or_404(organizations, pk=organization_pk)
    require(permissions.can_link_for(request.user, organization), LINKING)
    sent = request.POST.getlist("ticks")
    if request.method == "POST":
        try:
            ticks = ticks_in(sent)
            standards, codes = tick_many(actor=request.user, organization=organization, ticks=ticks)
            told = f"已为 {standards} 项标准挂接 {codes} 条评价要求。" if codes else "这些要求已经挂接。"
            messages.success(request, told)
            return redirect(request.get_full_path())
        except EvaluationError as error:
            messages.error(request, error.message)
    edition = newest_edition()
    rows = waiting(organization, edition, timezone.localdate())
    context = {
        "organization": organization,
        "edition": edition,
        "page": page_of(request, rows),
        "offered": sum(bool(each.suggested) for each in rows),
        "ticked": sent,
        "trail": [REGISTRY],
    }
    return render(request, "evaluation/linking.html", context)


def ticks_in(values: list[str]) -> dict[int, list[str]]:
    """Standard → codes, from `<key of the standard>:<code>`; raises EvaluationError for anything else."""
    ticks: dict[int, list[str]] = {}
    for value in values:
        key, _, code = value.partition(":")
        if not (key.isascii() and key.isdecimal() and len(key) < 19 and code):
            raise EvaluationError("勾选的内容读不出来，请刷新页面后重选。", field="ticks")
        ticks.setdefault(int(key), []).append(code)
    return ticks
