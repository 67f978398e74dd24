import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0029_drop_course_assignments")]
    operations = [
        migrations.AddField(
            model_name="course",
            name="track",
            field=models.ForeignKey(
                blank=True,
                help_text="All that the track requires. Who has not done it is told the next step. Who is enrolled already goes on.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="opens",
                to="courses.track",
                verbose_name="track to follow first",
            ),
        ),
    ]
