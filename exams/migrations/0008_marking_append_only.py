from django.db import migrations

from core.tables import AppendOnly

# What was proposed stands as written; what became of it is added.
REVISION = ("withdrawn_at", "applied_by_id", "applied_at", "key_id", "completed_at")


class Migration(migrations.Migration):
    dependencies = [("exams", "0007_add_marking_work")]
    operations = [
        AppendOnly(app="exams", model="AngoffRating"),
        AppendOnly(app="exams", model="KeyRevision", except_columns=REVISION),
    ]
