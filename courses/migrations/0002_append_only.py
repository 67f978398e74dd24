from django.db import migrations

from core.tables import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_initial")]
    operations = [
        AppendOnly(app="courses", model="CourseVersion"),
        AppendOnly(app="courses", model="CheckAnswer"),
        AppendOnly(app="courses", model="CreditEntry"),
    ]
