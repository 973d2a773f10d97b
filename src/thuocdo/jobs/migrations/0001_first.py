"""Jobs, workers and the outbox."""

from django.db import migrations, models

NUMBER = models.BigAutoField(
    auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Worker",
            fields=[
                ("name", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("started", models.DateTimeField()),
                ("seen", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", NUMBER.clone()),
                ("task", models.CharField(max_length=200)),
                ("arguments", models.JSONField(default=dict)),
                ("key", models.CharField(max_length=120, null=True)),
                ("state", models.CharField(default="queued", max_length=8)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("allowed", models.PositiveSmallIntegerField()),
                ("due", models.DateTimeField()),
                ("holder", models.CharField(blank=True, max_length=120)),
                ("lease_until", models.DateTimeField(null=True)),
                ("done", models.PositiveBigIntegerField(null=True)),
                ("of", models.PositiveBigIntegerField(null=True)),
                ("sentence", models.JSONField(null=True)),
                ("result", models.JSONField(null=True)),
                ("error", models.CharField(blank=True, max_length=20)),
                ("created", models.DateTimeField()),
                ("started", models.DateTimeField(null=True)),
                ("ended", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "due", "id"], name="jobs_next"),
                    models.Index(fields=["state", "lease_until"], name="jobs_lost"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("task", "key"), name="jobs_one_per_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", NUMBER.clone()),
                ("kind", models.CharField(max_length=240)),
                ("key", models.CharField(max_length=240, unique=True)),
                ("content", models.JSONField(default=dict)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("due", models.DateTimeField()),
                ("error", models.CharField(blank=True, max_length=20)),
                ("created", models.DateTimeField()),
                ("delivered", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["delivered", "due"], name="jobs_letters")],
            },
        ),
    ]
