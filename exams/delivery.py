"""Delivery (考试过程): start, save, hand in. One lock order everywhere: candidate's row, sitting's, attempt's.

Store always, score by rule: an answer that comes too late is kept and does not count; nothing is thrown away.
The whole on one screen: docs/algorithms/exam-delivery.md.
"""

import datetime as dt
import secrets
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from core import jobs
from core.audit import record
from core.clock import now
from exams import assessing, eligibility, events, layout, papers, posting, registering, rush, saving
from exams.beginning import begin
from exams.conditions import Condition, NotAllowed
from exams.drawing import CannotDraw
from exams.layout import UnknownSlot
from exams.models import Attempt, PrintedPaper, Result, Sitting, TimeGrant
from exams.models.delivery import AttemptQuerySet
from exams.saving import Ack, Answer
from exams.signals import attempt_closed

__all__ = [
    "Ack",
    "Answer",
    "NotRunning",
    "TakenOver",
    "UnknownSlot",
    "finalise_due",
    "grant_time",
    "hand_in_sheet",
    "release",
    "save",
    "save_all",
    "settle",
    "start",
    "submit",
    "take_over",
]


class NotRunning(Exception):
    """The attempt is over."""


class TakenOver(Exception):
    """Another device holds the pen by now; `epoch` is its number."""

    def __init__(self, epoch: int) -> None:
        self.epoch = epoch
        super().__init__(epoch)


def start(*, candidate: User, sitting: Sitting, form: PrintedPaper | None = None) -> Attempt:
    """The candidate's open attempt at this exam, or a new one. However often and fast it is asked for, there is one.

    Raises conditions.NotAllowed (`.conditions`) when a condition is not met. The epoch of an open attempt stays as it
    is: a device that wants the pen calls `take_over`. With `form` it is the very paper printed for this sitting, written by
    hand: it began when the sitting did, and is handed in by `hand_in_sheet`.
    """
    if form is not None:
        return _start_on_paper(candidate, sitting, form)
    try:
        attempt, unmet = _start(candidate, sitting, now())
    except IntegrityError:
        # The second line of defence: the database refused a second open attempt, so there is a first.
        attempt, unmet = _mine(candidate, sitting).first(), []
        if attempt is None:
            raise
    if attempt is None:
        raise NotAllowed(unmet)
    return attempt


def take_over(*, attempt: Attempt) -> Attempt:
    """Give the pen to the device that asks; every other one is refused from its next save on (TakenOver, Ack.taken_over)."""
    with transaction.atomic():
        locked = rush.lock(attempt.pk)
        if locked.in_progress:
            locked.session_epoch += 1
            locked.save(update_fields=["session_epoch"])
            events.note(locked, "taken_over", now(), epoch=locked.session_epoch)
    return locked


def save(*, attempt: Attempt, slot: int, value: Any, seq: int | None, epoch: int, client_at: dt.datetime | None = None) -> Ack:
    """Store an answer and acknowledge it. Sending the same again changes nothing.

    `seq` counts up per slot; None means "after whatever is stored" (a form without JavaScript). Raises UnknownSlot and
    answers.Malformed, the faults of a client; everything else is told by the Ack.
    """
    return save_all(attempt=attempt, answers=[Answer(slot, value, seq, client_at)], epoch=epoch)[0]


def save_all(*, attempt: Attempt, answers: Sequence[Answer], epoch: int) -> list[Ack]:
    """Store several answers under one lock, all or none, and acknowledge each.

    Mostly one statement, which is a transaction of its own; 3 queries and a commit where that cannot be.
    """
    if (acks := saving.store_plainly(attempt.pk, answers, epoch, now())) is not None:
        return acks
    with transaction.atomic():
        locked, at = rush.lock_lightly(attempt.pk), now()
        acks = saving.store(locked, answers, epoch, at)
        if locked.in_progress and locked.is_over(at):
            _close(rush.lock(attempt.pk), Attempt.Reason.DEADLINE, at)
    return acks


def submit(
    *, attempt: Attempt, pending: Iterable[Answer] = (), reason: str = Attempt.Reason.CANDIDATE, epoch: int | None = None
) -> Result | None:
    """Hand in, with the answers not yet acknowledged, in one transaction; marks, result and release follow in it.

    Handing in twice returns the same result. None: a person has to mark some of it first. With `epoch` given, raises
    TakenOver when another device holds the pen. A pending answer that cannot be one is noted, not a reason to fail.
    """
    with transaction.atomic():
        locked, at = rush.lock(attempt.pk), now()
        if epoch is not None and locked.in_progress and epoch != locked.session_epoch:
            raise TakenOver(locked.session_epoch)
        saving.store_leniently(locked, pending, at)
        if not locked.in_progress:
            return locked.results.current().first()
        return _close(locked, Attempt.Reason.DEADLINE if locked.is_over(at) else reason, at)


def hand_in_sheet(*, attempt: Attempt, answers: Sequence[Answer], typed_by: Sequence[int]) -> Result | None:
    """Store the answers of a sheet and hand in. They were written in time, so they count whenever they are typed."""
    with transaction.atomic():
        locked, at = rush.lock(attempt.pk), now()
        if not locked.in_progress:
            return locked.results.current().first()
        saving.store(locked, answers, locked.session_epoch, at, forgiven=True)
        events.note(locked, "typed_in", at, by=list(typed_by), answers=len(answers))
        return _close(locked, Attempt.Reason.PAPER, at)


def settle(attempt: Attempt) -> Attempt:
    """The attempt as it stands now: closed if its time is over, whoever looks first (no query while it runs)."""
    if not (attempt.in_progress and attempt.is_over()):
        return attempt
    with transaction.atomic():
        locked, at = rush.lock(attempt.pk), now()
        if locked.in_progress and locked.is_over(at):
            _close(locked, Attempt.Reason.DEADLINE, at)
    return locked


