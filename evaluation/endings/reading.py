"""What the forecast of an organisation becomes when standards end: the facts are read once, and turned in memory."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from standards.models import Standard, StandardDocument

from ..gaps.forecast import forecast
from ..models import Fulfilment, ScorecardEdition
from ..proposing.editions import rules_of
from ..proposing.facts import Facts
from ..proposing.judging import propose
from ..proposing.reading import path_of, read_facts
from ..scoring.outlook import Outlook
from .change import Change
from .citations import citations_after
from .turning import Beginning, turned

NOTHING: frozenset[str] = frozenset()


# What ends at once, and what begins with it.
Turn = tuple[Sequence[Standard], Sequence[Standard]]


def change_of(
    organization,
    edition: ScorecardEdition,
    *,
    ended: Sequence[Standard],
    begun: Sequence[Standard] = (),
    on: date,
) -> Change:
    """What today's data come to now, and if `ended` were no more in force and `begun` were.

    `begun` are drafts about to be published or standards to come, of the organisation as all of them. A draft that
    revises one of `ended` takes over what that one serves, as publishing it does.
    """
    [change] = changes_of(organization, edition, [(ended, begun)], on=on)
    return change


def changes_of(organization, edition: ScorecardEdition, turns: Sequence[Turn], *, on: date) -> list[Change]:
    """The changes one after the other, each upon those before it; the facts are read once."""
    rules = rules_of(edition.code)
    facts = read_facts(organization, edition=edition, rules=rules, on=on)
    ranges = [range_of(edition, rules, facts)]
    gone: list[Standard] = []
    come: list[Standard] = []
    for ended, begun in turns:
        gone, come = [*gone, *ended], [*come, *begun]
        citations = citations_after(organization, gone, come, on)
        facts_then = turned(facts, [row.pk for row in gone], beginnings(come, gone, edition), citations)
        ranges.append(range_of(edition, rules, facts_then))
    return [Change(*pair) for pair in pairwise(ranges)]


def range_of(edition: ScorecardEdition, rules, facts: Facts) -> Outlook:
    card = edition.scorecard
    return forecast(card, propose(card, rules, facts)).range


def beginnings(
    begun: Sequence[Standard], ended: Sequence[Standard], edition: ScorecardEdition
) -> list[Beginning]:
    """A draft is published with its text or not at all; of everything else the text is looked for."""
    keys = [row.pk for row in begun]
    if not keys:
        return []
    kept = StandardDocument.objects.kept().filter(standard__in=keys, kind="text")
    with_text = set(kept.values_list("standard", flat=True))
    serving = codes_by_standard([*begun, *ended], edition)
    return [
        Beginning(
            row.pk,
            row.number,
            row.title,
            has_text=(row.is_own and not row.is_published) or row.pk in with_text,
            codes=serving.get(row.pk, NOTHING) | carried(row, serving),
            path=path_of(row.node),
            is_own=row.is_own,
        )
        for row in begun
    ]


def carried(row: Standard, serving: Mapping[int, frozenset[str]]) -> frozenset[str]:
    """Publishing a revision ticks for it what the old edition was ticked for."""
    return NOTHING if row.is_published else serving.get(row.revision_of_id, NOTHING)


def codes_by_standard(standards: Sequence[Standard], edition: ScorecardEdition) -> dict[int, frozenset[str]]:
    links = Fulfilment.objects.filter(edition=edition, standard__in=[row.pk for row in standards])
    found: dict[int, set[str]] = {}
    for key, code in links.values_list("standard", "requirement"):
        found.setdefault(key, set()).add(code)
    return {key: frozenset(codes) for key, codes in found.items()}
