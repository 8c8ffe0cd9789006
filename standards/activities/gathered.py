"""What the records of an organisation come to on a day: each list is counted once, whoever asks. Reading only."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count, Max, Q

from gridgov.organizations.models import Department, Organization

from .kinds.implementation import recorded_standards
from .kinds.people import OfficerFigures, officer_figures
from .models import Duty, Finding, ImplementationMeasure, Inspection, Lending, Material, Person, Plan
from .querysets import within_year
from .rates import Rate
from .training import TrainingFigures, training_figures


@dataclass(frozen=True)
class Gathered:
    """The records of one organisation in a year, as of a day, counted when they are first asked for.

    What is dated later than the day is left out. The year is that of the day, but for an evaluation made in the
    year that follows its own.
    """

    organization: Organization
    on: date
    year: int

    @cached_property
    def plans(self) -> Counter:
        """How many approved plans of each kind cover the year."""
        covers = Q(year=self.year) | Q(year__lte=self.year, until_year__gte=self.year)
        rows = self.kept(Plan).filter(covers, state__in=Plan.APPROVED, approved_on__lte=self.on)
        return Counter(rows.values_list("type", flat=True))

    @cached_property
    def duties(self) -> Counter:
        """How many written duties each kind of holder has."""
        return Counter(self.valid_duties.values_list("holder", flat=True))

    @cached_property
    def departments(self) -> Rate:
        """Departments with duties ÷ departments."""
        named = self.valid_duties.filter(holder="department").values("department")
        rows = Department.objects.of(self.organization).filter(is_active=True)
        return share(rows, Q(pk__in=named))

    @cached_property
    def seats(self) -> int:
        """Seats taken in the bodies of annex A, as the chart draws them."""
        return Person.objects.of(self.organization).present(on=self.on).exclude(body="").count()

    @cached_property
    def officers(self) -> OfficerFigures:
        return officer_figures(self.organization, self.on)

    @cached_property
    def training(self) -> TrainingFigures:
        return training_figures(self.organization, on=self.on, year=self.year)

    @cached_property
    def materials(self) -> dict:
        """{"count", "channels", "newest"}: registered by the day; the day of the newest, or of its last update."""
        told = (
            self.kept(Material)
            .filter(obtained_on__lte=self.on)
            .aggregate(
                count=Count("pk"),
                channels=Count("channel", distinct=True),
                obtained=Max("obtained_on"),
                updated=Max("updated_on", filter=Q(updated_on__lte=self.on)),
            )
        )
        newest = max(filter(None, (told["obtained"], told["updated"])), default=None)
        return {"count": told["count"], "channels": told["channels"], "newest": newest}

    @cached_property
    def lendings(self) -> int:
        rows = Lending.objects.kept().filter(lent_on__lte=self.on, material__removed_at=None)
        return rows.filter(material__organization=self.organization).count()

    @cached_property
    def conditions(self) -> Rate:
        """Measures begun whose conditions are written ÷ measures begun."""
        return share(self.kept(ImplementationMeasure).filter(starts_on__lte=self.on), ~Q(conditions=""))

    @cached_property
    def recorded(self) -> Rate:
        """Own standards in force with a record of being kept ÷ own standards in force."""
        return recorded_standards(self.organization, self.on)

    @cached_property
    def inspections(self) -> Rate:
        """Checks of the year with a document of their result ÷ checks of the year."""
        rows = within_year(self.kept(Inspection), "checked_on", self.year).filter(checked_on__lte=self.on)
        return share(rows, Q(documents__removed_at=None, documents__kind="result"))

    @cached_property
    def findings(self) -> Rate:
        """Findings closed ÷ findings."""
        return share(self.kept(Finding).filter(found_on__lte=self.on), Q(closed_on__lte=self.on))

    @property
    def valid_duties(self):
        return self.kept(Duty).filter(Q(effective_on=None) | Q(effective_on__lte=self.on))

    def kept(self, model):
        return model.objects.of(self.organization).kept()


def share(rows, condition: Q) -> Rate:
    """Those that meet the condition ÷ all of them, in one statement."""
    counts = rows.aggregate(
        part=Count("pk", distinct=True, filter=condition), whole=Count("pk", distinct=True)
    )
    return Rate(**counts)
