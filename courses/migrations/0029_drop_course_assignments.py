from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("courses", "0028_move_course_assignments")]
    operations = [migrations.DeleteModel(name="CourseAssignment")]
