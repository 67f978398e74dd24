from django.db import migrations

from core.tables import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("talents", "0001_add_talents")]
    operations = [
        AppendOnly(app="talents", model="ProfileLook"),
        AppendOnly(app="talents", model="CareerRecord"),
        AppendOnly(app="talents", model="VisitReport"),
        AppendOnly(app="talents", model="BaseReview"),
    ]
