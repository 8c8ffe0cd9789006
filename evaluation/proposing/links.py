"""Which standards are ticked for which requirement of an edition, and whether each counts on a day. Reading only."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F, OuterRef, Subquery

from standards.models import Standard, StandardDocument

from ..models import Evaluation
from .facts import LinkedStandard

# The columns of a standard that a link tells of; reading all forty takes half as long again.
TOLD = ("number", "title", "stage", "origin", "approved_on", "issued_on", "effective_on")
TOLD += ("adopted_on", "replaced_on", "withdrawn_on")
# How far a standard is that is still being made.
MAKING = {
    "planned": "计划",
    "drafting": "起草中",
    "reviewing": "审查中",
    "submitted": "报批",
    "approved": "已批准",
}


def registry_facts(evaluation: Evaluation) -> dict[str, list[LinkedStandard]]:
    """Requirement code → its linked standards on the evaluation's date, in registry order. One statement.

    A link counts when the standard is in force on that day, approved, and its text attached (T/CSSG 001.2 9.3.2).
    """
    rows = Standard.objects.of(evaluation.organization_id)
    return links_by_code(rows, evaluation.edition_id, evaluation.as_of)


def links_by_code(
    rows, edition: int, on: date, codes: Iterable[str] | None = None
) -> dict[str, list[LinkedStandard]]:
    """Code of a requirement → its linked standards among `rows`, in registry order. One statement."""
    text = StandardDocument.objects.kept().filter(standard=OuterRef("pk"), kind="text").order_by("-pk")
    wanted = {} if codes is None else {"fulfilments__requirement__in": codes}
    links = rows.filter(fulfilments__edition=edition, **wanted).annotate(
        requirement=F("fulfilments__requirement"), text_sha256=Subquery(text.values("attachment__sha256")[:1])
    )
    found: dict[str, list[LinkedStandard]] = {}
    for standard in links.only(*TOLD).in_order():
        linked = linked_standard(standard, standard.text_sha256 or "", on)
        found.setdefault(standard.requirement, []).append(linked)
    return found


def linked_standard(standard: Standard, text_sha256: str, on: date) -> LinkedStandard:
    status = standard.status(on)
    return LinkedStandard(
        pk=standard.pk,
        number=standard.number,
        title=standard.title,
        status=status.value,
        word=status.label,
        why_not=why_not(standard, status, bool(text_sha256), on),
        approved_on=standard.approved_on,
        issued_on=standard.issued_on,
        effective_on=standard.effective_on,
        ends_on=min(filter(None, [standard.withdrawn_on, standard.replaced_on]), default=None),
        text_sha256=text_sha256,
    )


def why_not(standard: Standard, status: str, has_text: bool, on: date) -> str:
    """What stands after 「不计，原因：」; empty when the standard counts.

    When a text was attached does not matter: it proves what is dated in itself, and may be entered afterwards. A
    standard of others is 现行 before it is adopted (`Standard.status`); it counts only from then on.
    """
    reasons = {
        Standard.Status.DRAFT: MAKING.get(standard.stage, "制定中"),
        Standard.Status.UPCOMING: f"即将实施，{standard.effective_on} 起",
        Standard.Status.REPLACED: f"{standard.replaced_on} 起被代替",
        Standard.Status.WITHDRAWN: f"{standard.withdrawn_on} 起废止",
        Standard.Status.IDENTIFIED: "待采用",
        Standard.Status.ABANDONED: "已终止",
    }
    if status in reasons:
        return reasons[status]
    # Without an effective day it would count on every day before it was issued.
    if not standard.effective_on and standard.issued_on and standard.issued_on > on:
        return f"{standard.issued_on} 才发布"
    if standard.origin == Standard.Origin.OWN and not (standard.approved_on and standard.approved_on <= on):
        return "没有批准"
    if is_adopted_later(standard, on):
        return f"{standard.adopted_on} 起采用"
    return "" if has_text else "无文本"


def is_adopted_later(standard: Standard, on: date) -> bool:
    """Whether the organisation decided only after the day to use it; of an unknown day it is not."""
    return standard.adopted_on is not None and standard.adopted_on > on
