"""The kept pages of this room (cms.pagecache), and which are forgotten when something is published."""

from collections.abc import Iterable

from cms import pagecache
from courses.models import Course


def tag_of(course: Course) -> str:
    """What the pages of one course and its lessons are made of."""
    return f"course-{course.pk}"


def forget_runs(course: Course) -> None:
    """Its runs stand on its own page and in the catalogue."""
    pagecache.purge(tag_of(course), "courses")


def forget_course(course: Course) -> None:
    """Itself, the courses that name it as their condition, itself or by a track, at any remove, and every list of courses."""
    pagecache.purge(*map(tag_of, [course, *_asking_for(course)]), "courses", *pagecache.GATHERINGS)


def forget_lessons(courses: Iterable[Course]) -> None:
    """A lesson is named by its neighbours and those that wait for it, in each such course, and in the Regulation's margin."""
    pagecache.purge(*map(tag_of, courses), "courses", "law", *pagecache.GATHERINGS)


def _asking_for(course: Course) -> list[Course]:
    """A lock leads past what is locked itself, so it may name a course several steps away. Mostly two queries."""
    by_track = [(one, one.track.courses) for one in Course.objects.exclude(track=None).select_related("track") if one.track]
    found, new = {course.pk: course}, [course]
    while new:
        codes = {one.code for one in new}
        nearer = [
            *Course.objects.filter(prerequisites__in=new).distinct(),
            *(one for one, through in by_track if through & codes),
        ]
        new = [one for one in nearer if one.pk not in found]
        found |= {one.pk: one for one in new}
    return [one for pk, one in found.items() if pk != course.pk]
