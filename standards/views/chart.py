"""The 结构图 (T/CSSG 001.3 3.4.1): on screen, on the same page for paper, and as PDF."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..chart import SCREEN, draw, draw_on_sheet
from ..documents.charts import PAGE, chart_content, chart_html
from ..statistics import Coverage
from ..tree_notes import note_tree
from .printing import answer_pdf
from .system import address, looked_at

ALL = "all"


@require_safe
def chart(request):
    """Layers with their classes; `?open=TG202,GL205` or `all` shows leaves, `?gaps=1` only what is missing."""
    context = drawn_at(request)
    content = content_of(request, context)
    codes = every_class(context["covered"])
    context |= {
        "chart": draw(**content, measure=SCREEN),
        "sheet": draw_on_sheet(**content),
        "gaps": content["gaps"],
        "links": not content["gaps"],
        "all_open": bool(codes) and codes <= content["opened"],
        "trail": [("标准体系", address(request, "system"))],
    }
    return render(request, "standards/chart.html", context)


@require_safe
def chart_pdf(request):
    """What the page shows, on one sheet of A3 landscape."""
    context = drawn_at(request)
    organization = context["organization"]
    html = chart_html(organization, content_of(request, context))
    name = f"{organization.name}标准体系结构图{context['covered'].on:%Y-%m-%d}.pdf"
    return answer_pdf(
        request, html, PAGE, name=name, organization=organization, back=address(request, "chart")
    )


def drawn_at(request) -> dict:
    """What the pages of the system look at, with what others know of each place."""
    context = looked_at(request)
    note_tree(context["organization"], context["covered"])
    return context


def content_of(request, context: dict) -> dict:
    """What is drawn, as the address asks for it."""
    covered, words = context["covered"], request.GET.get("open", "")
    opened = every_class(covered) if words == ALL else every_class(covered) & set(words.split(","))
    return chart_content(context["organization"], covered, opened=opened, gaps="gaps" in request.GET)


def every_class(covered: Coverage) -> frozenset[str]:
    return frozenset(branch.node.code for root in covered.roots for branch in root.classes)
