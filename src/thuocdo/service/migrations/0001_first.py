"""Answers of units to questions."""

from django.db import migrations, models

NUMBER = models.BigAutoField(
    auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Reply",
            fields=[
                ("id", NUMBER),
                ("unit", models.CharField(max_length=20)),
                ("year", models.PositiveSmallIntegerField()),
                ("detector", models.CharField(max_length=40)),
                ("text", models.CharField(max_length=2000)),
                ("actor", models.CharField(max_length=40)),
                ("version", models.PositiveIntegerField()),
                ("written", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "year", "detector"], name="service_reply_place")
                ],
            },
        ),
    ]
