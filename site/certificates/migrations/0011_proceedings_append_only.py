from django.db import migrations

from core.tables import AppendOnly

COURSE = ("state", "due_at", "suspended_until", "prolonged")
APPEAL = ("appealed_at", "outcome", "appeal_decided_by_id", "appeal_decided_at")
DECISION = ("decision", "decided_by_id", "decided_at", "decision_reasons", "appeal_by")


class Migration(migrations.Migration):
    dependencies = [("certificates", "0010_add_proceedings")]
    operations = [
        # What was announced stays as it was announced; once decided, so does the decision, and the appeal's outcome.
        AppendOnly(app="certificates", model="Proceeding", except_columns=(*COURSE, *APPEAL, *DECISION)),
        AppendOnly(app="certificates", model="Proceeding", except_columns=(*COURSE, *APPEAL), once="decided_at"),
        AppendOnly(app="certificates", model="Proceeding", except_columns=COURSE, once="appeal_decided_at"),
        AppendOnly(app="certificates", model="Step"),
        AppendOnly(app="certificates", model="Enclosure"),
        AppendOnly(
            app="certificates",
            model="Correction",
            except_columns=("state", "decided_by_id", "decided_at", "reasons", "successor_id"),
        ),
        AppendOnly(app="certificates", model="Correction", once="decided_at"),
    ]
