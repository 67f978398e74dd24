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
    """Itself, the courses that name it as their condition, and every list of courses."""
    pagecache.purge(*map(tag_of, [course, *course.opens.all()]), "courses", *pagecache.GATHERINGS)


def forget_lessons(courses: Iterable[Course]) -> None:
    """A lesson is named by its neighbours in each course that shows it, and in the margin of the Regulation."""
    pagecache.purge(*map(tag_of, courses), "courses", "law", *pagecache.GATHERINGS)
