from django.db import migrations

from core.tables import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("exams", "0033_add_results_of_spot_checks")]
    operations = [
        AppendOnly(
            app="exams", model="SpotCheckReport", except_columns=("withdrawn_at", "withdrawn_by_id", "withdrawn_because")
        ),
        AppendOnly(app="exams", model="SpotCheckReport", once="withdrawn_at"),
    ]
