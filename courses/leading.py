"""The first unmet step (下一步): where somebody goes now who is asked for a course that is not completed."""

from dataclasses import dataclass
from typing import Literal

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from courses import pathfinding, recognition, standing
from courses.catalogue import lesson_places, pages
from courses.models import CompletionRecord, Course, CoursePage
from courses.pathfinding import Way
from courses.syllabus import Syllabus


@dataclass(frozen=True)
class Lock:
    """Why something is locked, and where the first thing that opens it is."""

    sentence: str
    url: str
    title: str
    kind: Literal["course", "lesson", "exam", "track"] = "course"

    @property
    def button(self) -> str:
        """What the link says."""
        words = {
            "course": _("To that course"),
            "lesson": _("To that lesson"),
            "exam": _("To that exam"),
            "track": _("To that track"),
        }
        return words[self.kind]


def unmet(course: Course, user: User | AnonymousUser) -> list[Course]:
    """The courses one has to complete first and has not, nor learned elsewhere. One query; more while some are missing."""
    if not user.is_authenticated:
        return list(course.prerequisites.all())
    mine = CompletionRecord.objects.standing().filter(learner=user, course=OuterRef("pk"))
    missing = list(course.prerequisites.exclude(Exists(mine)))
    elsewhere = recognition.learned_elsewhere(user, missing)
    return [one for one in missing if one not in elsewhere]


def before(
    course: Course, user: User | AnonymousUser, shelf: dict[int, CoursePage] | None = None, seen: frozenset[int] = frozenset()
) -> Lock | None:
    """What a course asks for comes first: other courses, then a track; None when it is done. One query for most courses."""
    later = seen | {course.pk}
    first = next((one for one in unmet(course, user) if one.pk not in later), None)
    if first is None and course.track_id is None:
        return None
    shelf = pages() if shelf is None else shelf
    return _to(first, user, shelf, later) if first else _track(course, user, shelf, later)


def to(course: Course, user: User | AnonymousUser) -> Lock:
    """The way to the completion of a course: what it asks for before anything else, its next lesson, or its page to enrol.

    Four queries, two for each course that comes before it, and ten for a track.
    """
    return _to(course, user, pages(), frozenset())


def along(
    way: Way, user: User | AnonymousUser, shelf: dict[int, CoursePage] | None = None, seen: frozenset[int] = frozenset()
) -> Lock | None:
    """Where the next step of a track begins: the next lesson of a course, the first open elective, the exam. None: it is done."""
    if way.next is None:
        return None
    step = way.next.judged.step
    if step.kind == "course":
        shelf = pages() if shelf is None else shelf
        page = next((one for one in shelf.values() if one.course.code == step.code), None)
        if page is not None:
            return _to(page.course, user, shelf, seen)
    address = way.next.url or next((address for _name, address, done in way.next.lessons if not done), "")
    return Lock(way.next.sentence, address, way.next.title, "lesson" if step.kind == "lessons" else step.kind)


def next_on(way: Way) -> str:
    """The next step of a track, in a sentence."""
    return _("First on the way “%(track)s”: %(step)s.") % {"track": way.title, "step": way.next.title if way.next else ""}


def _to(course: Course, user: User | AnonymousUser, shelf: dict[int, CoursePage], seen: frozenset[int]) -> Lock:
    page = shelf.get(course.pk)
    told = standing.of(user, course, page, with_hours=False)
    is_mine = told is not None and told.enrolment is not None
    if not is_mine and course.pk not in seen and (lock := before(course, user, shelf, seen)):
        return lock
    title = page.title if page else course.code
    if is_mine and told is not None and page is not None and (lock := _lesson(told.syllabus, page)):
        return lock
    return Lock(_("First complete the course “%(title)s”.") % {"title": title}, page.address if page else "", title)


def _track(course: Course, user: User | AnonymousUser, shelf: dict[int, CoursePage], seen: frozenset[int]) -> Lock | None:
    """The next step of the track a course asks for. A track that is not published asks for nothing."""
    if course.track is None or not course.track.is_published:
        return None
    way = pathfinding.way(course.track, user)
    if way.is_met:
        return None
    lead = along(way, user, shelf, seen)
    if lead is None or not lead.url:
        return Lock(next_on(way), reverse("courses:track", args=[course.track.slug]), way.title, "track")
    return Lock(next_on(way), lead.url, lead.title, lead.kind)


def _lesson(syllabus: Syllabus, page: CoursePage) -> Lock | None:
    """The lesson one goes on with; where every open one waits for another course's, that one."""
    said = _("First complete the course “%(course)s”; go on with the lesson “%(lesson)s”.")
    if syllabus.next is not None:
        words = {"course": page.title, "lesson": syllabus.next.title}
        return Lock(said % words, reverse("courses:lesson", args=[page.slug, syllabus.next.slug]), syllabus.next.title, "lesson")
    codes = [code for lesson in syllabus.lessons if lesson.state != "done" for code in lesson.waits_for]
    places = lesson_places(codes) if codes else {}
    found = next((places[code] for code in codes if code in places), None)
    if found is None:
        return None
    return Lock(said % {"course": page.title, "lesson": found.title}, found.address, found.title, "lesson")


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
        found[lesson.code] = Lock(said % {"title": title}, address, title, "lesson")
    return found
