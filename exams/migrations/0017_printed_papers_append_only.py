from django.db import migrations

from core.tables import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("exams", "0016_add_printed_papers")]
    operations = [
        AppendOnly(app="exams", model="PrintedPaper"),
        AppendOnly(app="exams", model="PrintedDocument"),
    ]
