from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("courses", "0036_explain_fields")]

    operations = [
        migrations.AddField(
            model_name="course",
            name="idle_minutes",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="After so long without a key or a touch a film pauses and asks. Empty: as everywhere on this site.",
                null=True,
                verbose_name="minutes until a film asks",
            ),
        ),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.CheckConstraint(
                condition=Q(idle_minutes=None) | Q(idle_minutes__gte=1),
                name="course_idle_has_minutes",
                violation_error_message="A film asks after one minute at the earliest.",
            ),
        ),
    ]
