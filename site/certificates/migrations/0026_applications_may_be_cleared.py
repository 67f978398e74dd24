from django.db import migrations

from core.tables import AppendOnly, Forgettable


def forgettable(model: str, column: str, after: str = "") -> Forgettable:
    return Forgettable(app="certificates", model=model, column=column, to="*", at="forgotten_at", after=after)


class Migration(migrations.Migration):
    """As before, but that an application's words may be overwritten once, when the time for keeping it is over."""

    dependencies = [("certificates", "0025_add_reopening_and_clearing")]
    operations = [
        AppendOnly(
            app="certificates",
            model="Application",
            except_columns=("statement", "reasons", "forgotten_at"),
            once="decided_at",
        ),
        forgettable("Application", "statement", after="decided_at"),
        forgettable("Application", "reasons", after="decided_at"),
        AppendOnly(app="certificates", model="ApplicationStep", except_columns=("text", "forgotten_at")),
        forgettable("ApplicationStep", "text"),
        AppendOnly(app="certificates", model="Finding", except_columns=("note", "forgotten_at")),
        forgettable("Finding", "note"),
        AppendOnly(
            app="certificates", model="Evidence", except_columns=("removed_at", "name", "forgotten_at"), once="kept_at"
        ),
        forgettable("Evidence", "name", after="kept_at"),
    ]
