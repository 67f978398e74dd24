from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0032_add_audiences_and_fields"),
        ("organisations", "0001_squashed_0005_add_access_tokens"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="trainingtask",
            index=models.Index(fields=["membership", "course", "track"], name="trainingtask_assigned"),
        ),
    ]
