"""Locks (先修): what has to be completed first, named and linked, so that nobody stands before a door without a handle."""

from collections.abc import Collection
from dataclasses import replace

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from accounts.models import User
from courses import countability
from courses.leading import Lock, before
from courses.meetings import reachable
from courses.models import Course, CourseVersion, LessonPage, Track
from courses.network import askers, drawn, out_of_reach, shut_by
from courses.pathfinding import problems
from courses.quizzes.reachable import unfilled
from courses.reachability import Asking, circles, unreachable
from courses.standing import content_language


def course_lock(course: Course, user: User | AnonymousUser) -> Lock | None:
    """What of all this course asks for comes first; None when it is done. One query for most courses."""
    return before(course, user)


def dead_ends() -> list[str]:
    """Everything that can never be reached, in words: circles, what never comes, meetings, quizzes and hours that cannot be."""
    needs = {one.code: [two.code for two in one.prerequisites.all()] for one in Course.objects.prefetch_related("prerequisites")}
    found = [_circle(circle) for circle in circles(needs)]
    for version in CourseVersion.objects.newest().select_related("course"):
        found += lesson_faults(version.course.code, {row["code"]: row.get("after", []) for row in version.lessons})
    net = drawn()
    shut = {slug: codes for slug in net.tracks if (codes := shut_by(slug, net))}
    return (
        found
        + [f"{slug}: {_back_to(codes)}" for slug, codes in shut.items()]
        + reachable.unattended()
        + unfilled()
        + countability.uncreditable()
    )


def lesson_faults(course: str, needs: dict[str, list[str]]) -> list[str]:
    """Lessons of one course that can never be reached, in words."""
    said = _("%(course)s: the lesson %(lesson)s can never be reached; it waits for %(missing)s.")
    stuck = unreachable(
        {code: [other for other in wanted if other in needs or not _exists(other)] for code, wanted in needs.items()}
    )
    return [said % {"course": course, "lesson": code, "missing": ", ".join(missing)} for code, missing in stuck.items()]


def course_faults(course: Course, wanted: Collection[Course]) -> list[str]:
    """What would be wrong if a course asked for these: a circle, or a course nobody can take."""
    needs = {one.code: [two.code for two in one.prerequisites.all()] for one in Course.objects.prefetch_related("prerequisites")}
    needs[course.code] = [one.code for one in wanted]
    found = [_circle(circle) for circle in circles(needs) if course.code in circle]
    nowhere = [one.code for one in wanted if one.current is None]
    found += [_("The course %(code)s is not published: nobody could ever complete it.") % {"code": code} for code in nowhere]
    return found or _never(course, Asking(frozenset(one.code for one in wanted)))


def course_track_faults(course: Course, wanted: Collection[Course], track: Track) -> list[str]:
    """What would be wrong if a course asked for this track beside these courses."""
    if not track.is_published:
        return [_("This track is not published, so it asks for nothing. Publish it first.")]
    if found := problems(track):
        return [_("Nobody could ever follow this track to its end: %(why)s") % {"why": " ".join(found)}]
    required = {step.code for stage in track.stages for step in stage.steps if step.kind == "course" and not step.optional}
    if course.code in required:
        title = track.title(content_language())
        return [_("The track “%(track)s” leads through this course itself: nobody could ever begin it.") % {"track": title}]
    return _never(course, Asking(frozenset(one.code for one in wanted), track.slug))


def track_faults(track: Track, *, is_published: bool) -> list[str]:
    """What would be wrong, for the courses and exams that ask for a track, if it read like this."""
    if not is_published:
        asking = askers(track.slug)
        said = _("%(codes)s asks for this track: let it ask for something else first.")
        return [said % {"codes": ", ".join(asking)}] if asking else []
    net = drawn()
    shut = shut_by(track.slug, replace(net, tracks={**net.tracks, track.slug: track.stages}))
    return [_back_to(shut)] if shut else []


def exam_faults(code: str, asking: Asking) -> list[str]:
    """What would be wrong if an exam asked for this. A course that is no longer published was somebody's choice and stays."""
    net = drawn()
    asking = Asking(asking.courses.intersection(net.courses), asking.track)
    missing = out_of_reach(asking, replace(net, exams={**net.exams, code: asking}))
    return (
        [
            _("Nobody could ever sit this exam: %(missing)s waits for it, or can never be completed.")
            % {"missing": _told(missing, asking.track)}
        ]
        if missing
        else []
    )


def lesson_words_faults(code: str, after: list[str]) -> list[str]:
    """What would be wrong if a lesson waited for these."""
    known = {row.code: row.waits_for for row in LessonPage.objects.defer("body", "checks")}
    absent = [
        _("There is no lesson with the code %(code)s.") % {"code": one} for one in after if one not in known and one != code
    ]
    known[code] = after
    return absent + [_circle(circle) for circle in circles(known) if code in circle]


def lesson_body_fault(page: LessonPage) -> str:
    """What nobody could attend, or no rule of hours could count, in the text of a lesson where it is shown now."""
    return reachable.fault_of_lesson(page) or countability.fault_of_lesson(page)


def course_lessons_fault(course: Course, lessons: Collection[int]) -> str:
    """The same of all lessons a course would show."""
    return reachable.fault_of_course(course, lessons) or countability.fault_of_course(course, lessons)


def _exists(code: str) -> bool:
    return LessonPage.objects.filter(code=code).exists()


def _never(course: Course, asking: Asking) -> list[str]:
    net = drawn()
    missing = out_of_reach(asking, replace(net, courses={**net.courses, course.code: asking}))
    said = _("Nobody could ever begin this course: %(missing)s waits for it, or can never be completed.")
    return [said % {"missing": _told(missing, asking.track)}] if missing else []


def _told(missing: list[str], slug: str) -> str:
    """Courses by their codes, the track by its title."""
    track = Track.objects.filter(slug=slug).first() if slug in missing else None
    return "、".join(f"“{track.title(content_language())}”" if track and one == slug else one for one in missing)


def _back_to(codes: list[str]) -> str:
    return _("The track leads through what itself waits for the track: %(codes)s. Nobody could ever begin.") % {
        "codes": ", ".join(codes)
    }


def _circle(codes: list[str]) -> str:
    return _("These ask for each other, so nobody can begin: %(codes)s.") % {"codes": " → ".join([*codes, codes[0]])}
