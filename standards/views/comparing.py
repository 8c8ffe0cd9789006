"""Two versions of the system side by side, or one beside today's registry."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..forms.versions import TODAY, CompareForm
from ..models import SystemVersion
from ..services.freezing import system_document
from ..versions.snapshots import Difference, diff, read_snapshot
from .system import address, chosen_organization

MOST_ROWS = 200  # of one kind of change; more is another system


@require_safe
def version_compare(request):
    """`?before=` and `?after=` are keys of issued versions; `after=today` and no choice mean the registry now."""
    organization = chosen_organization(request)
    known = list(SystemVersion.objects.of(organization).issued().without_snapshot())
    if not known:
        messages.info(request, "还没有发布过体系版本，不能比较。")
        return redirect(address(request, "versions"))
    form = CompareForm(chosen(request, known), versions=known)
    context = {"organization": organization, "form": form, "trail": trail(request)}
    if form.is_valid():
        context |= compared(organization, form.cleaned_data)
    return render(request, "standards/version_compare.html", context)


def chosen(request, known: list) -> dict:
    """What was asked for; else the running version against today."""
    return {"before": request.GET.get("before", str(known[0].pk)), "after": request.GET.get("after", TODAY)}


def trail(request) -> list[tuple[str, str]]:
    return [("标准体系", address(request, "system")), ("体系版本", address(request, "versions"))]


def compared(organization, choice: dict) -> dict:
    """Names and documents of both sides, and what lies between them."""
    sides = [side(organization, choice[name]) for name in ("before", "after")]
    difference = diff(*(document for _, document in sides))
    return {
        "names": [name for name, _ in sides],
        "figures": [document["figures"] for _, document in sides],
        "difference": difference,
        "kinds": kinds_of(difference),
        "most": MOST_ROWS,
    }


def side(organization, key: str) -> tuple[str, dict]:
    """How a side is called, and its document."""
    if key == TODAY:
        today = timezone.localdate()
        return f"登记簿 {today}", system_document(organization, on=today)
    version = SystemVersion.objects.of(organization).get(pk=key)
    return str(version), read_snapshot(version.snapshot)


def kinds_of(difference: Difference) -> list[tuple]:
    """(key, heading, rows as pairs of before and after, all of them) of every kind of change among standards."""
    kinds = [
        ("added", "新增的标准", [(None, row) for row in difference.added]),
        ("dropped", "移出的标准", [(row, None) for row in difference.dropped]),
        ("editions", "换版的标准", difference.editions),
        ("moved", "改变体系分类的标准", difference.moved),
        ("retitled", "改变名称的标准", difference.retitled),
        ("renumbered", "改变编号的标准", difference.renumbered),
        ("statuses", "状态变化的标准", difference.statuses),
    ]
    return [(key, heading, rows[:MOST_ROWS], len(rows)) for key, heading, rows in kinds]
