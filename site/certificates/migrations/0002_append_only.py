from django.db import migrations

from core.tables import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("certificates", "0001_initial")]
    operations = [
        AppendOnly(app="certificates", model="SchemeVersion"),
        # A certificate keeps every printed fact; only a decision moves its state.
        AppendOnly(app="certificates", model="Certificate", except_columns=("state",)),
        AppendOnly(app="certificates", model="CertificateEvent"),
        AppendOnly(app="certificates", model="Artefact"),
    ]
