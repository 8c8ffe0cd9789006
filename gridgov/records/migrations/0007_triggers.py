"""The triggers of 0002 once more: on SQLite they went with the table that 0006 built anew."""

from django.db import migrations

from gridgov.records.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("records", "0006_panel_verbs")]

    operations = append_only("records_event", "记录只增不改")
