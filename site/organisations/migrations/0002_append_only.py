from django.db import migrations

from core.tables import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_add_organisations")]
    operations = [AppendOnly(app="organisations", model="OrganisationDecision")]
