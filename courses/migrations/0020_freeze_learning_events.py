from django.db import migrations

from core.tables import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("courses", "0019_add_learning_events")]
    operations = [AppendOnly(app="courses", model="LearningEvent")]
