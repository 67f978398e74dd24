from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0031_index_people_of_training"),
        ("organisations", "0001_squashed_0005_add_access_tokens"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="trainingtask",
            index=models.Index(fields=["membership", "course", "track"], name="trainingtask_assigned"),
        ),
    ]
