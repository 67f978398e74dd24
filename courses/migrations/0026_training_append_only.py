from django.db import migrations

from core.tables import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("courses", "0025_add_training")]
    operations = [AppendOnly(app="courses", model="TrainingReminder")]
