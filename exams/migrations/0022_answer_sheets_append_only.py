from django.db import migrations

from core.tables import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("exams", "0021_add_answer_sheets")]
    operations = [
        AppendOnly(
            app="exams",
            model="AnswerSheet",
            except_columns=("attempt_id", "discarded_at", "discarded_by_id", "discarded_because"),
        ),
        AppendOnly(app="exams", model="SheetEntry"),
        AppendOnly(app="exams", model="SheetScan"),
    ]
