"""Reading without a network (离线阅读): what a device may keep of a course, and for whom. Its text and one's own notes."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.crypto import salted_hmac

from accounts.models import User
from courses import reading
from courses.models import CoursePage, CourseVersion, Enrolment, Medium
from courses.standing import Standing
from courses.syllabus import Lesson

_FILMS = ("video", "audio")


def person_key(user: User) -> str:
    """By which a device tells one person from another; it says nothing of who it is."""
    return salted_hmac("courses.offline", str(user.pk)).hexdigest()[:16]


def edition(version: CourseVersion) -> str:
    """What is kept is replaced once this changes."""
    return f"{version.number}.{version.minor}"


def editions(user: User) -> dict[str, str]:
    """Of every course this person learns and that is published: the edition it should be kept in. Two queries."""
    mine = Enrolment.objects.visible_to(user).select_related("course", "version")
    live = set(CoursePage.objects.live().filter(course__enrolments__learner=user).values_list("course_id", flat=True))
    return {one.course.slug: edition(one.version) for one in mine if one.course_id in live}


def contents(user: User, told: Standing, page: CoursePage, lessons: Iterable[Lesson]) -> dict[str, Any]:
    """What a device fetches to keep these lessons. Films are told with their size, and fetched only when asked for."""
    chosen, course = list(lessons), told.course.slug
    address = {one.slug: reverse("courses:offline_lesson", args=[course, one.slug]) for one in chosen}
    return {
        "person": person_key(user),
        "course": course,
        "title": page.title,
        "edition": edition(told.version),
        "lessons": [{"title": one.title, "slug": one.slug, "address": address[one.slug]} for one in chosen],
        "films": [
            {"address": medium.address, "bytes": medium.size, "lesson": one.slug} for one in chosen for medium in films(told, one)
        ],
    }


def films(told: Standing, here: Lesson) -> list[Medium]:
    """The films and sounds of a lesson that lie on this site."""
    if not any(one.kind in _FILMS for one in here.activities):
        return []
    read = reading.whole(told, here)
    found = [block.value["medium"] for block in read.body if block.block_type in _FILMS] if read else []
    return [medium for medium in found if medium and medium.sha256]
