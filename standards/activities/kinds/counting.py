"""Counting rows beside rows: joins of several lists at once would multiply."""

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce


def counted(rows, key: str) -> Coalesce:
    """How many of `rows` have `key` equal to the row asked for; 0 without any."""
    found = rows.filter(**{key: OuterRef("pk")}).order_by().values(key).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(found, output_field=IntegerField()), 0)
