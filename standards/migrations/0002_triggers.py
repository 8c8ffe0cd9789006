"""What no path may do: change or drop a number once given, count backwards, delete from the registry."""

from django.db import migrations

from gridgov.records.triggers import refuse


class Migration(migrations.Migration):
    dependencies = [("standards", "0001_initial")]

    operations = [
        refuse(
            table="standards_standard",
            event="UPDATE",
            condition="OLD.origin = 'own' AND OLD.stage = 'published' AND (NEW.number_key <> OLD.number_key"
            " OR NEW.stage <> OLD.stage OR NEW.origin <> OLD.origin)",
            message="the number of a published standard is fixed",
        ),
        refuse(
            table="standards_standard",
            event="DELETE",
            message="standards are withdrawn, not deleted",
        ),
        refuse(
            table="standards_numbercounter",
            event="UPDATE",
            condition="NEW.last < OLD.last",
            message="a counter never falls",
        ),
        refuse(table="standards_numbercounter", event="DELETE", message="a counter never falls"),
    ]
