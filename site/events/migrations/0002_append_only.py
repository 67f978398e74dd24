from django.db import migrations

from core.tables import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("events", "0001_add_events")]
    operations = [
        AppendOnly(app="events", model="CheckIn"),
        AppendOnly(app="events", model="Cancellation"),
        AppendOnly(app="events", model="Submission", once="decided_at"),
    ]
