"""Putting down who was there (考勤): once per meeting and person, by the code or by the teacher, and what it earns.

Lock order: the learner's row, then nothing. A mistake is mended by a reversing row; nothing is rewritten.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.clock import now
from courses import hours, working
from courses.activities import Activity, Reached
from courses.activities import of as activities_of
from courses.meetings import crediting, reckoning
from courses.models import ActivityEvidence, ActivityProgress, Attendance, AttendanceReversal, Enrolment, Meeting


class Refused(Exception):
    """Nobody is put down; the message says why and what to do."""


def key_of(meeting: Meeting) -> bytes:
    """What the codes of a meeting are signed with; nobody else's meeting has it."""
    return salted_hmac("courses.meetings", str(meeting.pk), algorithm="sha256").digest()


def people(meeting: Meeting) -> Any:
    """Who is expected: the learners of the run, by name."""
    return Enrolment.objects.filter(run=meeting.run_id).select_related("learner").order_by("learner__full_name", "pk")


@transaction.atomic
def put_down(
    *,
    meeting: Meeting,
    learner: User,
    by: User | None = None,
    arrived_at: dt.datetime | None = None,
    left_at: dt.datetime | None = None,
) -> Attendance:
    """Put a person down as present: by the code (himself), or by the teacher. Asked again, the row there is."""
    enrolment = _may_be_there(meeting, learner, by)
    if arrived_at and left_at and left_at <= arrived_at:
        raise Refused(_("Leaving is later than arriving. Correct the two times."))
    hours.lock(learner)
    mine = Attendance.objects.visible_to(learner).filter(meeting=meeting)
    there = mine.standing().first()
    if there is not None:
        return there
    stay = reckoning.stay(
        meeting.starts_at,
        meeting.ends_at,
        counts=meeting.minutes and meeting.minutes * 60,
        arrived=arrived_at if by or meeting.counts_arrival else None,
        left=left_at,
    )
    if not stay.there:
        raise Refused(_("Between these two times nothing of the meeting was attended. Correct them."))
    made = Attendance.objects.create(
        meeting=meeting,
        learner=learner,
        number=mine.count() + 1,
        via=Attendance.Via.LIST if by else Attendance.Via.CODE,
        arrived_at=arrived_at,
        left_at=left_at,
        seconds=stay.there,
        by=by,
    )
    crediting.credit(made, enrolment, missed=stay.missed)
    _note(meeting, enrolment, by)
    return made


@transaction.atomic
def take_back(*, attendance: Attendance, by: User, because: str) -> AttendanceReversal:
    """Reverse a row that was put down by mistake, with what it earned. Asked again, the reversal there is."""
    because = because.strip()[:200]
    if not because:
        raise Refused(_("Write the reason: the person reads it."))
    if attendance.learner_id == by.pk:
        raise Refused(_("Nobody decides about himself. Ask another teacher of this run, or the office."))
    hours.lock(attendance.learner)
    made, created = AttendanceReversal.objects.get_or_create(attendance=attendance, defaults={"by": by, "because": because})
    if created:
        crediting.reverse(attendance, because)
        _unnote(attendance, by, because)
        record("attendance.reversed", attendance, by=by, reason=because)
    return made


def _may_be_there(meeting: Meeting, learner: User, by: User | None) -> Enrolment:
    if meeting.called_off_at:
        raise Refused(_("This meeting has been called off: %(reason)s") % {"reason": meeting.called_off_because})
    if now() < meeting.opens_at:
        raise Refused(_("This meeting has not begun: attendance is taken from an hour before its beginning."))
    if by is None and now() > meeting.closes_at:
        raise Refused(_("The meeting is over, and its code is taken no more. Ask the teacher to put you on the list."))
    if by is not None and by.pk == learner.pk:
        raise Refused(_("Nobody decides about himself. Ask another teacher of this run, or the office."))
    enrolment = Enrolment.objects.visible_to(learner).filter(run=meeting.run_id).select_related("version", "course").first()
    if enrolment is None:
        raise Refused(_("This meeting is for the learners of “%(run)s”; you have no seat there.") % {"run": meeting.run.title})
    return enrolment


def _note(meeting: Meeting, enrolment: Enrolment, by: User | None) -> None:
    """Tell the activity, as the version has it; with the seconds of all meetings attended in this cycle."""
    activity = _activity(meeting, enrolment)
    if activity is None:
        return
    rows = _of_activity(enrolment, meeting)
    reached = Reached(seconds=rows.aggregate(sum=Sum("seconds"))["sum"] or 0)
    working.note(
        learner=enrolment.learner,
        lesson_code=meeting.lesson_code,
        activity=activity,
        deed="attended",
        reached=reached,
        by=by,
        data={"meeting": str(meeting.pk)},
        since=enrolment.counts_from,
    )


def _unnote(attendance: Attendance, by: User, because: str) -> None:
    """What this attendance brought the activity is taken back by name; what other meetings brought is reckoned anew.

    A lesson that was completed meanwhile stays complete: that is for the office to withdraw.
    """
    meeting = attendance.meeting
    enrolment = Enrolment.objects.filter(learner=attendance.learner_id, course=meeting.run.course_id).first()
    if enrolment is None:
        return
    rounds = ActivityProgress.objects.filter(
        learner=attendance.learner_id, lesson_code=meeting.lesson_code, activity_id=meeting.activity_id
    )
    for row in rounds.counting(enrolment.counts_from):
        ActivityProgress.objects.filter(pk=row.pk).update(taken_back_at=now(), version=row.version + 1)
        ActivityEvidence.objects.create(
            learner=attendance.learner,
            lesson_code=meeting.lesson_code,
            activity_id=meeting.activity_id,
            kind=row.kind,
            deed="taken_back",
            rule={},
            data={"meeting": str(meeting.pk), "because": because},
            by=by,
        )
    if _of_activity(enrolment, meeting).exists():
        _note(meeting, enrolment, by)


def _of_activity(enrolment: Enrolment, meeting: Meeting) -> Any:
    """The standing attendance of a person at all meetings for one activity, in the present cycle."""
    rows = Attendance.objects.filter(learner=enrolment.learner_id).standing()
    rows = rows.filter(meeting__lesson_code=meeting.lesson_code, meeting__activity_id=meeting.activity_id)
    return rows.filter(at__gte=enrolment.counts_from) if enrolment.counts_from else rows


def _activity(meeting: Meeting, enrolment: Enrolment) -> Activity | None:
    """As the version one learns by has it; None when that holds it no more."""
    lesson = enrolment.version.lesson(meeting.lesson_code) or {}
    return next((one for one in activities_of(lesson) if one.id == meeting.activity_id), None)
