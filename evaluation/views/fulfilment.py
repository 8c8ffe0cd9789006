"""Ticking the requirements of Appendix A that a standard fulfils."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from standards.models import Standard

from .. import permissions
from ..errors import EvaluationError
from ..models import Fulfilment
from ..services.evaluations import newest_edition
from ..services.fulfilment import set_fulfilments
from .access import require


@require_http_methods(["GET", "POST"])
def standard_requirements(request, pk):
    """Those of the standard's own node first; all others fold away behind their table."""
    rows = Standard.objects.visible_to(request.user).select_related("organization", "node")
    standard = get_object_or_404(rows, pk=pk)
    require(permissions.can_link(request.user, standard), "挂接评价要求由本组织的标准化管理办公室办理。")
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
    ticked = set(
        Fulfilment.objects.filter(standard=standard, edition=edition).values_list("requirement", flat=True)
    )
    near, sections = split_requirements(edition.scorecard, standard, ticked)
    context = {
        "standard": standard,
        "edition": edition,
        "near": near,
        "sections": sections,
        "ticked": ticked,
        "trail": [
            ("标准登记", reverse("standards:standards")),
            (str(standard), standard.get_absolute_url()),
        ],
    }
    return render(request, "evaluation/standard_requirements.html", context)


def split_requirements(card, standard, ticked: set[str]) -> tuple[list, list]:
    """The requirements that name the node of the standard or are ticked; and the others by table."""
    codes = {standard.node.code, standard.node.clause}
    near = [r for r in card.requirements if r.code in ticked or codes.intersection(r.node_codes)]
    shown = {requirement.code for requirement in near}
    sections = [
        (section, [r for item in section.items for r in item.requirements if r.code not in shown])
        for section in card.sections
    ]
    return near, [(section, rest) for section, rest in sections if rest]
