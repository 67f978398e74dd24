from django.db import migrations

from core.tables import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("appointments", "0001_initial")]

    operations = [
        AppendOnly("appointments", "AppointmentLetter"),
        AppendOnly("appointments", "Veto"),
        AppendOnly("appointments", "VetoRuling"),
        AppendOnly("appointments", "DutyEntry"),
        AppendOnly("appointments", "Attachment"),
    ]
