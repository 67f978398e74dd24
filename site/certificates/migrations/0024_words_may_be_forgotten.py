from django.db import migrations

from core.tables import AppendOnly, Forgettable

COURSE = ("state", "due_at", "suspended_until", "prolonged")
APPEAL = ("appealed_at", "outcome", "appeal_decided_by_id", "appeal_decided_at")
DECISION = ("decision", "decided_by_id", "decided_at", "decision_reasons", "appeal_by")
SETTLED = ("state", "decided_by_id", "decided_at", "reasons", "successor_id")


def forgettable(model: str, column: str, after: str = "") -> Forgettable:
    return Forgettable(app="certificates", model=model, column=column, to="*", at="forgotten_at", after=after)


class Migration(migrations.Migration):
    """As before, but that words which name the holder may be overwritten once, when the register forgets the name."""

    dependencies = [("certificates", "0023_add_forgetting")]
    operations = [
        AppendOnly(
            app="certificates",
            model="Proceeding",
            except_columns=(*COURSE, *APPEAL, *DECISION, "reasons", "forgotten_at"),
        ),
        AppendOnly(
            app="certificates",
            model="Proceeding",
            except_columns=(*COURSE, *APPEAL, "reasons", "decision_reasons", "forgotten_at"),
            once="decided_at",
        ),
        AppendOnly(
            app="certificates",
            model="Proceeding",
            except_columns=(*COURSE, "reasons", "decision_reasons", "forgotten_at"),
            once="appeal_decided_at",
        ),
        forgettable("Proceeding", "reasons"),
        forgettable("Proceeding", "decision_reasons", after="decided_at"),
        AppendOnly(app="certificates", model="Step", except_columns=("text", "forgotten_at")),
        forgettable("Step", "text"),
        AppendOnly(app="certificates", model="Enclosure", except_columns=("name", "forgotten_at")),
        forgettable("Enclosure", "name"),
        AppendOnly(app="certificates", model="Correction", except_columns=(*SETTLED, "name", "text", "forgotten_at")),
        AppendOnly(
            app="certificates", model="Correction", except_columns=("name", "text", "reasons", "forgotten_at"), once="decided_at"
        ),
        forgettable("Correction", "name"),
        forgettable("Correction", "text"),
        forgettable("Correction", "reasons", after="decided_at"),
    ]
