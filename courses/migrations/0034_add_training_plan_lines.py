import core.dates
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0033_index_tasks_of_members"),
        ("organisations", "0001_squashed_0005_add_access_tokens"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TrainingPlanLine",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("month", models.PositiveSmallIntegerField(verbose_name="month")),
                ("post", models.CharField(blank=True, max_length=60, verbose_name="post")),
                (
                    "hours",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=5, null=True, verbose_name="planned hours a person"
                    ),
                ),
                ("budget", models.PositiveIntegerField(blank=True, null=True, verbose_name="budget in yuan")),
                ("at", models.DateTimeField(default=core.dates.now, verbose_name="written at")),
                (
                    "assignment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_lines",
                        to="courses.trainingassignment",
                        verbose_name="training assignment",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="courses.course",
                        verbose_name="course",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.department",
                        verbose_name="department",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="training_plan_lines",
                        to="organisations.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "track",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="courses.track",
                        verbose_name="track",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a training plan",
                "verbose_name_plural": "lines of training plans",
                "ordering": ["month", "at"],
                "indexes": [models.Index(fields=["organisation", "year", "month"], name="trainingplanline_year")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("course", None), ("track__isnull", False)),
                            models.Q(("course__isnull", False), ("track", None)),
                            _connector="OR",
                        ),
                        name="trainingplanline_one_subject",
                        violation_error_message="Plan either a course or a track.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__gte", 1), ("month__lte", 12)),
                        name="trainingplanline_month_of_year",
                        violation_error_message="A month is one of twelve.",
                    ),
                ],
            },
        ),
    ]
