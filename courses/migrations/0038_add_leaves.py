from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0037_add_idle_minutes")]

    operations = [
        migrations.AddField(
            model_name="medium",
            name="leaves",
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name="pages of a PDF"),
        ),
    ]
