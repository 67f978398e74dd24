from django.db import migrations

from core.tables import AppendOnly


class Migration(migrations.Migration):
    """What a department decided is never rewritten."""

    dependencies = [("schools", "0001_initial")]
    operations = [AppendOnly("schools", "Decision")]
