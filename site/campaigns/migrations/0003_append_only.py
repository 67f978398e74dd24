from django.db import migrations

from core.tables import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0002_add_contest")]
    operations = [
        AppendOnly(app="campaigns", model="PlayAnswer"),
        AppendOnly(app="campaigns", model="PrizeDraw"),
    ]
