from django.db import migrations

from core.tables import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("certificates", "0017_add_applications")]
    operations = [
        # What was decided stays as it was decided.
        AppendOnly(app="certificates", model="Application", once="decided_at"),
        AppendOnly(app="certificates", model="ApplicationStep"),
        AppendOnly(app="certificates", model="Finding"),
        # A draft's file may be thrown away; what was submitted may only be marked as taken out.
        AppendOnly(app="certificates", model="Evidence", except_columns=("removed_at",), once="kept_at"),
    ]
