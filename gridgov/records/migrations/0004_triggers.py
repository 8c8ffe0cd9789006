"""The triggers of 0002 once more: on SQLite they went with the table that 0003 built anew."""

from django.db import migrations

from gridgov.records.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("records", "0003_life_of_a_standard")]

    operations = append_only("records_event", "记录只增不改")
