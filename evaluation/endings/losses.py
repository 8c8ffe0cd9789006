"""Which requirements of Appendix A lose their evidence when standards end. Reading only, a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils import timezone

from standards.models import Standard, StandardDocument

from ..models import Fulfilment, ScorecardEdition
from ..proposing.facts import LinkedStandard
from ..proposing.links import links_by_code
from ..scoring import Requirement
from .change import Change
from .reading import beginnings, change_of
from .turning import LIVING, links_of


@dataclass(frozen=True)
class AtStake:
    """A requirement that the standards fulfil, and the other standards that fulfil it too."""

    requirement: Requirement
    others: tuple[LinkedStandard, ...]

    @property
    def points(self) -> str:
        """`最多扣 5 分`; requirements of awards give points instead."""
        rule = self.requirement.rule
        return f"最多{'少得' if rule.awards else '扣'} {rule.full} 分"


@dataclass(frozen=True)
class Losses:
    """What ends with the standards: requirements nobody else fulfils, and those others still do."""

    lost: tuple[AtStake, ...] = ()
    covered: tuple[AtStake, ...] = ()


def change_with(standards: Sequence[Standard], by: Sequence[Standard] = ()) -> Change | None:
    """By how much today's data-only forecast changes when `standards` end and those of `by` take their place.

    None without an edition, and when all have ended already: today's figures know that.
    """
    today, edition = timezone.localdate(), ScorecardEdition.objects.newest()
    ended = [row for row in standards if row.status(today) in LIVING]
    if edition is None or not ended:
        return None
    return change_of(ended[0].organization, edition, ended=ended, begun=by, on=today)


def losses_of(standards: Sequence[Standard], on: date, by: Sequence[Standard] = ()) -> Losses:
    """What the organisation loses when all `standards`, of one organisation, are no more in force on a day.

    A requirement is lost when one of them is ticked for it and gave evidence (published, with text), and no other
    standard ticked for it counts on that day, none of `by` either, which take their place.
    """
    edition = ScorecardEdition.objects.newest()
    if edition is None or not standards:
        return Losses()
    keys = [standard.pk for standard in standards]
    fulfilled = Fulfilment.objects.filter(edition=edition, standard__in=evidence_among(keys))
    codes = set(fulfilled.values_list("requirement", flat=True))
    if not codes:
        return Losses()
    others = others_by_code(standards[0].organization_id, edition, codes, keys, on)
    others |= successors_by_code(standards, by, edition, codes, others)
    known = [
        AtStake(requirement, tuple(others.get(requirement.code, ())))
        for requirement in edition.scorecard.requirements
        if requirement.code in codes
    ]
    return Losses(
        lost=tuple(row for row in known if not row.others), covered=tuple(row for row in known if row.others)
    )


def evidence_among(keys: list[int]):
    """Those of the standards that could count: published, with their text."""
    text = StandardDocument.objects.kept().filter(standard=OuterRef("pk"), kind="text")
    return Standard.objects.published().filter(Exists(text), pk__in=keys)


def others_by_code(
    organization: int, edition: ScorecardEdition, codes: set[str], keys: list[int], on: date
) -> dict[str, list[LinkedStandard]]:
    """Requirement → the standards that count for it on the day, the given ones left out."""
    rows = Standard.objects.filter(organization=organization).exclude(pk__in=keys)
    linked = links_by_code(rows, edition.pk, on, codes)
    return {code: [each for each in several if each.counts] for code, several in linked.items()}


def successors_by_code(
    standards: Sequence[Standard], by: Sequence[Standard], edition: ScorecardEdition, codes: set[str], others
) -> dict[str, list[LinkedStandard]]:
    """The same with what takes their place, as it will count."""
    if not by:
        return {}
    begun = beginnings(by, standards, edition)
    return {code: rows for code, rows in links_of(others, set(), begun).items() if code in codes}
