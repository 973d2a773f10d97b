"""Evidence, citations, texts."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Text",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("state", models.CharField(default="waiting", max_length=8)),
                ("error", models.CharField(blank=True, max_length=20)),
                ("pages", models.PositiveIntegerField(null=True)),
                ("cut", models.BooleanField(default=False)),
                ("bare", models.TextField(blank=True)),
                ("marked", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("kind", models.CharField(max_length=8)),
                ("name", models.CharField(max_length=200)),
                ("uploaded_by", models.CharField(max_length=40)),
                ("uploaded", models.DateTimeField()),
                ("scan", models.CharField(max_length=10)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sha256", "uploaded_by"), name="evidence_once_each"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Citation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", models.CharField(db_index=True, max_length=80)),
                ("number", models.CharField(blank=True, max_length=80)),
                ("dated", models.DateField(null=True)),
                ("issuer", models.CharField(blank=True, max_length=200)),
                ("section", models.CharField(blank=True, max_length=120)),
                ("page", models.CharField(blank=True, max_length=40)),
                ("written_by", models.CharField(max_length=40)),
                ("written", models.DateTimeField()),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="citations",
                        to="evidence.evidence",
                    ),
                ),
            ],
        ),
    ]
