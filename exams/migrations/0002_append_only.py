from django.db import migrations

from core.tables import AppendOnly

# What may still change in an attempt and a result; all else stands as it was written.
ATTEMPT = ("state", "session_epoch", "deadline_at", "submitted_at", "submit_reason", "receipt_sha256")
RESULT = ("released_at", "released_by_id")


class Migration(migrations.Migration):
    dependencies = [("exams", "0001_initial")]
    operations = [
        *[
            AppendOnly(app="exams", model=model)
            for model in (
                "ItemVersion",
                "AnswerKey",
                "ExamVersion",
                "BlueprintRow",
                "Pool",
                "AttemptItem",
                "Response",
                "TimeGrant",
                "AttemptEvent",
                "Mark",
            )
        ],
        AppendOnly(app="exams", model="Attempt", except_columns=ATTEMPT),
        AppendOnly(app="exams", model="Result", except_columns=RESULT),
    ]
