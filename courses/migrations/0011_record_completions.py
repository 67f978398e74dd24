from django.db import migrations


def record(apps, schema_editor):
    """A record of the first cycle for every enrolment from before there were records."""
    enrolments = apps.get_model("courses", "Enrolment").objects.filter(records=None)
    records = apps.get_model("courses", "CompletionRecord").objects
    made = []
    for one in enrolments.iterator():
        kept = {"version_id": one.version_id, "started_at": one.enrolled_at, "completed_at": one.completed_at}
        made.append(records.model(enrolment_id=one.pk, learner_id=one.learner_id, course_id=one.course_id, **kept))
        if len(made) == 500:
            records.bulk_create(made)
            made = []
    records.bulk_create(made)


class Migration(migrations.Migration):
    dependencies = [("courses", "0010_freeze_cycles")]
    operations = [migrations.RunPython(record, migrations.RunPython.noop)]
