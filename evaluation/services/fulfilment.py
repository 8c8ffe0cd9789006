"""Ticking which requirements of Appendix A a standard fulfils (tree and evidence §6.2)."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from gridgov.organizations.models import Organization, User
from gridgov.records.services import record_event
from standards.models import Standard

from ..errors import EvaluationError
from ..linking.suggested import suggestions
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


def tick_suggested(
    *, actor: User, standard: Standard, codes: Iterable[str], edition: ScorecardEdition | None = None
) -> list[str]:
    """Afterwards the standard fulfils these requirements too; returns the added codes in printed order.

    Raises EvaluationError where nothing is named, or a code that title and place of the standard do not suggest.
    """
    edition, wanted = edition or newest_edition(), set(codes)
    if not wanted:
        raise EvaluationError("没有勾选任何建议，请先勾选再保存。", field="codes")
    with transaction.atomic():
        held = Standard.objects.select_for_update(of=("self",)).select_related("node").get(pk=standard.pk)
        check_suggested(held, edition, wanted)
        rows = Fulfilment.objects.filter(standard=held, edition=edition)
        before = set(rows.values_list("requirement", flat=True))
        kept = set_fulfilments(actor=actor, standard=held, codes=before | wanted, edition=edition)
    return [code for code in kept if code not in before]


def check_suggested(standard: Standard, edition: ScorecardEdition, codes: set[str]) -> None:
    """Raises EvaluationError for what is not suggested: the list is an offer, other ticks have their own page."""
    offered = {each.requirement.code for each in suggestions(edition, standard.title, standard.node)}
    if unknown := sorted(codes - offered):
        words = f"“{standard.title}”的建议中没有 {'、'.join(unknown)}，请在“挂接要求”中勾选。"
        raise EvaluationError(words, field="codes")


def tick_many(
    *, actor: User, organization: Organization, ticks: Mapping[int, Iterable[str]]
) -> tuple[int, int]:
    """Tick suggestions of several standards (key → codes) of one organisation, all or none.

    Returns how many standards and how many requirements. Raises EvaluationError where nothing is named, a standard
    is not in the organisation's registry, or a code is not suggested for it.
    """
    if not ticks:
        raise EvaluationError("没有勾选任何建议，请先勾选再保存。", field="ticks")
    edition = newest_edition()
    rows = Standard.objects.of(organization).filter(pk__in=ticks).in_order()
    with transaction.atomic():
        standards = list(rows)
        if len(standards) < len(ticks):
            raise EvaluationError(
                f"勾选的标准有的不在{organization}的登记簿中，请刷新页面后重选。", field="ticks"
            )
        added = [
            tick_suggested(actor=actor, standard=each, codes=ticks[each.pk], edition=edition)
            for each in standards
        ]
    return len(standards), sum(map(len, added))


def in_words(codes: set[str], printed: list[str]) -> str:
    return "、".join(code for code in printed if code in codes)
