from django.db import migrations

from core.tables import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("certificates", "0021_add_substitutes")]
    operations = [
        # What was proposed stays so; once settled, so does the answer. Retention may take the whole row away with the name.
        AppendOnly(
            app="certificates",
            model="NameSubstitute",
            except_columns=("state", "settled_by_id", "settled_at"),
            deletable=True,
        ),
        AppendOnly(
            app="certificates", model="NameSubstitute", once="settled_at", deletable=True
        ),
    ]
