"""Moving those who learn to another version of their course (换版本): by a named person, with a reason, kept for good.

Who has completed is never moved. Who is under way keeps every lesson he completed and every minute it earned; lessons the new
version no longer holds are carried along. Lock order: the course's row, then persons'.
"""

from collections import defaultdict

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from courses import completion, hours
from courses.models import Course, CourseRun, CourseVersion, Enrolment, LessonProgress, VersionDecision

Decision = VersionDecision.Decision


class Refused(Exception):
    """Nobody is moved; the message says why."""


@transaction.atomic
def move(*, course: Course, run: CourseRun | None, by: User, because: str) -> VersionDecision:
    """Move those of a run, or those without one, to the version the course has now; newcomers of the run get it too."""
    target = _newest(course, because)
    moved = 0
    for learner, enrolments in _by_learner(under_way(course, run).exclude(version=target)).items():
        hours.lock(learner)
        moved += sum(_move_one(enrolment, target) for enrolment in enrolments)
        completion.settle(learner)
    if run:
        CourseRun.objects.filter(pk=run.pk).update(version=target)
    return _note(course, run, target, Decision.MOVE, moved, by, because)


@transaction.atomic
def keep(*, course: Course, run: CourseRun | None, by: User, because: str) -> VersionDecision:
    """Leave those of a run, or those without one, on the version they have; kept, so that nobody asks again."""
    return _note(course, run, _newest(course, because), Decision.KEEP, 0, by, because)


def under_way(course: Course, run: CourseRun | None) -> QuerySet[Enrolment]:
    """Who is learning in a run, or at his own pace, and has not completed."""
    return Enrolment.objects.filter(course=course, run=run, completed_at=None)


def _newest(course: Course, because: str) -> CourseVersion:
    if not because.strip():
        raise Refused(_("Write the reason: it is kept with the decision."))
    Course.objects.select_for_update(no_key=True).get(pk=course.pk)
    target = course.current
    if target is None:
        raise Refused(_("This course has not been published yet."))
    return target


def _by_learner(enrolments: QuerySet[Enrolment]) -> dict[User, list[Enrolment]]:
    found: dict[User, list[Enrolment]] = defaultdict(list)
    for enrolment in enrolments.select_related("learner", "version").order_by("learner_id"):
        found[enrolment.learner].append(enrolment)
    return found


def _move_one(enrolment: Enrolment, target: CourseVersion) -> bool:
    held = {*enrolment.version.codes, *enrolment.carried}
    done = LessonProgress.objects.visible_to(enrolment.learner).filter(lesson_code__in=held)
    kept = {row.lesson_code for row in done if row.counts_since(enrolment.counts_from)}
    carried = sorted(kept - set(target.codes))
    # Completed in this very moment: then he stays where he is.
    open_still = Enrolment.objects.filter(pk=enrolment.pk, completed_at=None)
    return bool(open_still.update(version=target, carried=carried))


def _note(
    course: Course, run: CourseRun | None, version: CourseVersion, decision: Decision, moved: int, by: User, because: str
) -> VersionDecision:
    made = VersionDecision.objects.create(
        course=course, run=run, version=version, decision=decision, moved=moved, by=by, because=because
    )
    record("version.decided", made, by=by, decision=decision, moved=moved, reason=because)
    return made
