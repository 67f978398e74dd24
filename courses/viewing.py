"""Watching a film (观看): one countable sitting per person, beats that change a row only once, minutes refused with a reason.

A beat costs two statements beside the two by which one is known: it reads the sitting with its row and writes the row back,
provided nobody else has meanwhile (`version`). Opening and ending hold the learner's lock like every other deed.
"""

import time
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from accounts.models import User
from core.dates import now, today
from courses import hours, logbook, watching, working
from courses.activities import Activity, Reached, is_fulfilled, told
from courses.models import ActivityProgress, CreditEntry, Enrolment, WatchSession
from courses.watching import Beat, Watched

_LEAST_TOLD = 60_000  # less than a minute refused is no line in the ledger


class Elsewhere(Exception):
    """This sitting has ended: the same person watches on another device or page, or closed it."""


@dataclass(frozen=True)
class Opened:
    """A sitting that counts from now on, and whether another one ended for it."""

    session: WatchSession
    watched: Watched
    took_over: bool


@dataclass(frozen=True)
class Told:
    """How far one is after a beat."""

    watched: Watched
    progress: ActivityProgress
    activity: Activity

    @property
    def is_complete(self) -> bool:
        return self.progress.completed_at is not None


def clock() -> int:
    """The server's clock in milliseconds."""
    return time.time_ns() // 1_000_000


@transaction.atomic
def open_session(*, enrolment: Enrolment, lesson_code: str, activity: Activity, device: str) -> Opened:
    """Begin to count here. Whatever the same person has open elsewhere stops counting at once."""
    learner, course = enrolment.learner, enrolment.course
    hours.lock(learner)
    working.work_on(learner, lesson_code)
    before = WatchSession.objects.visible_to(learner).filter(ended_at=None).select_related("progress", "course").first()
    if before is not None:
        _end(before, WatchSession.End.ELSEWHERE)
    progress = working.start(learner, lesson_code, activity, enrolment.counts_from)
    watched = watching.begun(_watched(progress, activity.facts.get("milliseconds", 0)), clock())
    progress.data = {name: kept for name, kept in progress.data.items() if name != "seeks"} | {"watch": watching.stored(watched)}
    progress.worked_at, progress.version = now(), progress.version + 1
    changed = ["data", "worked_at", "version"]
    if progress.state == ActivityProgress.State.NOT_STARTED:
        progress.state, changed = ActivityProgress.State.IN_PROGRESS, [*changed, "state"]
    progress.save(update_fields=changed)
    session = WatchSession.objects.create(
        learner=learner, course=course, progress=progress, terms=_terms(activity), device=device[:200]
    )
    logbook.played(learner, course.code, lesson_code, activity, watched)
    return Opened(session, watched, before is not None and before.device != session.device)


def beat(*, learner: User, key: UUID, beat: Beat) -> Told:
    """Take in a report. Heard before, it changes nothing. Raises WatchSession.DoesNotExist and Elsewhere."""
    for _try in range(3):
        session = WatchSession.objects.visible_to(learner).select_related("progress").get(key=key)
        if session.ended_at is not None:
            raise Elsewhere
        progress, activity = session.progress, _judged_by(session)
        before = _watched(progress, activity.facts["milliseconds"])
        forward = activity.facts.get("only_forward_in_seen", False) and progress.completed_at is None
        watched = watching.heard(before, beat, clock(), only_forward_in_seen=forward)
        if watched is before or _write(progress, watched, _seek(before, beat)):
            break
    if progress.completed_at is None and is_fulfilled(activity.rule, progress.reached):
        _fulfil(learner, session, activity, watched)
    return Told(watched, progress, activity)


@transaction.atomic
def close_session(*, learner: User, key: UUID) -> None:
    """End a sitting (the page was left); ended already, nothing happens."""
    hours.lock(learner)
    session = WatchSession.objects.visible_to(learner).select_related("progress", "course").get(key=key)
    if session.ended_at is None:
        _end(session, WatchSession.End.CLOSED)


def _watched(progress: ActivityProgress, duration: int) -> Watched:
    return watching.restored(progress.data.get("watch", {}), duration)


def _seek(before: Watched, beat: Beat) -> list[int] | None:
    """From where to where the player was wound before this report; None when it went on where it was."""
    start = beat.ranges[0][0] if beat.ranges else before.position
    return [before.position, start] if abs(start - before.position) > watching.AHEAD else None


def _write(progress: ActivityProgress, watched: Watched, seek: list[int] | None) -> bool:
    """Keep it unless somebody else has written since it was read. What was reached never falls."""
    read = progress.version
    seeks = [*progress.data.get("seeks", []), *([seek] if seek else [])][: logbook.MOST_SEEKS]
    progress.data = progress.data | {"watch": watching.stored(watched)} | ({"seeks": seeks} if seeks else {})
    progress.percent = max(progress.percent, watched.percent)
    progress.seconds = max(progress.seconds, watched.milliseconds // 1000)
    progress.worked_at, progress.version = now(), read + 1
    names = ("data", "percent", "seconds", "worked_at", "version")
    mine = ActivityProgress.objects.filter(pk=progress.pk, version=read)
    return bool(mine.update(**{name: getattr(progress, name) for name in names}))


def _fulfil(learner: User, session: WatchSession, activity: Activity, watched: Watched) -> None:
    """The beat by which the rule is met; once per activity."""
    progress = session.progress
    reached = Reached(percent=progress.percent, seconds=progress.seconds)
    data = {"ranges": [list(one) for one in watched.ranges], "rule": watching.RULE, "session": str(session.key)}
    done = working.note(
        learner=learner,
        lesson_code=progress.lesson_code,
        activity=activity,
        deed="watched",
        reached=reached,
        data=data,
        since=progress.opened_at,
    )
    progress.completed_at = done.completed_at


def _terms(activity: Activity) -> dict[str, object]:
    """What beats are judged by: the activity as the version froze it, so that a beat need not read the version."""
    return {"id": activity.id, "kind": activity.kind, "rule": activity.rule.data, "facts": dict(activity.facts)}


def _judged_by(session: WatchSession) -> Activity:
    return told(session.terms)


def _end(session: WatchSession, why: str) -> None:
    session.ended_at, session.end = now(), why
    session.save(update_fields=["ended_at", "end"])
    _log_end(session)
    _tell_refused(session)


def _log_end(session: WatchSession) -> None:
    """The sitting as one line of the events log, and one for each time the film was wound."""
    progress, activity = session.progress, _judged_by(session)
    watched = _watched(progress, activity.facts["milliseconds"])
    seeks = progress.data.pop("seeks", [])
    logbook.stopped(session.learner, session.course.code, progress.lesson_code, activity, watched, seeks)


def _tell_refused(session: WatchSession) -> None:
    """Minutes that were reported and not believed become lines of the ledger, each with its reason, once."""
    progress = session.progress
    watch = dict(progress.data.get("watch", {}))
    left = dict(watch.get("refused", {}))
    for reason, amount in sorted(left.items()):
        if amount < _LEAST_TOLD:
            continue
        CreditEntry.objects.create(
            learner=session.learner,
            course=session.course,
            lesson_code=progress.lesson_code,
            seconds=0,
            refused_seconds=amount // 1000,
            reason=CreditEntry.Reason(reason),
            rule_version=f"watching/{watching.RULE}",
            day=today(),
            at=now(),
            source_ref=f"watch:{session.key}:{reason}",
        )
        left[reason] = 0
    progress.data = progress.data | {"watch": watch | {"refused": {name: ms for name, ms in left.items() if ms}}}
    progress.version += 1
    progress.save(update_fields=["data", "version"])
