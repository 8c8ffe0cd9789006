"""Who would cite what has ended: the citations that standards which end, or begin, touch. Reading only."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Q

from standards.models import Citation, Standard
from standards.references.citations import ALL_PARTS, forms_of, known, registries_for
from standards.references.editions import Editions, wholes_of


def citations_after(
    organization, ended: Sequence[Standard], begun: Sequence[Standard], on: date
) -> dict[int, str]:
    """Key of every standard in force whose citations are touched → the ended editions it cites then; "" for none.

    A citation of an edition the registry never had stays outdated while any newer one is in force: where another
    edition begins nothing is set right again, and what is in order then is left out.
    """
    rows = touched(organization, ended, begun, on)
    if not rows:
        return {}
    renewed = {row.revision_of_id for row in begun}
    registry = with_ended(registries_for(rows)[organization.pk], {row.pk for row in ended}, on)
    told: dict[int, list[str]] = {row.standard_id: [] for row in rows}
    for each in (known(row, registry, on) for row in rows):
        if each.is_outdated or (each.is_dead and each.cited.pk not in renewed):
            told[each.citation.standard_id].append(f"{each.sentence}（所引 {each.citation.number}）")
    words = {key: "；".join(sentences) for key, sentences in told.items()}
    return {key: text for key, text in words.items() if text} if begun else words


def touched(organization, ended: Sequence[Standard], begun: Sequence[Standard], on: date) -> list[Citation]:
    """All citations of the standards in force that cite an edition of what ends, and of what begins."""
    families = {form for row in ended if row.number_family for form in forms_of(row.number_family)}
    here = Standard.objects.of(organization).in_force(on=on)
    wholes = {whole for family in families for whole in wholes_of(family)}
    named = Q(number_family__in=families) | Q(number_family__in=wholes, number_key__endswith=ALL_PARTS)
    citing = Citation.objects.filter(named).values("standard")
    in_question = Q(standard__in=here.exclude(pk__in=[row.pk for row in ended]), standard__pk__in=citing)
    rows = Citation.objects.filter(in_question | Q(standard__in=[row.pk for row in begun]))
    return list(rows.select_related("standard").order_by("standard_id", "number_key"))


def with_ended(registry: Editions, ended: Collection[int], on: date) -> Editions:
    """The editions with those of these keys withdrawn on the day; the rows are this reading's own."""
    for row in registry.by_key.values():
        if row.pk in ended:
            row.withdrawn_on = on
    return registry
