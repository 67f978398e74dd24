"""What opens what, as it stands today (开放关系): drawn to see whether somebody could still come to everything.

Exams belong to an upper room: it appends to `exam_asking` a callable() that answers what each exam asks for, by its code.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from courses.models import Course, CourseVersion, Track
from courses.reachability import Asking, Net, within_reach
from courses.tracks import is_met, judge

exam_asking: list[Callable[[], Mapping[str, Asking]]] = []


def drawn() -> Net:
    """All published courses and tracks, and the exams. Four queries, and those of the exams."""
    versions = {one.course.code: frozenset(one.codes) for one in CourseVersion.objects.newest().select_related("course")}
    rows = Course.objects.filter(code__in=versions).select_related("track").prefetch_related("prerequisites")
    return Net(
        courses={one.code: asked_by(one) for one in rows},
        lessons=versions,
        exams={code: asked for ask in exam_asking for code, asked in ask().items()},
        tracks={one.slug: one.stages for one in Track.objects.filter(is_published=True)},
    )


def asked_by(course: Course) -> Asking:
    """What a course asks for today."""
    return Asking(frozenset(one.code for one in course.prerequisites.all()), course.track.slug if course.track else "")


def out_of_reach(asking: Asking, net: Net) -> list[str]:
    """Of what is asked for, what nobody could ever complete: codes of courses, the address of a track."""
    reach = within_reach(net)
    found = sorted(asking.courses - reach.courses)
    stages = net.tracks.get(asking.track)
    return found if stages is None or is_met(judge(stages, reach)) else [*found, asking.track]


def shut_by(slug: str, net: Net) -> list[str]:
    """Courses and exams that ask for a track and can never be begun because of it, by their codes."""
    with_it = within_reach(net)
    without = within_reach(replace(net, tracks={one: stages for one, stages in net.tracks.items() if one != slug}))
    courses = {code for code in without.courses - with_it.courses if net.courses[code].track == slug}
    exams = {code for code in without.exams - with_it.exams if net.exams[code].track == slug}
    return sorted(courses | exams)


def askers(slug: str) -> list[str]:
    """Courses and exams that ask for a track, by their codes."""
    courses = set(Course.objects.filter(track__slug=slug).values_list("code", flat=True))
    exams = {code for ask in exam_asking for code, asked in ask().items() if asked.track == slug}
    return sorted(courses | exams)
