"""What attendance earns (面授学时): minutes of the lesson, in the one ledger, under the one daily cap.

A lesson counts its minutes once. Being there credits them at once, as far as they go; completing the lesson credits what is
left of them. What is refused stands in the ledger with its reason: missed, above the cap, counted already, of a kind not counted.
"""

from core.dates import now, today
from courses import allotment, countable, crediting, hours
from courses.activities import of as activities_of
from courses.meetings.reckoning import RULE
from courses.models import Attendance, CreditEntry, Enrolment

_Reason = CreditEntry.Reason
KIND = "session"


def credit(attendance: Attendance, enrolment: Enrolment, *, missed: int) -> None:
    """Write what a person earned by being there. Call it holding the learner's lock."""
    learner, code = enrolment.learner, attendance.meeting.lesson_code
    if _is_uncounted(attendance, enrolment) and not hours.is_credited(learner, code):
        crediting.refuse(enrolment, code, attendance.seconds, (KIND,), _ref(attendance, "kind"))
        return
    open_still = _left_of_lesson(attendance, enrolment)
    asked = min(attendance.seconds, open_still)
    split = allotment.allot(asked=asked, used_today=hours.used_on(learner, today()), cap=_cap(enrolment))
    if asked:
        _write(attendance, enrolment, split.counted, split.refused, _Reason.DAILY_CAP if split.refused else _Reason.ATTENDED)
    if attendance.seconds > asked:
        _write(attendance, enrolment, 0, attendance.seconds - asked, _Reason.COUNTED)
    if missed and not hours.is_credited(learner, code):
        _write(attendance, enrolment, 0, missed, _Reason.ABSENT)


def reverse(attendance: Attendance, because: str) -> None:
    """Take back what it credited, by a line of its own."""
    entry = CreditEntry.objects.filter(learner=attendance.learner_id, source_ref=_ref(attendance, "")).first()
    if entry is None or not entry.seconds:
        return
    CreditEntry.objects.create(
        learner=attendance.learner,
        course=entry.course,
        lesson_code=entry.lesson_code,
        seconds=-entry.seconds,
        reason=_Reason.CORRECTED,
        note=because,
        rule_version=entry.rule_version,
        day=today(),
        at=now(),
        source_ref=_ref(attendance, "reversal"),
    )


def _is_uncounted(attendance: Attendance, enrolment: Enrolment) -> bool:
    """Whether the version one learns by counts no hours of this meeting."""
    lesson = enrolment.version.lesson(attendance.meeting.lesson_code) or {}
    return any(one.uncounted for one in activities_of(lesson) if one.id == attendance.meeting.activity_id)


def _left_of_lesson(attendance: Attendance, enrolment: Enrolment) -> int:
    """Seconds of the lesson nobody has credited to this person; none once its completion has."""
    learner, meeting = enrolment.learner, attendance.meeting
    if hours.is_credited(learner, meeting.lesson_code):
        return 0
    lesson = enrolment.version.lesson(meeting.lesson_code) or meeting.run.version.lesson(meeting.lesson_code)
    whole = countable.split(lesson).counted * 60 if lesson else attendance.seconds
    return max(0, whole - hours.credited(learner, meeting.lesson_code))


def _cap(enrolment: Enrolment) -> int:
    return allotment.cap_seconds(enrolment.course.daily_cap_hours, enrolment.course.minutes_per_hour)


def _ref(attendance: Attendance, what: str) -> str:
    return f"{hours.OF_MEETINGS}{attendance.pk}" + (f":{what}" if what else "")


def _write(attendance: Attendance, enrolment: Enrolment, seconds: int, refused: int, reason: _Reason) -> None:
    course = enrolment.course
    is_main = reason in (_Reason.ATTENDED, _Reason.DAILY_CAP)
    CreditEntry.objects.create(
        learner=enrolment.learner,
        course=course,
        lesson_code=attendance.meeting.lesson_code,
        seconds=seconds,
        refused_seconds=refused,
        reason=reason,
        rule_version=f"attendance/{RULE}/{allotment.RULE}/{course.minutes_per_hour}/{course.daily_cap_hours}",
        day=today(),
        at=now(),
        source_ref=_ref(attendance, "" if is_main else str(reason.value)),
    )
