from django.db import migrations

from core.tables import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("appointments", "0003_add_packs_and_plans")]

    operations = [
        AppendOnly("appointments", "PlanVersion", once="adopted_at"),
        AppendOnly("appointments", "PlanReview"),
    ]
