from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exams", "0028_plain_saving")]

    operations = [
        migrations.AddField(
            model_name="itemstat",
            name="alpha_without",
            field=models.FloatField(null=True, verbose_name="alpha without this item"),
        ),
    ]
