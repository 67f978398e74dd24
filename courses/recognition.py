"""Hours recognised (学时认定): learned elsewhere, and counted towards a course as if they had been learned here.

A room above that knows of such hours adds a source in its `apps.ready`; the ledger of lessons stays what it is. Who has as many
as a course is long need not complete it before what comes after it.
"""

from collections.abc import Callable
from decimal import Decimal

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from courses.models import Course

# How many hours of this person are recognised towards the course of this code.
sources: list[Callable[[User, str], Decimal]] = []


def recognised(learner: User, course_code: str) -> Decimal:
    """Hours towards this course from elsewhere (the queries of the sources; none where there is no source)."""
    return sum((source(learner, course_code) for source in sources), Decimal(0))


def stands_for(learner: User | AnonymousUser, course: Course) -> bool:
    """Whether the hours from elsewhere are as many as the course has whole ones (one query more when there are any)."""
    hours = recognised(learner, course.code) if learner.is_authenticated else Decimal(0)
    version = course.current if hours else None
    return version is not None and hours >= version.minutes // course.minutes_per_hour
