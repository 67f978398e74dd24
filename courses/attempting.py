"""Attempts at a package (课件学习): opening one, on whatever device, and keeping what it says, once and in order."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from core.dates import now
from courses import activities, hours, working
from courses.activities import Activity, Reached
from courses.models import Enrolment, Package, PackageAttempt, PackageStatement
from courses.packages import limits, saving, statements
from courses.packages.outcome import Outcome
from courses.packages.saving import Saved

# A frame gives a sign of life twice a minute; a longer silence is not learning.
LONGEST_SILENCE = dt.timedelta(seconds=60)


class Closed(Exception):
    """This part may not be worked in any more: it was taken as often as the package allows, or its time is up."""


class TakenOver(Exception):
    """The attempt has been opened again elsewhere since: this opening may no longer save."""


@transaction.atomic
def begin(*, enrolment: Enrolment, lesson_code: str, activity_id: str, package: Package, anew: bool = False) -> PackageAttempt:
    """Open the newest attempt, or begin one. It goes on with the version it was begun with; the newest opening may save.

    A new one is begun when one wishes and the last is at its end, as long as the package's limits leave anything to take.
    """
    learner = enrolment.learner
    hours.lock(learner)
    mine = PackageAttempt.objects.visible_to(learner).filter(lesson_code=lesson_code, activity_id=activity_id)
    attempt = mine.select_related("package").order_by("-number").first()
    since = enrolment.counts_from
    is_of_an_earlier_cycle = attempt is not None and since is not None and attempt.begun_at < since
    if attempt is None or is_of_an_earlier_cycle or (anew and may_begin_anew(attempt)):
        number = attempt.number + 1 if attempt else 1
        kept = _left_by(attempt) if attempt and not is_of_an_earlier_cycle else {}
        attempt = PackageAttempt(
            learner=learner, lesson_code=lesson_code, activity_id=activity_id, package=package, number=number, state=kept
        )
    attempt.enrolment = enrolment
    attempt.state = _said({**attempt.state, "closed": sorted(attempt.progress.closed())})
    attempt.opening, attempt.sequence = attempt.opening + 1, 0
    attempt.opened_at = attempt.seen_at = now()
    attempt.save()
    activity = activity_of(enrolment, lesson_code, activity_id)
    if activity is not None:
        working.rise(working.start(learner, lesson_code, activity, since), activity, Reached(frozenset({"viewed"})))
        working.work_on(learner, lesson_code)
    return attempt


@transaction.atomic
def save(*, key: UUID, opening: int, unit: str, saved: Saved) -> PackageAttempt:
    """Keep what a frame says. A late or repeated save changes nothing; one of an older opening raises TakenOver.

    Raises Closed, and keeps nothing, where the part was closed when it was opened or its time has run out since.
    """
    hours.lock(PackageAttempt.objects.select_related("learner").get(key=key).learner)
    attempt = PackageAttempt.objects.select_related("package", "learner", "enrolment__version").get(key=key)
    if attempt.opening != opening:
        raise TakenOver
    if saved.sequence <= attempt.sequence:
        return attempt
    if unit in attempt.state.get("closed", ()) or limits.is_too_late(attempt.unit(unit), attempt.seconds_in(unit)):
        raise Closed
    attempt.sequence = saved.sequence
    _count_time(attempt, unit)
    _keep(attempt, unit, saved)
    told = _judged(attempt, saved)
    attempt.completion, attempt.success, attempt.score = told.completion, told.success, told.score
    if told.completion == "completed" and attempt.completed_at is None:
        attempt.completed_at = now()
    attempt.save()
    _report(attempt)
    return attempt


def may_begin_anew(attempt: PackageAttempt) -> bool:
    """Whether this attempt is at its end, and the package's limits leave anything to take."""
    progress = attempt.progress
    return (attempt.completed_at is not None or progress.is_at_its_end()) and progress.may_be_taken_anew()


def _left_by(attempt: PackageAttempt) -> dict[str, Any]:
    """What goes over into the next attempt: how often each part was taken, and what was reached in those that are used up."""
    progress = attempt.progress
    units = {unit: elements for unit, elements in progress.left().items() if elements}
    return _said({"taken": progress.spent(), "units": units})


def _said(state: dict[str, Any]) -> dict[str, Any]:
    """A state without the parts that say nothing."""
    return {name: value for name, value in state.items() if value}


def activity_of(enrolment: Enrolment, lesson_code: str, activity_id: str) -> Activity | None:
    """The activity as the version one is enrolled in has it."""
    lesson = enrolment.version.lesson(lesson_code) or {}
    return next((one for one in activities.of(lesson) if one.id == activity_id), None)


def _report(attempt: PackageAttempt) -> None:
    """Tell the activity what is new in this attempt; what it was told before is told once."""
    activity, since = activity_of(attempt.enrolment, attempt.lesson_code, attempt.activity_id), attempt.enrolment.counts_from
    if activity is None or (since is not None and attempt.begun_at < since):
        return
    progress = working.start(attempt.learner, attempt.lesson_code, activity, since)
    before, told = progress.reached, attempt.outcome
    deeds = [deed for deed, done in (("finished", told.completion == "completed"), ("passed", told.success == "passed")) if done]
    if attempt.percent is not None and attempt.percent > (-1 if before.score is None else before.score):
        deeds.append("scored")
    for deed in deeds:
        if deed == "scored" or deed not in before.deeds:
            reached = Reached(score=attempt.percent if deed == "scored" else None)
            data = {"attempt": str(attempt.key), "package": attempt.package.sha256}
            working.note(
                learner=attempt.learner,
                lesson_code=attempt.lesson_code,
                activity=activity,
                deed=deed,
                reached=reached,
                data=data,
                since=since,
            )


def _count_time(attempt: PackageAttempt, unit: str) -> None:
    """By the server's clock: what a package says of time is kept, and counts for nothing."""
    at = now()
    passed = int(min(max(at - attempt.seen_at, dt.timedelta()), LONGEST_SILENCE).total_seconds())
    by_unit = {**attempt.state.get("seconds", {}), unit: attempt.seconds_in(unit) + passed}
    attempt.state, attempt.seconds, attempt.seen_at = {**attempt.state, "seconds": by_unit}, attempt.seconds + passed, at


def _keep(attempt: PackageAttempt, unit: str, saved: Saved) -> None:
    """Raises saving.Malformed when more would be kept of a unit, or of the whole, than there is room for."""
    units: dict[str, Any] = dict(attempt.state.get("units", {}))
    units[unit] = {**units.get(unit, {}), **saved.elements}
    sizes = {one: sum(len(name) + len(value) for name, value in kept.items()) for one, kept in units.items()}
    if sizes[unit] > saving.LARGEST or sum(sizes.values()) > saving.LARGEST_WHOLE:
        raise saving.Malformed("too much")
    attempt.state = {**attempt.state, "units": units}
    said = [PackageStatement(attempt=attempt, statement_id=known, statement=told) for known, told in saved.statements]
    if said and PackageStatement.objects.filter(attempt=attempt).count() < saving.MOST_KEPT:
        PackageStatement.objects.bulk_create(said, ignore_conflicts=True)


def _judged(attempt: PackageAttempt, saved: Saved) -> Outcome:
    if attempt.package.kind == Package.Kind.H5P:
        return statements.outcome([told for _known, told in saved.statements], attempt.outcome)
    return attempt.progress.outcome()
