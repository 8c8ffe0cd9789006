"""Which import created a standard; while that import is being undone, and only then, the database lets it go."""

import django.db.models.deletion
from django.db import migrations, models

from gridgov.records.triggers import refuse

BEING_UNDONE = (
    "EXISTS (SELECT 1 FROM standards_importbatch b WHERE b.id = OLD.imported_by_id AND b.state = 'undoing')"
)
# A batch goes this way and no other; the last step but one never outlives its transaction.
STEPS = (("checked", "confirmed"), ("confirmed", "undoing"), ("undoing", "undone"))
ALLOWED = " OR ".join(f"(OLD.state = '{old}' AND NEW.state = '{new}')" for old, new in STEPS)


def make_room(apps, schema_editor):
    """On SQLite a trigger of this name stays as it is unless it is dropped first."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER IF EXISTS standards_standard_delete_refused", params=None)


class Migration(migrations.Migration):
    dependencies = [("standards", "0005_triggers")]

    operations = [
        migrations.AddField(
            model_name="standard",
            name="imported_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="created",
                to="standards.importbatch",
                verbose_name="导入批次",
            ),
        ),
        migrations.AlterField(
            model_name="importbatch",
            name="state",
            field=models.CharField(
                choices=[
                    ("checked", "已预检"),
                    ("confirmed", "已导入"),
                    ("undoing", "正在撤销"),
                    ("undone", "已撤销"),
                ],
                default="checked",
                max_length=10,
                verbose_name="状态",
            ),
        ),
        migrations.RunPython(make_room, migrations.RunPython.noop),
        refuse(
            table="standards_standard",
            event="DELETE",
            condition=f"NOT {BEING_UNDONE}",
            message="standards are withdrawn, not deleted",
        ),
        refuse(
            table="standards_importbatch",
            event="UPDATE",
            condition=f"NEW.state <> OLD.state AND NOT ({ALLOWED})",
            message="an import is checked, confirmed, and undone once",
        ),
        refuse(
            table="standards_importbatch",
            event="DELETE",
            condition="OLD.state <> 'checked'",
            message="what was imported is kept on record",
        ),
    ]
