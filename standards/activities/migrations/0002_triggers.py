"""Records are taken away with a reason, never deleted; a closed finding is fixed (T/CSSG 001.2 §14)."""

from django.db import migrations

from gridgov.records.triggers import refuse

KEPT = (
    *("plan", "planitem", "trainingsession", "attendance", "implementationmeasure", "implementationrecord"),
    *("inspection", "finding", "material", "lending", "person", "qualification", "duty", "activitydocument"),
)


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_initial")]

    operations = [
        *(
            refuse(table=f"activities_{name}", event="DELETE", message="records are taken away, not deleted")
            for name in KEPT
        ),
        refuse(
            table="activities_finding",
            event="UPDATE",
            condition="OLD.state = 'closed'",
            message="a closed finding is fixed",
        ),
    ]
