"""Kinds of activity a course does not count, and the reason for which the ledger then refuses minutes.

Taken back, it asks that no minute was refused for that reason yet: a line of the ledger is never rewritten, and the older
program has no word for it.
"""

from typing import Any

from django.db import migrations, models

from core.tables import AppendOnly


class LaidGoingBack(AppendOnly):
    """Going back rebuilds the table on SQLite as going forward does, which drops its triggers: they are laid once more."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """They are laid at the end."""

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        AppendOnly(app=self.app, model=self.model).database_forwards(app_label, schema_editor, from_state, to_state)


_REFUSED = ["daily_cap", "too_fast", "skipped", "absent", "counted", "uncounted"]


class Migration(migrations.Migration):
    dependencies = [("courses", "0038_add_leaves")]

    operations = [
        LaidGoingBack(app="courses", model="CreditEntry"),
        migrations.RemoveConstraint(model_name="creditentry", name="creditentry_refusal_has_reason"),
        migrations.AddField(
            model_name="course",
            name="uncounted_kinds",
            field=models.JSONField(
                blank=True,
                db_default=[],
                default=list,
                help_text=(
                    "None ticked: all count. The minutes of these are not credited and stand in the ledger with the reason. "
                    "The text of a lesson always counts. Who is enrolled keeps the rule of his version."
                ),
                verbose_name="activities that earn no hours",
            ),
        ),
        migrations.AlterField(
            model_name="creditentry",
            name="reason",
            field=models.CharField(
                choices=[
                    ("completed", "lesson completed"),
                    ("daily_cap", "above the daily cap"),
                    ("made_up", "credited later"),
                    ("corrected", "correction"),
                    ("too_fast", "played faster than time went by"),
                    ("skipped", "went ahead of what had been played"),
                    ("attended", "present at a meeting"),
                    ("absent", "not there for this part of the meeting"),
                    ("counted", "counted already: a lesson counts once"),
                    ("event", "event attended"),
                    ("uncounted", "this course credits no hours for this kind of activity"),
                ],
                max_length=20,
                verbose_name="reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="creditentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("refused_seconds", 0), ("reason__in", _REFUSED), _connector="OR"),
                name="creditentry_refusal_has_reason",
            ),
        ),
        AppendOnly(app="courses", model="CreditEntry"),
    ]
