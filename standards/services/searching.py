"""The index of the search made anew, for rows that came past the models: a restore, another program."""

from django.db import connection, transaction

from ..grams import INDEX
from ..models import Standard

BATCH = 1_000
FIELD = Standard._meta.get_field("search_grams")


@transaction.atomic
def rebuild_grams() -> int:
    """Give every standard the grams of what it holds now; history and 更新时间 stay. Returns how many had others."""
    changed, last = 0, 0
    while rows := list(Standard.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        stale = [row for row in rows if row.search_grams != FIELD.pre_save(row, add=False)]
        Standard.objects.bulk_update(stale, [FIELD.name])
        changed, last = changed + len(stale), rows[-1].pk
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {INDEX} ({INDEX}) VALUES ('rebuild')")
    return changed
