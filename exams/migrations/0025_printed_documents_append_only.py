from django.db import migrations

from core.tables import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("exams", "0024_languages_of_printed_papers")]
    # SQLite builds a table anew to give it a column, and its triggers go with the old one.
    operations = [AppendOnly(app="exams", model="PrintedDocument")]
