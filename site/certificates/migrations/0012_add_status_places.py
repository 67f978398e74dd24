from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("certificates", "0011_proceedings_append_only")]

    operations = [
        # Empty at first: a default would be drawn once for all rows. The next migration gives each its own.
        migrations.AddField(
            model_name="certificate",
            name="status_list",
            field=models.PositiveIntegerField(null=True, verbose_name="status list"),
        ),
        migrations.AddField(
            model_name="certificate",
            name="status_index",
            field=models.PositiveIntegerField(null=True, verbose_name="place on the status list"),
        ),
    ]
