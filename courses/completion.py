"""When a course is complete (学完), and for whom."""

import datetime as dt

from accounts.models import User
from courses.models import Enrolment


def completed_at(learner: User, course_code: str) -> dt.datetime | None:
    """When this person completed the course; None while it is not complete."""
    return Enrolment.objects.visible_to(learner).filter(course__code=course_code).values_list("completed_at", flat=True).first()
