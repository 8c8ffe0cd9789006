"""待挂接: standards in force that are ticked for no requirement yet, those with suggestions first."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from gridgov.organizations.models import Organization
from standards.models import Standard

from ..models import Fulfilment, ScorecardEdition
from .suggested import Suggested, suggestions


@dataclass(frozen=True)
class Waiting:
    """A standard that waits, with what is suggested for it."""

    standard: Standard
    suggested: tuple[Suggested, ...]


def unlinked(organization: Organization, edition: ScorecardEdition, on: date):
    """Standards of the organisation in force on a day without a tick of the edition, in registry order."""
    ticks = Fulfilment.objects.filter(standard=OuterRef("pk"), edition=edition)
    rows = Standard.objects.of(organization).in_force(on=on).filter(~Exists(ticks))
    return rows.select_related("node").in_order()


def waiting(organization: Organization, edition: ScorecardEdition, on: date) -> list[Waiting]:
    """Every standard that waits, those with suggestions first. One statement beside that of the edition's text."""
    told = [
        Waiting(standard, tuple(suggestions(edition, standard.title, standard.node)))
        for standard in unlinked(organization, edition, on).only("number", "title", "organization", *NODE)
    ]
    return sorted(told, key=lambda each: not each.suggested)


NODE = ("node__code", "node__class_code", "node__subsystem", "node__clause", "node__name")
