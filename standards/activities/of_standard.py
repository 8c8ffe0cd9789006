"""What was done about one standard: made known, put into practice, checked, mended. For its page in the registry."""

from dataclasses import dataclass

from django.urls import reverse

from .kinds import KINDS
from .models import Finding, ImplementationMeasure, Inspection, PlanItem, TrainingSession
from .permissions import can_enter

MOST = 5


@dataclass(frozen=True)
class Done:
    """One heading with its newest records, and the address where a further one is entered, "" for who may not."""

    label: str
    rows: list
    is_more: bool
    new_url: str


def done_about(standard, user) -> list[Done]:
    """宣贯, 实施, 检查, 问题 and plans of the standard's own organisation; one statement each."""
    home = {"organization": standard.organization_id, "removed_at": None}
    sessions = TrainingSession.objects.filter(**home, standards=standard)
    measures = ImplementationMeasure.objects.filter(**home, standards=standard)
    checks = Inspection.objects.filter(**home, standards=standard)
    findings = Finding.objects.filter(**home, standard=standard)
    items = PlanItem.objects.kept().filter(
        standard=standard, plan__organization=standard.organization_id, plan__removed_at=None
    )
    plans = [item.plan for item in items.select_related("plan")[: MOST + 1]]
    return [
        shown("宣贯与培训", list(sessions[: MOST + 1]), new_url(standard, user, "training")),
        shown("实施措施", list(measures[: MOST + 1]), new_url(standard, user, "implementation")),
        shown("监督检查", list(checks[: MOST + 1]), ""),
        shown("问题整改", list(findings[: MOST + 1]), ""),
        shown("列入的计划", list(dict.fromkeys(plans)), ""),
    ]


def shown(label: str, rows: list, url: str) -> Done:
    return Done(label, rows[:MOST], len(rows) > MOST, url)


def new_url(standard, user, slug: str) -> str:
    if not can_enter(user, KINDS[slug], standard.organization_id):
        return ""
    base = reverse("activities:record-new", args=[slug])
    return f"{base}?organization={standard.organization_id}&standard={standard.pk}"
