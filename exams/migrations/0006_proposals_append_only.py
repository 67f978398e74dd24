from django.db import migrations

from core.tables import AppendOnly

# What the decision writes into a proposal that has been handed in.
DECISION = ("verdict", "decided_by_id", "decided_at", "comment", "version_id", "key_id")


class Migration(migrations.Migration):
    dependencies = [("exams", "0005_add_proposals")]
    operations = [
        AppendOnly(app="exams", model="Proposal", except_columns=DECISION, once="proposed_at"),
        AppendOnly(app="exams", model="Proposal", once="decided_at"),
        AppendOnly(app="exams", model="ItemPicture"),
    ]
