"""Moving those who learn to another version of their course (换版本): by a named person, with a reason, kept for good.

Who has completed is never moved. Who is under way keeps every lesson he completed and every minute it earned; lessons the new
version no longer holds are carried along. Lock order: the course's row, then persons'.

More people than a page can wait for are moved by jobs, a hundred a transaction; the order tells how far it is.
"""

from collections import defaultdict
from time import monotonic

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.dates import now
from core.jobs import enqueue
from courses import completion, crediting, hours
from courses.models import Course, CourseRun, CourseVersion, Enrolment, LessonProgress, VersionDecision, VersionMove

Decision = VersionDecision.Decision
# So many are moved while the office waits; of more, so many in one transaction, for so long in one job.
AT_ONCE, AT_A_TIME, SECONDS = 200, 100, 60.0


class Refused(Exception):
    """Nobody is moved; the message says why."""


@transaction.atomic
def move(*, course: Course, run: CourseRun | None, by: User, because: str) -> VersionDecision:
    """Move those of a run, or those without one, to the version the course has now; newcomers of the run get it too."""
    target = _newest(course, because)
    moved = _moved(behind(course, run, target), target)
    if run:
        CourseRun.objects.filter(pk=run.pk).update(version=target)
    return _note(course, run, target, Decision.MOVE, moved, by, because)


@transaction.atomic
def order(*, course: Course, run: CourseRun | None, by: User, because: str) -> VersionDecision | VersionMove:
    """Move them now, or, when they are very many, have it done by jobs; the order that is under way, if there is one."""
    target = _newest(course, because)
    if waiting := VersionMove.objects.filter(course=course, run=run, done_at=None).first():
        return waiting
    many = behind(course, run, target).count()
    if many <= AT_ONCE:
        return move(course=course, run=run, by=by, because=because)
    if run:
        CourseRun.objects.filter(pk=run.pk).update(version=target)
    made = VersionMove.objects.create(course=course, run=run, version=target, by=by, because=because, total=many)
    record("version.move_ordered", made, by=by, people=many, reason=because)
    _later(made.pk)
    return made


def go_on(pk: int, seconds: float = SECONDS) -> bool:
    """Move the next people of an order; what is left after a minute is for the next job. Safe to run twice and beside itself."""
    until = monotonic() + seconds
    while not _move_some(pk):
        if monotonic() > until:
            _later(pk)
            return False
    return True


@transaction.atomic
def _move_some(pk: int) -> bool:
    """The next hundred. True: nobody is left, and the decision is kept."""
    told = (
        VersionMove.objects.select_for_update(no_key=True, of=("self",))
        .select_related("course", "run", "by", "version")
        .get(pk=pk)
    )
    if told.done_at:
        return True
    Course.objects.select_for_update(no_key=True).get(pk=told.course_id)
    # Words may have been corrected meanwhile: then it is the corrected version they get.
    target = told.course.versions.filter(number=told.version.number).order_by("-minor")[0]
    left = behind(told.course, told.run, target)
    some = left.filter(pk__in=list(left.order_by("learner_id").values_list("pk", flat=True)[:AT_A_TIME]))
    moved = _moved(some, target)
    told.moved += moved
    if is_done := not behind(told.course, told.run, target).exists():
        told.done_at = now()
        _note(told.course, told.run, target, Decision.MOVE, told.moved, told.by, told.because)
    told.save(update_fields=["moved", "done_at"])
    return is_done


def _later(pk: int) -> None:
    from courses.tasks import move_people

    enqueue(move_people, pk=pk)


@transaction.atomic
def keep(*, course: Course, run: CourseRun | None, by: User, because: str) -> VersionDecision:
    """Leave those of a run, or those without one, on the version they have; kept, so that nobody asks again."""
    return _note(course, run, _newest(course, because), Decision.KEEP, 0, by, because)


def under_way(course: Course, run: CourseRun | None) -> QuerySet[Enrolment]:
    """Who is learning in a run, or at his own pace, and has not completed."""
    return Enrolment.objects.filter(course=course, run=run, completed_at=None)


def behind(course: Course, run: CourseRun | None, target: CourseVersion) -> QuerySet[Enrolment]:
    """Who of them learns by another version."""
    return under_way(course, run).exclude(version=target)


def _moved(enrolments: QuerySet[Enrolment], target: CourseVersion) -> int:
    """Move these people; how many were."""
    moved = 0
    for learner, theirs in _by_learner(enrolments).items():
        hours.lock(learner)
        moved += sum(_move_one(enrolment, target) for enrolment in theirs)
        completion.settle(learner)
    return moved


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
    for enrolment in enrolments.select_related("learner", "version", "course").order_by("learner_id"):
        found[enrolment.learner].append(enrolment)
    return found


def _move_one(enrolment: Enrolment, target: CourseVersion) -> bool:
    held = {*enrolment.version.codes, *enrolment.carried}
    done = LessonProgress.objects.visible_to(enrolment.learner).filter(lesson_code__in=held)
    kept = {row.lesson_code for row in done if row.counts_since(enrolment.counts_from)}
    carried = sorted(kept - set(target.codes))
    # Completed in this very moment: then he stays where he is.
    open_still = Enrolment.objects.filter(pk=enrolment.pk, completed_at=None)
    if not open_still.update(version=target, carried=carried):
        return False
    enrolment.version = target
    crediting.count_later(enrolment)
    return True


def _note(
    course: Course, run: CourseRun | None, version: CourseVersion, decision: Decision, moved: int, by: User, because: str
) -> VersionDecision:
    made = VersionDecision.objects.create(
        course=course, run=run, version=version, decision=decision, moved=moved, by=by, because=because
    )
    record("version.decided", made, by=by, decision=decision, moved=moved, reason=because)
    return made
