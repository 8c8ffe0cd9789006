"""History rows of many standards in two statements, as saving one by one would have written them.

The database copies the rows itself: as objects they would cost as much as the standards.
"""

from datetime import datetime

from django.db import connection

from ...models import Standard

BATCH = 500
CHUNK = 500
History = Standard.history.model
COLUMNS = ", ".join(connection.ops.quote_name(field.column) for field in History.tracked_fields)
# The tables between standards and what they are linked to: name of their history, column of the standard.
LINKS = (
    (Standard.departments.through, "historicalstandard_departments", "standard_id"),
    (Standard.replaces.through, "historicalstandard_replaces", "from_standard_id"),
)
RELATED = {each.name: each.related_model for each in History._meta.related_objects}
ROWS = """
INSERT INTO {history} ({columns}, history_date, history_user_id, history_change_reason, history_type)
SELECT {columns}, %s, %s, %s, %s FROM {standards} WHERE id IN ({keys}) ORDER BY id
"""
BETWEEN = """
INSERT INTO {history_links} (history_id, {columns})
SELECT h.history_id, {linked} FROM {links} l JOIN {history} h ON h.id = l.{column}
WHERE h.history_date = %s AND h.history_type = %s AND h.id IN ({keys}) ORDER BY l.id
"""


def keep_histories(keys: list[int], kind: str, *, actor, at: datetime, reason: str) -> None:
    """One history row for each of the standards as it stands in the database, with what it is linked to.

    `kind` is `+`, `~` or `-`; what goes is linked to nothing.
    """
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        for start in range(0, len(keys), CHUNK):
            chunk = keys[start : start + CHUNK]
            marks = ", ".join(["%s"] * len(chunk))
            values = [moment, actor.pk if actor else None, reason, kind, *chunk]
            cursor.execute(ROWS.format(**TABLES, keys=marks), values)
            for through, name, column in LINKS if kind != "-" else ():
                statement = between(through, name, column).format(**TABLES, keys=marks)
                cursor.execute(statement, [moment, kind, *chunk])


TABLES = {"history": History._meta.db_table, "standards": Standard._meta.db_table, "columns": COLUMNS}


def between(through, name: str, column: str) -> str:
    columns = [field.column for field in through._meta.fields]
    fills = {
        "{history_links}": RELATED[name]._meta.db_table,
        "{links}": through._meta.db_table,
        "{columns}": ", ".join(columns),
        "{linked}": ", ".join(f"l.{each}" for each in columns),
        "{column}": column,
    }
    statement = BETWEEN
    for mark, text in fills.items():
        statement = statement.replace(mark, text)
    return statement


def linked(through, column: str, keys: list[int]) -> list:
    """The rows between for these standards."""
    found = []
    for start in range(0, len(keys), CHUNK):
        found += through.objects.filter(**{f"{column}__in": keys[start : start + CHUNK]})
    return found
