"""Hours recognised (学时认定): learned elsewhere, and counted towards a course as if they had been learned here.

A room above that knows of such hours adds a source in its `apps.ready`; the ledger of lessons stays what it is. Who has as many
as a course is long need not complete it before what comes after it.
"""

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from courses.models import Course

# How many hours of this person are recognised towards each course of these codes; a course without any may be left out.
sources: list[Callable[[User, Collection[str]], Mapping[str, Decimal]]] = []


def recognised(learner: User, course_code: str) -> Decimal:
    """Hours towards this course from elsewhere (the queries of the sources; none where there is no source)."""
    return by_course(learner, [course_code])[course_code]


def by_course(learner: User, codes: Collection[str]) -> dict[str, Decimal]:
    """The same of many courses, in as many queries as of one."""
    found = dict.fromkeys(codes, Decimal(0))
    for source in sources if found else []:
        for code, hours in source(learner, found.keys()).items():
            found[code] += hours
    return found


def stands_for(learner: User | AnonymousUser, course: Course) -> bool:
    """Whether the hours from elsewhere are as many as the course has whole ones (one query more when there are any)."""
    return course in learned_elsewhere(learner, [course])


def learned_elsewhere(learner: User | AnonymousUser, courses: Collection[Course]) -> list[Course]:
    """Those of these courses whose whole hours come from elsewhere (one query more for each that has any)."""
    if not courses or not learner.is_authenticated:
        return []
    hours = by_course(learner, [one.code for one in courses])
    versions = [(one, one.current) for one in courses if hours[one.code]]
    return [one for one, version in versions if version and hours[one.code] >= version.minutes // one.minutes_per_hour]