def finalise_due() -> int:
    """Close every attempt whose time is over; how many. Each in its own transaction, so one fault stops no other.

    Whatever went wrong is raised once all have had their turn, as an ExceptionGroup.
    """
    closed, faults = 0, list[Exception]()
    for attempt in Attempt.objects.overdue().told().order_by("deadline_at").iterator(chunk_size=200):
        try:
            closed += not settle(attempt).in_progress
        except Exception as fault:
            fault.add_note(f"attempt {attempt.pk}")
            faults.append(fault)
    if faults:
        raise ExceptionGroup("attempts that could not be closed", faults)
    return closed


def grant_time(*, attempt: Attempt, seconds: int, reason: str, by: User) -> TimeGrant:
    """Give more time (补时). The deadline moves under the attempt's lock; the client learns it with its next ack.

    Raises NotRunning when the attempt is over: what is handed in, or marked, is not reopened by a grant.
    """
    with transaction.atomic():
        locked, at = rush.lock(attempt.pk), now()
        if not locked.in_progress or locked.is_over(at):
            raise NotRunning(attempt.pk)
        grant = TimeGrant.objects.create(attempt=locked, seconds=seconds, reason=reason, granted_by=by, granted_at=at)
        locked.deadline_at += dt.timedelta(seconds=seconds)
        locked.save(update_fields=["deadline_at"])
        events.note(locked, "time_granted", at, seconds=seconds, reason=reason, by=by.pk)
        record("attempt.time_granted", locked, by=by, seconds=seconds)
    return grant


def release(*, result: Result, by: User) -> bool:
    """Release a result by a person's decision; False when it was released before."""
    with transaction.atomic():
        rush.lock(result.attempt_id)
        return assessing.release(Result.objects.told().get(pk=result.pk), by=by, at=now())


@transaction.atomic
def _start(candidate: User, sitting: Sitting, at: dt.datetime) -> tuple[Attempt | None, list[Condition]]:
    rush.lock_person(candidate.pk)
    made = rush.attempts_of(candidate.pk)
    here = [one for one in made if one.exam_id == sitting.exam_version.exam_id]
    if running := next((one for one in here if one.in_progress), None):
        if (attempt := settle(rush.lock(running.pk))).in_progress:
            return attempt, []
        here = list(Attempt.objects.filter(candidate=candidate, exam=running.exam_id).order_by("started_at"))
    held = registering.usable(candidate, sitting)
    counted = [one for one in here if one.state != Attempt.State.VOID]
    unmet = eligibility.unmet(eligibility.conditions(candidate, sitting, at, made=counted, held=[held] if held else []))
    if unmet:
        return None, unmet
    try:
        # Who has never sat any exam has met no item.
        earlier = papers.met_by(candidate) if made else frozenset()
        paper = papers.draw(sitting.exam_version, secrets.randbits(63), earlier=earlier)
    except (CannotDraw, papers.Altered) as reason:
        return None, [eligibility.no_paper(reason)]
    try:
        admission = registering.admit(candidate, sitting, at, held)
    except registering.Full:
        return None, [eligibility.no_seat()]
    except registering.Withdrawn:
        return None, [eligibility.not_admitted()]
    return begin(admission, paper, at, here), []


@transaction.atomic
def _start_on_paper(candidate: User, sitting: Sitting, form: PrintedPaper) -> Attempt:
    """An attempt over a sheet: the form's own slots, in the time of the sitting (the form is another's: ValueError)."""
    if form.sitting_id != sitting.pk:
        raise ValueError(form.pk)
    rush.lock_person(candidate.pk)
    unmet = eligibility.unmet(eligibility.on_paper(candidate, sitting))
    if _mine(candidate, sitting).exists():
        unmet.append(eligibility.writing())
    try:
        paper = papers.of_form(form)
    except papers.Altered as reason:
        unmet.append(eligibility.no_paper(reason))
    if unmet:
        raise NotAllowed(unmet)
    try:
        admission = registering.admit(candidate, sitting, sitting.opens_at, registering.usable(candidate, sitting))
    except registering.Withdrawn as reason:
        raise NotAllowed([eligibility.not_admitted()]) from reason
    here = Attempt.objects.filter(candidate=candidate, exam=sitting.exam_version.exam_id)
    return begin(admission, paper, sitting.opens_at, here, form=form.form)


def _mine(candidate: User, sitting: Sitting) -> AttemptQuerySet:
    """The attempt the candidate is writing, if there is one."""
    return Attempt.objects.open().filter(candidate=candidate, exam=sitting.exam_version.exam_id)


def _close(attempt: Attempt, reason: str, at: dt.datetime) -> Result | None:
    """End the attempt, mark it, give the result. One UPDATE decides who ends it; the loser returns what the winner made."""
    ended = min(at, attempt.deadline_at) if reason in (Attempt.Reason.DEADLINE, Attempt.Reason.PAPER) else at
    items, responses = layout.items(attempt.pk), assessing.counted_responses(attempt)
    changes = {
        "submitted_at": ended,
        "submit_reason": reason,
        "receipt_sha256": assessing.receipt(attempt, items, responses),
    }
    if not rush.close(attempt.pk, **changes):
        return attempt.results.current().first()
    attempt.state = Attempt.State.SUBMITTED
    for name, value in changes.items():
        setattr(attempt, name, value)
    noted = "submitted", {"reason": reason, "receipt": attempt.receipt_sha256}
    with jobs.gathered(), posting.gathered():
        attempt_closed.send(sender=Attempt, attempt=attempt)
        return assessing.assess(attempt, items, responses, at, noted=noted)
