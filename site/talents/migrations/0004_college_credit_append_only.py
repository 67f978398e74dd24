from django.db import migrations

from core.tables import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("talents", "0003_add_colleges")]
    operations = [AppendOnly(app="talents", model="CollegeCredit", once="decided_at")]
