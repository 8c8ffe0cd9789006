"""Rules the database itself keeps: SQL triggers for SQLite and PostgreSQL, made by migrations.

`ORM.save` can be walked around by `QuerySet.update`, a shell or another program; a trigger cannot.
"""

from django.db import migrations

SQLITE = """
CREATE TRIGGER IF NOT EXISTS {name} BEFORE {event} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{message}'); END
"""
POSTGRES = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$
BEGIN
  IF {condition} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$ LANGUAGE plpgsql;
CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();
"""


def refuse(*, table: str, event: str, message: str, condition: str = "") -> migrations.RunPython:
    """Migration operation: `event` (UPDATE, DELETE or INSERT) on `table` fails with `message`.

    `condition` is SQL over NEW and OLD that both databases read alike; empty means always.
    The trigger is named `table_event_refused`. It raises IntegrityError. A migration that makes SQLite build a
    table anew names the operation again at its end, for the triggers go with the old table; where the trigger
    is there, nothing happens.
    """
    name = name_of(table, event)
    fill = {
        "name": name,
        "event": event,
        "table": table,
        "message": message,
        "condition": condition or "TRUE",
    }
    fill["when"] = f"WHEN {condition}" if condition else ""

    def forwards(apps, schema_editor):
        sql = POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE
        # Without parameters nothing is interpolated, so a % in a message stays as it is.
        schema_editor.execute(sql.format(**fill), params=None)

    def backwards(apps, schema_editor):
        drop(schema_editor, name)

    return migrations.RunPython(forwards, backwards)


def allow(*, table: str, event: str) -> migrations.RunPython:
    """Migration operation: `event` on `table` is no longer refused, until `refuse` is named again.

    What a migration must rewrite it allows first; the new rule is named at its end.
    """
    return migrations.RunPython(
        lambda apps, schema_editor: drop(schema_editor, name_of(table, event)), migrations.RunPython.noop
    )


def name_of(table: str, event: str) -> str:
    return f"{table}_{event.lower()}_refused"


def drop(schema_editor, name: str) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE", params=None)
    else:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}", params=None)


def append_only(table: str, message: str) -> list[migrations.RunPython]:
    """Operations that let rows of `table` be inserted and nothing else."""
    return [refuse(table=table, event=event, message=message) for event in ("UPDATE", "DELETE")]
