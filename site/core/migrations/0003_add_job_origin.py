from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0002_audit_append_only")]

    operations = [
        migrations.AddField(
            model_name="job",
            name="origin",
            field=models.CharField(blank=True, db_default="", default="", max_length=36),
        ),
    ]
