from django.db import migrations

from core.tables import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("courses", "0022_add_works")]
    operations = [
        AppendOnly(app="courses", model="Work", once="handed_in_at"),
        AppendOnly(app="courses", model="WorkFile", once="kept_at"),
        AppendOnly(app="courses", model="WorkMark"),
    ]
