from django.db import migrations

from core.tables import AppendOnly

# What a decision adds; what was asked for stands as written.
DECISION = ("state", "decided_by_id", "decided_at", "decision")


class Migration(migrations.Migration):
    dependencies = [("exams", "0011_add_registering")]
    operations = [
        AppendOnly(app="exams", model="SittingEntry"),
        AppendOnly(app="exams", model="Arrangement", except_columns=DECISION),
    ]
