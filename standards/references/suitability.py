"""适宜性评审 that is due: own standards whose cited standard was replaced or withdrawn (T/CSSG 001.2 10.3.1.2).

Nothing is stored but conclusions: a review is due as long as citation, change and date say so.
"""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from ..models import Citation, Standard, SuitabilityReview
from .citations import ALL_PARTS, alive, is_of_all_parts, replacing, with_successors
from .editions import wholes_of

LONGEST = SuitabilityReview._meta.get_field("cause").max_length

# Conclusion → where what follows from it is applied for (10.3.2, 10.7), and in which words.
NEXT = {
    SuitabilityReview.Conclusion.AMEND: ("standards:amendment-new", "提出修改申请"),
    SuitabilityReview.Conclusion.REVISE: ("standards:revision-new", "提出修订申请"),
}


class Due(NamedTuple):
    """An own standard to look at again, the cited one that changed, the change in words, its day."""

    standard: Standard
    cited: Standard
    cause: str
    changed_on: date


def suitability_due(organizations, on: date, *, standard: Standard | None = None) -> list[Due]:
    """Every 适宜性评审 due in these organisations (rows, keys or a queryset) on a date; the oldest change first.

    Due is every own standard, planned to in force, that cites an adopted one by its year, or by its family alone,
    which was 被代替 or 废止 by the date, unless that change was concluded. An undated reference means the newest
    edition: what ended before the citing standard was approved, or begun, changed nothing for it. Four statements and
    one for the conclusions, whatever is in the registry. `standard` limits the answer to one, for one statement more.
    """
    candidates = ended_by(on).filter(organization__in=organizations)
    ended = list(with_successors(candidates.filter(named_by(standard)) if standard else candidates))
    if not ended:
        return []
    by_name = names_of(ended)
    found = {}
    for citation in citing_ended(organizations, on, standard):
        for cited in by_name.get(name_of(citation), []):
            if citation.is_dated or ended_on(cited, on) > begun_on(citation.standard):
                found[citation.standard_id, cited.pk] = due(citation.standard, cited, on)
    concluded = conclusions(organizations)
    rows = [each for each in found.values() if change_of(each) not in concluded]
    return sorted(
        rows, key=lambda each: (each.changed_on, each.standard.number_sort, each.standard.pk, each.cited.pk)
    )


def named_by(standard: Standard) -> Q:
    """What the citations of a standard may mean, by their families; of all parts, each part."""
    condition = Q(pk__in=[])
    for family, key in standard.citations.values_list("number_family", "number_key"):
        condition |= Q(number_family=family)
        if key.endswith(ALL_PARTS):
            condition |= Q(number_family__startswith=f"{family}.")
    return condition


def ended_by(on: date):
    """Adopted standards 被代替 or 废止 on or before a date."""
    ended = Q(replaced_on__lte=on) | Q(withdrawn_on__lte=on)
    return Standard.objects.published().filter(ended, origin=Standard.Origin.ADOPTED).exclude(number_key="")


def names_of(ended: list[Standard]) -> dict[tuple, list[Standard]]:
    """(organisation, how a citation names it) → the standards meant: by key, by family, as a part of a whole."""
    names = defaultdict(list)
    for row in ended:
        home = row.organization_id
        names[home, "key", row.number_key].append(row)
        names[home, "family", row.number_family].append(row)
        for whole in wholes_of(row.number_family):
            names[home, "whole", whole].append(row)
    return names


def name_of(citation: Citation) -> tuple:
    """The name under which `names_of` has what the citation means."""
    home = citation.standard.organization_id
    if citation.is_dated:
        return home, "key", citation.number_key
    return home, "whole" if is_of_all_parts(citation) else "family", citation.number_family


def citing_ended(organizations, on: date, standard: Standard | None):
    """Citations by own standards alive on the date that may mean one that has ended."""
    ended = ended_by(on).filter(organization__in=organizations)
    named = Q(is_dated=True, number_key__in=ended.values("number_key")) | Q(
        is_dated=False, number_family__in=ended.values("number_family")
    )
    rows = Citation.objects.filter(
        named | Q(is_dated=False, number_key__endswith=ALL_PARTS),
        alive(on, "standard__"),
        standard__organization__in=organizations,
        standard__origin=Standard.Origin.OWN,
    )
    rows = rows.filter(standard=standard) if standard else rows
    return rows.select_related("standard__organization", "standard__node")


def ended_on(cited: Standard, on: date) -> date:
    """The first day by `on` on which it was no longer in force."""
    return min(day for day in (cited.replaced_on, cited.withdrawn_on) if day and day <= on)


def begun_on(standard: Standard) -> date:
    """From when on a change of what it cites without a year is news to it."""
    return standard.approved_on or standard.drafting_from or timezone.localdate(standard.created_at)


def due(standard: Standard, cited: Standard, on: date) -> Due:
    day = ended_on(cited, on)
    if cited.withdrawn_on == day:
        cause = f"{cited.number} 自 {day} 起废止"
    else:
        newer = replacing(cited)
        cause = f"{cited.number} 自 {day} 起被{f' {newer} ' if newer else '新版本'}代替"
    return Due(standard, cited, cause[:LONGEST], day)


def change_of(each: Due) -> tuple:
    return each.standard.pk, each.cited.number_key, each.changed_on


def conclusions(organizations) -> set[tuple]:
    """(standard, cited key, day) of every change concluded."""
    rows = SuitabilityReview.objects.filter(standard__organization__in=organizations)
    return set(rows.values_list("standard_id", "cited_key", "changed_on"))


def next_step(review: SuitabilityReview) -> tuple[str, str]:
    """Address and words of what follows from a conclusion; empty when nothing does."""
    name, words = NEXT.get(review.conclusion, ("", ""))
    try:
        return (reverse(name, args=[review.standard_id]), words) if name else ("", "")
    except NoReverseMatch:
        return "", ""
