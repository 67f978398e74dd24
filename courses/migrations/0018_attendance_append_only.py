from django.db import migrations

from core.tables import AppendOnly

# Once an activity is completed, when and that it was does not change; figures and positions may, and a person may take it back.
_MAY_CHANGE = ("deeds", "percent", "score", "seconds", "data", "version", "worked_at", "taken_back_at")


class Migration(migrations.Migration):
    dependencies = [("courses", "0017_add_meetings")]
    operations = [
        AppendOnly(app="courses", model="Attendance"),
        AppendOnly(app="courses", model="AttendanceReversal"),
        # SQLite rebuilds these tables for their constraints, and drops their triggers with them.
        AppendOnly(app="courses", model="ActivityProgress", except_columns=_MAY_CHANGE, once="completed_at"),
        AppendOnly(app="courses", model="CreditEntry"),
    ]
