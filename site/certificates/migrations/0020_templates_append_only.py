from django.db import migrations

from core.tables import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("certificates", "0019_add_templates")]
    operations = [
        AppendOnly(app="certificates", model="Template"),
        AppendOnly(app="certificates", model="TemplateMark"),
        # It has learned a column since.
        AppendOnly(app="certificates", model="Artefact"),
    ]
