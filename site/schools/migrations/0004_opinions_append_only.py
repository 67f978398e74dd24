from django.db import migrations

from core.tables import AppendOnly


class Migration(migrations.Migration):
    """What an expert wrote is never rewritten."""

    dependencies = [("schools", "0003_add_experts_use_and_scans")]
    operations = [AppendOnly("schools", "ExpertOpinion")]
