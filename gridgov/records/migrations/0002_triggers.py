"""Events and attachments are written once: kept by the database itself, whoever writes."""

from django.db import migrations

from gridgov.records.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]

    operations = [
        *append_only("records_event", "记录只增不改"),
        *append_only("records_attachment", "附件只增不改"),
    ]
