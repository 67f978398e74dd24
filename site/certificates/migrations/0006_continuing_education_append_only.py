from django.db import migrations

from core.tables import AppendOnly

DECISION = ("verdict", "hours_granted", "reason", "decided_by_id", "decided_at")


class Migration(migrations.Migration):
    dependencies = [("certificates", "0005_add_continuing_education")]
    operations = [
        AppendOnly(app="certificates", model="EducationCredit"),
        AppendOnly(app="certificates", model="SectorDeclaration"),
        # What was claimed stays as it was claimed; a decision is written once and then stays too.
        AppendOnly(app="certificates", model="ActivityClaim", except_columns=DECISION),
        AppendOnly(app="certificates", model="ActivityClaim", once="decided_at"),
        AppendOnly(app="certificates", model="RenewalReminder", except_columns=("sent_at",)),
    ]
