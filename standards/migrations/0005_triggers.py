"""What is signed, concluded, numbered or issued stays as it is: kept by the database itself, whoever writes.

The first ones stand in 0002 and 0003 too: on SQLite they went with the table that 0004 built anew.
"""

from django.db import migrations

from gridgov.records.triggers import refuse

KEPT_OF_OPINION = ("form_id", "clause", "text", "proposal")

GRAMS = [
    "CREATE TRIGGER IF NOT EXISTS standards_standard_grams_added AFTER INSERT ON standards_standard BEGIN"
    " INSERT INTO standards_standard_grams (rowid, search_grams) VALUES (NEW.id, NEW.search_grams); END",
    "CREATE TRIGGER IF NOT EXISTS standards_standard_grams_changed"
    " AFTER UPDATE OF search_grams ON standards_standard WHEN OLD.search_grams <> NEW.search_grams BEGIN"
    " INSERT INTO standards_standard_grams (standards_standard_grams, rowid, search_grams)"
    " VALUES ('delete', OLD.id, OLD.search_grams);"
    " INSERT INTO standards_standard_grams (rowid, search_grams) VALUES (NEW.id, NEW.search_grams); END",
]


def keep_index(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in GRAMS:
            schema_editor.execute(statement, params=None)


def kept(table: str, event: str, condition: str, message: str):
    return refuse(table=f"standards_{table}", event=event, condition=condition, message=message)


class Migration(migrations.Migration):
    dependencies = [("standards", "0004_life_of_a_standard")]

    operations = [
        kept(
            "standard",
            "UPDATE",
            "OLD.origin = 'own' AND OLD.stage = 'published' AND (NEW.number_key <> OLD.number_key"
            " OR NEW.stage <> OLD.stage OR NEW.origin <> OLD.origin)",
            "the number of a published standard is fixed",
        ),
        kept("standard", "DELETE", "", "standards are withdrawn, not deleted"),
        migrations.RunPython(keep_index, migrations.RunPython.noop),
        kept("opinionform", "UPDATE", "OLD.signed_at IS NOT NULL", "a signed opinion form is fixed"),
        kept("opinionform", "DELETE", "OLD.signed_at IS NOT NULL", "a signed opinion form is fixed"),
        kept(
            "opinion",
            "UPDATE",
            "EXISTS (SELECT 1 FROM standards_opinionform f WHERE f.id = OLD.form_id"
            " AND f.signed_at IS NOT NULL) AND ("
            + " OR ".join(f"NEW.{name} <> OLD.{name}" for name in KEPT_OF_OPINION)
            + ")",
            "an opinion that was signed is fixed",
        ),
        *(
            kept(
                "opinion",
                event,
                "EXISTS (SELECT 1 FROM standards_opinionform f WHERE f.id = {row}.form_id"
                " AND f.signed_at IS NOT NULL)".replace("{row}", row),
                "an opinion that was signed is fixed",
            )
            for event, row in (("INSERT", "NEW"), ("DELETE", "OLD"))
        ),
        kept("reviewround", "UPDATE", "OLD.outcome <> ''", "a closed round is fixed"),
        kept("reviewround", "DELETE", "", "rounds are kept"),
        kept("periodicreview", "UPDATE", "OLD.conclusion <> ''", "a concluded review is fixed"),
        kept("periodicreview", "DELETE", "", "reviews are kept"),
        kept(
            "amendment",
            "UPDATE",
            "OLD.number IS NOT NULL AND (NEW.number IS NULL OR NEW.number <> OLD.number"
            " OR NEW.content <> OLD.content OR NEW.standard_id <> OLD.standard_id)",
            "a numbered amendment is fixed",
        ),
        kept("amendment", "DELETE", "", "amendments are kept"),
        kept("revisionrequest", "UPDATE", "OLD.decision <> ''", "a decided request is fixed"),
        kept("revisionrequest", "DELETE", "", "requests are kept"),
        kept("suitabilityreview", "UPDATE", "", "a suitability review is fixed"),
        kept("suitabilityreview", "DELETE", "", "a suitability review is fixed"),
        kept("systemversion", "UPDATE", "OLD.state = 'issued'", "an issued version is fixed"),
        kept("systemversion", "DELETE", "OLD.state = 'issued'", "an issued version is fixed"),
    ]
