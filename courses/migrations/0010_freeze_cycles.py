from django.db import migrations

from core.tables import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("courses", "0009_add_cycles_and_corrections")]
    operations = [
        # Laid anew: the table has learned columns, and SQLite drops its triggers when it rebuilds a table.
        AppendOnly(app="courses", model="CourseVersion"),
        AppendOnly(app="courses", model="CompletionRecord", once="completed_at"),
        AppendOnly(app="courses", model="CompletionWithdrawal"),
        AppendOnly(app="courses", model="VersionDecision"),
    ]
