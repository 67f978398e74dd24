from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("courses", "0030_add_course_track"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="trainingtask",
            index=models.Index(
                fields=["organisation", "ended_on", "membership", "due_on", "begun_on", "done_on"], name="trainingtask_people"
            ),
        ),
    ]
