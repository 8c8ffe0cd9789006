"""What no trigger kept yet: an opinion put into a signed form, forms of a closed round, every column of a number,
the end of an own standard, the days of a 修改单.
"""

from django.db import migrations

from gridgov.records.triggers import refuse

SIGNED = (
    "EXISTS (SELECT 1 FROM standards_opinionform f WHERE f.id = {row}.form_id AND f.signed_at IS NOT NULL)"
)
CLOSED = "EXISTS (SELECT 1 FROM standards_reviewround r WHERE r.id = {row}.round_id AND r.outcome <> '')"
OF_OPINION = ("form_id", "clause", "text", "proposal")
OF_NUMBER = (
    "organization_id",
    "number",
    "number_key",
    "number_family",
    "class_code",
    "sequence",
    "stage",
    "origin",
)
OF_END = ("withdrawn_on", "withdrawal_reason")
OF_AMENDMENT = (
    *("standard_id", "department_id", "number", "reason", "content"),
    *("requested_on", "confirmed_on", "effective_on"),
)
CHANGED = ("standard", "opinion", "opinionform", "amendment")


def differs(*names: str) -> str:
    return "(" + " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in names) + ")"


def make_room(apps, schema_editor):
    """On SQLite a trigger of this name stays as it is unless it is dropped first."""
    if schema_editor.connection.vendor == "sqlite":
        for table in CHANGED:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS standards_{table}_update_refused", params=None)


def kept(table: str, event: str, condition: str, message: str):
    return refuse(table=f"standards_{table}", event=event, condition=condition, message=message)


class Migration(migrations.Migration):
    dependencies = [("standards", "0006_imported_rows")]

    operations = [
        migrations.RunPython(make_room, migrations.RunPython.noop),
        kept(
            "standard",
            "UPDATE",
            "OLD.origin = 'own' AND OLD.stage = 'published' AND ("
            f"{differs(*OF_NUMBER)} OR (OLD.withdrawn_on IS NOT NULL AND {differs(*OF_END)}))",
            "the number of a published standard is fixed, and so is its end",
        ),
        kept(
            "opinion",
            "UPDATE",
            f"({SIGNED.format(row='OLD')} OR {SIGNED.format(row='NEW')}) AND {differs(*OF_OPINION)}",
            "an opinion that was signed is fixed",
        ),
        kept(
            "opinionform",
            "UPDATE",
            f"OLD.signed_at IS NOT NULL OR {CLOSED.format(row='OLD')} OR {CLOSED.format(row='NEW')}",
            "a signed opinion form is fixed, and so are those of a closed round",
        ),
        kept(
            "amendment",
            "UPDATE",
            f"OLD.number IS NOT NULL AND {differs(*OF_AMENDMENT)}",
            "a numbered amendment is fixed",
        ),
    ]
