"""Places in a run (席位): taking one, giving it back, and who moves up when a seat falls free.

Lock order: the run's row, then a person's. Seats are given out by one conditional UPDATE, and a check constraint refuses
to oversell them even to whoever writes past this module (docs/algorithms/runs.md).
"""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import seats
from core.audit import record
from core.clock import now
from courses import completion
from courses.leading import Lock
from courses.locking import course_lock
from courses.models import CourseRun, Enrolment, RunPlace
from courses.run_wording import sentence
from courses.signals import run_place_given


class Refused(Exception):
    """A place cannot be had or given back; the message says why and what to do, in the reader's language, `lock` where to go."""

    def __init__(self, message: str, lock: Lock | None = None) -> None:
        super().__init__(message)
        self.lock = lock


@transaction.atomic
def take(*, learner: User, run: CourseRun) -> RunPlace:
    """A seat, or a place on the waiting list when all are taken. Asked again: the place one has."""
    locked = _lock(run)
    place = RunPlace.objects.visible_to(learner).filter(run=locked).first()
    if place and place.left_at is None:
        return place
    _check(learner, locked)
    place = place or RunPlace(run=locked, learner=learner)
    place.asked_at, place.seated_at, place.left_at = now(), None, None
    place.save()
    # Who waits comes first: a seat that fell free this moment is theirs.
    if RunPlace.objects.waiting().filter(run=locked).first() == place and _seat_taken(locked):
        _seat(place)
    else:
        record("run.waiting", locked, by=learner, place=place.pk)
    return place


@transaction.atomic
def give_back(*, learner: User, run: CourseRun) -> RunPlace | None:
    """Give a place back; the next who waits moves up at once. What was learned stays. None when there was none."""
    locked = _lock(run)
    place = RunPlace.objects.visible_to(learner).live().filter(run=locked).first()
    if place is None:
        return None
    if locked.state.is_over:
        raise Refused(_("This run is over: it stays in your record. What you have not completed you can still complete."))
    was_seated, place.left_at, place.seated_at = place.is_seated, now(), None
    place.save(update_fields=["left_at", "seated_at"])
    record("run.left", locked, by=learner, place=place.pk)
    if was_seated:
        Enrolment.objects.visible_to(learner).filter(run=locked).update(run=None)
        seats.give_back(CourseRun.objects.all(), locked.pk)
        _move_up(locked)
    return place


@transaction.atomic
def fill(run: CourseRun) -> int:
    """Let those who wait move up into free seats (more seats were added, say); how many did."""
    return _move_up(_lock(run))


def _lock(run: CourseRun) -> CourseRun:
    return CourseRun.objects.select_for_update(no_key=True, of=("self",)).select_related("course", "version").get(pk=run.pk)


def _check(learner: User, run: CourseRun) -> None:
    if not run.state.is_open or not run.is_announced:
        raise Refused(sentence(run.state, run.dates))
    taken = Enrolment.objects.visible_to(learner).filter(course=run.course).exists()
    if not taken and (lock := course_lock(run.course, learner)):
        raise Refused(lock.sentence, lock)
    others = RunPlace.objects.visible_to(learner).live().filter(run__course=run.course).exclude(run=run).select_related("run")
    for other in others:
        if not other.run.state.is_over:
            words = {"title": other.run.title}
            raise Refused(_("You have a place in another run of this course, “%(title)s”. Give it back there first.") % words)


def _move_up(run: CourseRun) -> int:
    if run.state.is_over:
        return 0
    moved = 0
    for place in RunPlace.objects.waiting().filter(run=run).select_related("learner"):
        if not _seat_taken(run):
            break
        _seat(place)
        moved += 1
    return moved


def _seat_taken(run: CourseRun) -> bool:
    """Count one more seat as taken, if there is one: the database decides."""
    return seats.take(CourseRun.objects.all(), run.pk)


def _seat(place: RunPlace) -> None:
    place.seated_at = now()
    place.save(update_fields=["seated_at"])
    enrolment = completion.enrol(learner=place.learner, version=place.run.version, run=place.run)
    record("run.seated", place.run, by=None, place=place.pk, enrolment=enrolment.pk)
    run_place_given.send(sender=RunPlace, place=place)
