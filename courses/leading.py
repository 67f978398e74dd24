"""The first unmet step (下一步): where somebody goes now who is asked for a course that is not completed."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from courses import standing
from courses.catalogue import lesson_places, pages
from courses.models import CompletionRecord, Course, CoursePage
from courses.syllabus import Syllabus


@dataclass(frozen=True)
class Lock:
    """Why something is locked, and where the first thing that opens it is."""

    sentence: str
    url: str
    title: str
    is_lesson: bool = False


def unmet(course: Course, user: User | AnonymousUser) -> list[Course]:
    """The courses one has to complete first and has not. One query."""
    if not user.is_authenticated:
        return list(course.prerequisites.all())
    mine = CompletionRecord.objects.standing().filter(learner=user, course=OuterRef("pk"))
    return list(course.prerequisites.exclude(Exists(mine)))


def to(course: Course, user: User | AnonymousUser) -> Lock:
    """The way to the completion of a course: what it asks for before anything else, its next lesson, or its page to enrol.

    Four queries, and two for each course that comes before it.
    """
    return _to(course, user, pages(), frozenset())


def _to(course: Course, user: User | AnonymousUser, shelf: dict[int, CoursePage], seen: frozenset[int]) -> Lock:
    page = shelf.get(course.pk)
    told = standing.of(user, course, page, with_hours=False)
    if told is None or told.enrolment is None:
        before = next((one for one in unmet(course, user) if one.pk not in seen), None)
        if before is not None:
            return _to(before, user, shelf, seen | {course.pk})
    title = page.title if page else course.code
    if told is not None and told.enrolment is not None and page is not None and (lock := _lesson(told.syllabus, page)):
        return lock
    return Lock(_("First complete the course “%(title)s”.") % {"title": title}, page.address if page else "", title)


def _lesson(syllabus: Syllabus, page: CoursePage) -> Lock | None:
    """The lesson one goes on with; where every open one waits for another course's, that one."""
    said = _("First complete the course “%(course)s”; go on with the lesson “%(lesson)s”.")
    if syllabus.next is not None:
        words = {"course": page.title, "lesson": syllabus.next.title}
        return Lock(said % words, reverse("courses:lesson", args=[page.slug, syllabus.next.slug]), syllabus.next.title, True)
    codes = [code for lesson in syllabus.lessons if lesson.state != "done" for code in lesson.waits_for]
    places = lesson_places(codes) if codes else {}
    found = next((places[code] for code in codes if code in places), None)
    if found is None:
        return None
    return Lock(said % {"course": page.title, "lesson": found.title}, found.address, found.title, True)


def lesson_locks(syllabus: Syllabus, page: CoursePage) -> dict[str, Lock]:
    """Of the lessons that wait for others: for which first, by their codes. One query when those are of other courses."""
    waiting = [lesson for lesson in syllabus.lessons if lesson.waits_for and lesson.state != "done"]
    outside = {code for lesson in waiting if syllabus.first_of(lesson.waits_for) is None for code in lesson.waits_for}
    places = lesson_places(outside) if outside else {}
    said = _("It can be read now and completed after the lesson “%(title)s”.")
    found = {}
    for lesson in waiting:
        if first := syllabus.first_of(lesson.waits_for):
            title, address = first.title, reverse("courses:lesson", args=[page.slug, first.slug])
        else:
            place = next((places[code] for code in lesson.waits_for if code in places), None)
            title, address = (place.title, place.address) if place else (" ".join(lesson.waits_for), "")
        found[lesson.code] = Lock(said % {"title": title}, address, title, True)
    return found
