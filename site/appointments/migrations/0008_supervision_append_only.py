from django.db import migrations

from core.tables import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("appointments", "0007_add_supervision")]

    operations = [
        AppendOnly("appointments", "Supervision"),
        AppendOnly("appointments", "Correction"),
        AppendOnly("appointments", "CorrectionFile"),
        AppendOnly("appointments", "EffectCheck"),
        AppendOnly("appointments", "Assessment"),
        AppendOnly("appointments", "AssessmentMark"),
        AppendOnly("appointments", "AssessmentAnswer"),
        AppendOnly("appointments", "Pulse"),
        AppendOnly("appointments", "PulseTurn"),
        AppendOnly("appointments", "Maturity"),
    ]
