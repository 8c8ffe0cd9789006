"""Every evaluation there is gets its official sheet; what was found moves onto it."""

from django.db import migrations

MAKE = (
    "INSERT INTO evaluation_sheet (evaluation_id, state, serial)"
    " SELECT id, CASE WHEN state = 'locked' THEN 'locked' ELSE 'open' END, serial FROM evaluation_evaluation"
)
MOVE = (
    "UPDATE evaluation_{table} SET sheet_id ="
    " (SELECT s.id FROM evaluation_sheet s WHERE s.evaluation_id = evaluation_{table}.evaluation_id)"
)


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0003_sheets")]

    operations = [
        migrations.RunSQL(MAKE, migrations.RunSQL.noop),
        *[
            migrations.RunSQL(MOVE.format(table=table), migrations.RunSQL.noop)
            for table in ("operation", "judgement", "evidence")
        ],
    ]
