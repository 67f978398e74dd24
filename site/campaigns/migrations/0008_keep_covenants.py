from django.db import migrations

from core.tables import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0007_add_covenants")]
    operations = [
        AppendOnly(app="campaigns", model="Covenant", once="published_at"),
        AppendOnly(
            app="campaigns", model="CovenantSignature", except_columns=("withdrawn_at", "withdrawn_by_id", "reason")
        ),
        AppendOnly(app="campaigns", model="CovenantSignature", once="withdrawn_at"),
    ]
