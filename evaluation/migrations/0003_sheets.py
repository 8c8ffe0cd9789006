"""An evaluation has sheets: the official one, and in a panel a private one for each member."""

import django.db.models.deletion
from django.db import migrations, models

from gridgov.records.triggers import allow

TABLES = ("evaluation", "judgement", "evidence", "participant", "operation", "result")


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0002_triggers")]

    operations = [
        # The rows are given a sheet, and their tables made anew; 0006 refuses again.
        *[
            allow(table=f"evaluation_{table}", event=event)
            for table in TABLES
            for event in ("INSERT", "UPDATE", "DELETE")
        ],
        migrations.CreateModel(
            name="Sheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "评分中"), ("submitted", "已提交"), ("locked", "已锁定")],
                        default="open",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("serial", models.PositiveIntegerField(default=0, editable=False)),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="提交时间")),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheets",
                        to="evaluation.evaluation",
                    ),
                ),
                (
                    "participant",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheet",
                        to="evaluation.participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "评分表",
                "verbose_name_plural": "评分表",
                "ordering": ["evaluation_id", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("participant", None)),
                        fields=("evaluation",),
                        name="evaluation_sheet_one_official",
                        violation_error_message="一次评价只有一张正式评分表。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "submitted"), _negated=True),
                            ("submitted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="evaluation_sheet_submitted_at",
                    ),
                ],
            },
        ),
        *[
            migrations.AddField(
                model_name=name,
                name="sheet",
                field=models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name=related,
                    to="evaluation.sheet",
                ),
            )
            for name, related in (
                ("operation", "operations"),
                ("judgement", "judgements"),
                ("evidence", "evidence"),
            )
        ],
    ]
