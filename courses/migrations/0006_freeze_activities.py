from django.db import migrations

from core.tables import AppendOnly

# Once an activity is completed, when and that it was does not change; figures and positions may.
_MAY_CHANGE = ("deeds", "percent", "score", "seconds", "data", "version", "worked_at")


class Migration(migrations.Migration):
    dependencies = [("courses", "0005_add_activities")]
    operations = [
        AppendOnly(app="courses", model="ActivityEvidence"),
        AppendOnly(app="courses", model="ActivityProgress", except_columns=_MAY_CHANGE, once="completed_at"),
    ]
