"""Hours (学时) as the ledger has them."""

from decimal import ROUND_DOWN, Decimal

from django.db.models import Sum

from accounts.models import User
from courses.models import Course, CreditEntry, Enrolment


def total(learner: User, course_code: str) -> Decimal:
    """Hours credited for the lessons of a course, wherever they were learned; rounded down to 0.1."""
    course = Course.objects.get(code=course_code)
    enrolment = Enrolment.objects.visible_to(learner).select_related("version").filter(course=course).first()
    version = enrolment.version if enrolment else course.current
    entries = CreditEntry.objects.visible_to(learner).filter(lesson_code__in=version.codes if version else [])
    seconds = entries.aggregate(sum=Sum("seconds"))["sum"] or 0
    return shown(seconds, course.minutes_per_hour)


def shown(seconds: int, minutes_per_hour: int) -> Decimal:
    """Seconds as hours of so many minutes, rounded down to 0.1."""
    return (Decimal(seconds) / (60 * minutes_per_hour)).quantize(Decimal("0.1"), rounding=ROUND_DOWN)
