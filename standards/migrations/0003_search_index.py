"""The index that a search over many organisations reads (`standards.grams`), in the words of each database."""

from django.db import migrations

# The signs of a gram are letters and digits: the plain tokenizer parts them at blanks alone.
SQLITE = [
    "CREATE VIRTUAL TABLE standards_standard_grams USING fts5(search_grams, content='standards_standard',"
    " content_rowid='id', tokenize='ascii', detail='none', columnsize=0)",
    "CREATE TRIGGER standards_standard_grams_added AFTER INSERT ON standards_standard BEGIN"
    " INSERT INTO standards_standard_grams (rowid, search_grams) VALUES (NEW.id, NEW.search_grams); END",
    "CREATE TRIGGER standards_standard_grams_changed AFTER UPDATE OF search_grams ON standards_standard"
    " WHEN OLD.search_grams <> NEW.search_grams BEGIN"
    " INSERT INTO standards_standard_grams (standards_standard_grams, rowid, search_grams)"
    " VALUES ('delete', OLD.id, OLD.search_grams);"
    " INSERT INTO standards_standard_grams (rowid, search_grams) VALUES (NEW.id, NEW.search_grams); END",
    "INSERT INTO standards_standard_grams (standards_standard_grams) VALUES ('rebuild')",
]
POSTGRES = [
    "CREATE INDEX standards_standard_grams ON standards_standard USING gin (string_to_array(search_grams, ' '))",
]
SQLITE_BACK = [
    "DROP TRIGGER standards_standard_grams_added",
    "DROP TRIGGER standards_standard_grams_changed",
    "DROP TABLE standards_standard_grams",
]
POSTGRES_BACK = ["DROP INDEX standards_standard_grams"]


def run(on_sqlite: list[str], on_postgres: list[str]):
    def execute(apps, schema_editor):
        for statement in on_postgres if schema_editor.connection.vendor == "postgresql" else on_sqlite:
            schema_editor.execute(statement, params=None)

    return execute


class Migration(migrations.Migration):
    dependencies = [("standards", "0002_triggers")]

    operations = [migrations.RunPython(run(SQLITE, POSTGRES), run(SQLITE_BACK, POSTGRES_BACK))]
