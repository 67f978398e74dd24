"""Training an exam asks for (培训条件): a course, or what stands before it on a track. Unmet, it leads to the next step."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from courses import leading, pathfinding, recognition
from courses.catalogue import pages
from courses.completion import completed_at
from courses.models import Course
from courses.reachability import Asking
from exams.conditions import Condition, day_in_words
from exams.models import Exam, ExamVersion
from exams.models.exam import Rules
from exams.wording import plain


def conditions(candidate: User, version: ExamVersion) -> list[Condition | None]:
    """What the rules ask: `{"course": "QSO"}`, `{"track": "qso"}`, both or neither."""
    return [_course(candidate, version), _track(candidate, version)]


def asked(rules: Rules) -> list[str]:
    """What rules ask for before registering, for who writes or looks at them (two queries)."""
    code, slug = rules.eligibility.get("course"), rules.eligibility.get("track")
    titles = {page.course.code: page.title for page in pages().values()} if code else {}
    tracks = {way.slug: way.title for way in pathfinding.ways_to_courses()} if slug else {}
    said = [_("Before registering one completes the course “%(title)s”.") % {"title": titles.get(code, code)}] if code else []
    if slug:
        said.append(_("Before registering one follows the track “%(title)s”.") % {"title": tracks.get(slug, slug)})
    return said


def asking() -> dict[str, Asking]:
    """What every exam asks for by its newest rules, for the search for dead ends (one query)."""
    versions = ExamVersion.objects.exclude(exam__kind=Exam.Purpose.PRACTICE).order_by("exam__code", "number")
    return {code: asked_in(eligibility) for code, eligibility in versions.values_list("exam__code", "eligibility")}


def asked_in(eligibility: Mapping[str, Any]) -> Asking:
    """What rules ask for, as the courses reckon with it."""
    code = eligibility.get("course")
    return Asking(frozenset([code] if code else []), eligibility.get("track") or "")


def _course(candidate: User, version: ExamVersion) -> Condition | None:
    """One query once it is completed; more while it leads to the next lesson."""
    code = version.eligibility.get("course")
    if not code:
        return None
    done = completed_at(candidate, code)
    if done:
        return Condition(True, _("You completed the course on %(day)s.") % {"day": day_in_words(done)}, key="course")
    course = Course.objects.filter(code=code).first()
    if course and recognition.stands_for(candidate, course):
        said = _("Hours recognised from elsewhere stand for the course: %(hours)s.")
        return Condition(True, said % {"hours": plain(recognition.recognised(candidate, code))}, key="course")
    lock = leading.to(course, candidate) if course else None
    if lock is None or not lock.url:
        return Condition(False, _("Complete the course first."), url=reverse("courses:dashboard"), key="course")
    return Condition(False, lock.sentence, url=lock.url, key="course")


def _track(candidate: User, version: ExamVersion) -> Condition | None:
    """All required steps of the stages before the exam. A track that is not published asks for nothing."""
    slug = version.eligibility.get("track")
    if not slug:
        return None
    way = pathfinding.published(slug, candidate)
    if way is None:
        return None
    if way.before(version.exam.code):
        return Condition(True, _("All that the track asks for before this exam is done."), key="track")
    lead = leading.along(way, candidate)
    address = lead.url if lead and lead.url else reverse("courses:track", args=[slug])
    return Condition(False, leading.next_on(way), url=address, key="track")
