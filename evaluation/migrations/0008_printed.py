"""The SHA-256 of every report that was handed out; such rows are added and nothing else."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from gridgov.records.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("evaluation", "0007_inquiries"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Printed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, verbose_name="文件的 SHA-256")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="首次发出时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "result",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="printed",
                        to="evaluation.result",
                    ),
                ),
            ],
            options={
                "verbose_name": "发出的报告",
                "verbose_name_plural": "发出的报告",
                "ordering": ["result_id", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("result", "sha256"), name="evaluation_printed_unique")
                ],
            },
        ),
        *append_only("evaluation_printed", "发出的报告只增不改"),
    ]
