"""Ticking which requirements of Appendix A a standard fulfils (tree and evidence §6.2)."""

from collections.abc import Iterable

from django.db import transaction

from gridgov.organizations.models import User
from gridgov.records.services import record_event
from standards.models import Standard

from ..errors import EvaluationError
from ..models import Fulfilment, ScorecardEdition
from .evaluations import newest_edition


def set_fulfilments(
    *, actor: User, standard: Standard, codes: Iterable[str], edition: ScorecardEdition | None = None
) -> list[str]:
    """Afterwards the standard fulfils exactly these requirements; returns their codes in printed order.

    Raises EvaluationError for a code that is no requirement of the edition (default: the newest). A change tells
    the trail before → after; rows that stay are not touched.
    """
    edition = edition or newest_edition()
    wanted, printed = set(codes), list(edition.scorecard.requirements_by_code)
    if unknown := sorted(wanted - set(printed)):
        raise EvaluationError(f"评价细则 {edition.code} 中没有要求 {'、'.join(unknown)}。", field="codes")
    with transaction.atomic():
        Standard.objects.select_for_update(of=("self",)).get(pk=standard.pk)
        rows = Fulfilment.objects.filter(standard=standard, edition=edition)
        before = set(rows.values_list("requirement", flat=True))
        rows.filter(requirement__in=before - wanted).delete()
        Fulfilment.objects.bulk_create(
            Fulfilment(standard=standard, edition=edition, requirement=code, added_by=actor)
            for code in printed
            if code in wanted - before
        )
        if wanted != before:
            changes = {"挂接的评价要求": [in_words(before, printed), in_words(wanted, printed)]}
            record_event(actor=actor, verb="link", target=standard, changes=changes)
    return [code for code in printed if code in wanted]


def in_words(codes: set[str], printed: list[str]) -> str:
    return "、".join(code for code in printed if code in codes)
