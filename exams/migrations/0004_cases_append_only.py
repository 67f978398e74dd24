from django.db import migrations

from core.tables import AppendOnly

# What the course of a case changes; who opened it, about what and by when it is due stand as written.
CASE = ("state", "assigned_to_id", "decided_by_id", "decided_at", "decision", "reasons")


class Migration(migrations.Migration):
    dependencies = [("exams", "0003_add_cases")]
    operations = [
        AppendOnly(app="exams", model="CaseNote"),
        AppendOnly(app="exams", model="Case", except_columns=CASE),
    ]
