"""What a program assigned becomes an assignment like any other: one line for each body, course, person who assigned and day.

A date was never said for them. They get thirty days from the day of the upgrade, so that nobody is late because of it.
"""

import datetime as dt

from django.db import migrations

from core.dates import local_day, today

REASON = "由单位自己的系统指派"
DAYS = 30


def move(apps, schema_editor):
    Old, Assignment, Task = (apps.get_model("courses", n) for n in ("CourseAssignment", "TrainingAssignment", "TrainingTask"))
    made, due_on = {}, today() + dt.timedelta(days=DAYS)
    for row in Old.objects.select_related("membership").order_by("assigned_at", "pk"):
        member = row.membership
        key = member.organisation_id, row.course_id, row.assigned_by_id, local_day(row.assigned_at)
        if key not in made:
            made[key] = Assignment.objects.create(
                organisation_id=member.organisation_id, scope="chosen", course_id=row.course_id, due_on=due_on,
                reason=REASON, by_id=row.assigned_by_id, at=row.assigned_at,
            )  # fmt: skip
        made[key].chosen.add(member)
        has_one = Task.objects.filter(membership=member, course_id=row.course_id, ended_on=None).exists()
        if member.person_id is None or (has_one and member.until is None):
            continue
        Task.objects.create(
            organisation_id=member.organisation_id, membership=member, assignment=made[key], course_id=row.course_id,
            since=local_day(row.assigned_at), due_on=due_on, ended_on=member.until, ended_because="left" if member.until else "",
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("courses", "0027_add_course_assignments")]
    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
