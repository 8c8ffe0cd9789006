"""Questions to the verification page, counted by address."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("evaluation", "0006_panel_triggers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Inquiry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.GenericIPAddressField(verbose_name="地址")),
                ("at", models.DateTimeField(verbose_name="时间")),
            ],
            options={
                "verbose_name": "校验次数",
                "verbose_name_plural": "校验次数",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["address", "at"], name="evaluation_inquiry_recent"),
                    models.Index(fields=["at"], name="evaluation_inquiry_old"),
                ],
            },
        ),
    ]
