"""A sample names the requirement it was drawn for; it is still added and nothing else."""

from django.db import migrations, models

from gridgov.records.triggers import append_only, refuse

LOCKED = (
    "EXISTS (SELECT 1 FROM evaluation_evaluation e WHERE e.id = NEW.evaluation_id AND e.state = 'locked')"
)


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0008_printed")]

    operations = [
        migrations.AddField(
            model_name="sample",
            name="target",
            field=models.CharField(blank=True, default="", max_length=12, verbose_name="评价要求"),
            preserve_default=False,
        ),
        # SQLite builds the table anew; the triggers of 0006 went with the old one.
        *append_only("evaluation_sample", "抽样结果只增不改"),
        refuse(
            table="evaluation_sample", event="INSERT", message="这份评价已锁定，不能再改", condition=LOCKED
        ),
    ]
