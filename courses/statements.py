"""The events log for other systems (导出学习事件): JSON Lines of xAPI statements, row by row, never all at once in memory."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet

from accounts.pseudonyms import pseudonym
from core.dates import start_of
from courses import xapi
from courses.models import Course, LearningEvent

_CHUNK = 2000
_COLUMNS = ("key", "learner_id", "verb", "at", "course_code", "lesson_code", "activity_id", "kind", "result")


@dataclass(frozen=True)
class Span:
    """From one local day to another, both included; of one course, or of all. Lessons that no course was named for go with
    the courses that hold them."""

    since: dt.date | None = None
    until: dt.date | None = None
    course: str = ""
    lessons: tuple[str, ...] = ()


def events(span: Span) -> "QuerySet[LearningEvent]":
    found = LearningEvent.objects.order_by("at", "pk")
    if span.since:
        found = found.filter(at__gte=start_of(span.since))
    if span.until:
        found = found.filter(at__lt=start_of(span.until + dt.timedelta(days=1)))
    if span.course:
        found = found.filter(Q(course_code=span.course) | Q(course_code="", lesson_code__in=span.lessons))
    return found


def lines(span: Span) -> Iterator[str]:
    """One statement a line, oldest first."""
    names: dict[int, str] = {}
    for key, learner, verb, at, course, lesson, activity, kind, result in (
        events(span).values_list(*_COLUMNS).iterator(chunk_size=_CHUNK)
    ):
        person = names.setdefault(learner, pseudonym(learner))
        told = xapi.Told(str(key), person, verb, at, course, lesson, activity, kind, result)
        yield json.dumps(xapi.statement(told, settings.SITE_URL), ensure_ascii=False) + "\n"


def span(*, since: dt.date | None = None, until: dt.date | None = None, course: Course | None = None) -> Span:
    """Days and a course as a span. What was done in a lesson counts with every course that ever held it."""
    if course is None:
        return Span(since, until)
    held = {code for version in course.versions.all() for code in version.codes}
    return Span(since, until, course.code, tuple(sorted(held)))
