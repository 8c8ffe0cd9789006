"""Reading the records, by meaning."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from gridgov.organizations.querysets import OwnedQuerySet
from gridgov.records.querysets import RemovableQuerySet

# States of a finding that was given out and is not yet reported back.
GIVEN_OUT = ("assigned", "rectifying")


def late(on: date) -> Q:
    """Findings given out, not yet reported back, and past their day; `Finding.is_late` says it of one."""
    return Q(state__in=GIVEN_OUT, due_on__lt=on)


class RecordQuerySet(OwnedQuerySet, RemovableQuerySet):
    """Rows of an organisation; `kept()` leaves out what was taken away as entered by mistake."""


class PersonQuerySet(RecordQuerySet):
    def present(self, *, on: date):
        """Not left on a date; the same rule as `Person.is_present`."""
        return self.kept().filter(Q(left_on=None) | Q(left_on__gt=on))

    def on_staff(self, *, on: date):
        """在册人员 on a date: the base of the 参训率 (A6-1-1)."""
        return self.present(on=on).filter(Q(joined_on=None) | Q(joined_on__lte=on), is_staff=True)


class FindingQuerySet(RecordQuerySet):
    def open(self):
        """Not closed yet."""
        return self.kept().exclude(state="closed")

    def overdue(self, *, on: date):
        return self.kept().filter(late(on))


class QualificationQuerySet(RemovableQuerySet):
    def valid(self, *, on: date):
        """In force on a date; without an end it holds for good."""
        return self.kept().filter(Q(valid_until=None) | Q(valid_until__gte=on))

    def expiring(self, *, on: date, within: int):
        """Ends within so many days after `on`; what has ended already is among them."""
        return self.kept().filter(valid_until__lte=on + timedelta(days=within))


class LendingQuerySet(RemovableQuerySet):
    def out(self):
        """Lent and not back."""
        return self.kept().filter(kind="lend", returned_on=None)


def within_year(rows: QuerySet, name: str, year: int) -> QuerySet:
    """Rows whose date `name` lies in a calendar year."""
    return rows.filter(**{f"{name}__gte": date(year, 1, 1), f"{name}__lte": date(year, 12, 31)})
