"""Hours (学时) in the ledger: written once per lesson and person, capped per day, never rewritten."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, Sum

from accounts.models import User
from core.dates import now, today
from courses import allotment
from courses.allotment import in_hours
from courses.models import Course, CreditEntry, Enrolment


def total(learner: User, course_code: str) -> Decimal:
    """Hours credited for the lessons of a course, wherever they were learned; rounded down to 0.1."""
    course = Course.objects.get(code=course_code)
    enrolment = Enrolment.objects.visible_to(learner).select_related("version").filter(course=course).first()
    version = enrolment.version if enrolment else course.current
    codes = [*(version.codes if version else []), *(enrolment.carried if enrolment else [])]
    entries = CreditEntry.objects.visible_to(learner).filter(lesson_code__in=codes)
    seconds = entries.aggregate(sum=Sum("seconds"))["sum"] or 0
    return in_hours(seconds, course.minutes_per_hour)


def used_on(learner: User, day: dt.date) -> int:
    """Seconds credited that day, corrections of lessons apart: they mend other days. That of an event stands on its day."""
    mends_another = Q(reason=CreditEntry.Reason.CORRECTED) & ~Q(lesson_code="")
    entries = CreditEntry.objects.visible_to(learner).filter(day=day).exclude(mends_another)
    return entries.aggregate(sum=Sum("seconds"))["sum"] or 0


def earned_since(learner: User, moment: dt.datetime) -> Decimal:
    """Hours credited after a moment, whichever the course, not rounded. Taking back an earlier entry counts for nothing."""
    since = CreditEntry.objects.visible_to(learner).filter(at__gt=moment).order_by()
    lessons = since.values_list("lesson_code", "course__minutes_per_hour").annotate(sum=Sum("seconds"))
    return sum((Decimal(max(0, seconds)) / (60 * minutes) for _lesson, minutes, seconds in lessons), Decimal(0))


_REASON = CreditEntry.Reason
# Entries that credit no lesson: a mended mistake, minutes of a film that were not believed, what was missed of a meeting, what is
# of a kind the course does not count, and hours of an event, which is no lesson.
NO_CREDIT = (
    _REASON.CORRECTED, _REASON.TOO_FAST, _REASON.SKIPPED, _REASON.ABSENT, _REASON.COUNTED, _REASON.EVENT, _REASON.UNCOUNTED,
)  # fmt: skip
# How the source of what a meeting earned begins. What the cap refused of it is asked again when the lesson is completed.
OF_MEETINGS = "meeting:"


@dataclass(frozen=True)
class Learned:
    """A line of the ledger for whoever reckons with it elsewhere. A correction stands on the day of what it corrects."""

    learner: int
    lesson_code: str
    day: dt.date
    seconds: int
    ref: str


def learned(learners: Iterable[int]) -> list[Learned]:
    """Everything credited to these people (one query, however many). Lines by which nothing was credited are left out."""
    entries = CreditEntry.objects.filter(learner_id__in=learners).exclude(seconds=0).order_by("pk")
    columns = ("learner_id", "lesson_code", "day", "seconds", "source_ref", "reason")
    last: dict[tuple[int, str], dt.date] = {}
    lines = []
    for learner, lesson, day, seconds, ref, reason in entries.values_list(*columns):
        if reason == CreditEntry.Reason.CORRECTED and lesson:
            day = last.get((learner, lesson), day)  # noqa: PLW2901 - the day it mends
        else:
            last[learner, lesson] = day
        lines.append(Learned(learner, lesson, day, seconds, ref))
    return lines


def outstanding(learner: User) -> dict[str, CreditEntry]:
    """For each lesson part of which was refused and not made up: its last entry."""
    last: dict[str, CreditEntry] = {}
    entries = CreditEntry.objects.visible_to(learner).exclude(reason__in=NO_CREDIT).exclude(source_ref__startswith=OF_MEETINGS)
    for entry in entries.select_related("course").order_by("pk"):
        last[entry.lesson_code] = entry
    return {code: entry for code, entry in last.items() if entry.refused_seconds}


def room_today(learner: User, course: Course) -> int:
    """Seconds that may still be credited today."""
    cap = allotment.cap_seconds(course.daily_cap_hours, course.minutes_per_hour)
    return max(0, cap - used_on(learner, today()))


def credit(*, learner: User, course: Course, lesson_code: str, seconds: int, version: str = "") -> CreditEntry:
    """Credit a completed lesson; asked again, the entry it already has. Call it holding the learner's lock.

    What its meetings earned is part of its minutes, not more. `version`: that of the course by whose rule some do not count.
    """
    first = CreditEntry.objects.visible_to(learner).filter(source_ref=_ref(lesson_code, 1)).first()
    return first or _write(learner, course, lesson_code, max(0, seconds - credited(learner, lesson_code)), 1, version)


def credited(learner: User, lesson_code: str) -> int:
    """Seconds a lesson has earned so far, corrections reckoned in."""
    entries = CreditEntry.objects.visible_to(learner).filter(lesson_code=lesson_code)
    return max(0, entries.aggregate(sum=Sum("seconds"))["sum"] or 0)


def is_credited(learner: User, lesson_code: str) -> bool:
    """Whether the lesson has been credited by its completion."""
    return CreditEntry.objects.visible_to(learner).filter(source_ref=_ref(lesson_code, 1)).exists()


@transaction.atomic
def credit_attendance(*, learner: User, course: Course, ref: str, seconds: int, title: str) -> CreditEntry:
    """Credit that somebody was at a thing held on a day, named by `ref`; asked again, the entry it already has.

    Whole, for the time was really spent; it takes from what may still be learned that day (docs/algorithms/hours.md).
    """
    lock(learner)
    first = CreditEntry.objects.visible_to(learner).filter(source_ref=ref).first()
    return first or CreditEntry.objects.create(
        learner=learner,
        course=course,
        seconds=seconds,
        reason=CreditEntry.Reason.EVENT,
        note=title,
        rule_version=f"attended-{allotment.RULE}/{course.minutes_per_hour}",
        source_ref=ref,
    )


@transaction.atomic
def take_back_attendance(*, learner: User, ref: str, because: str) -> CreditEntry | None:
    """Take back what being there was credited, by a line of its own on the same day; asked again, the line there is."""
    lock(learner)
    entries = CreditEntry.objects.visible_to(learner)
    mistake, back = entries.filter(source_ref=ref).first(), f"{ref}:back"
    if mistake is None:
        return None
    return entries.filter(source_ref=back).first() or CreditEntry.objects.create(
        learner=learner,
        course=mistake.course,
        seconds=-mistake.seconds,
        reason=CreditEntry.Reason.CORRECTED,
        note=because,
        rule_version=mistake.rule_version,
        day=mistake.day,
        source_ref=back,
    )


@transaction.atomic
def make_up(*, learner: User, lesson_code: str) -> CreditEntry | None:
    """Credit what an earlier day refused (补记). None when nothing is outstanding or today is full as well."""
    lock(learner)
    entry = outstanding(learner).get(lesson_code)
    if entry is None or not room_today(learner, entry.course):
        return None
    version = allotment.version_in(entry.rule_version)
    return credit_again(
        learner=learner, course=entry.course, lesson_code=lesson_code, seconds=entry.refused_seconds, version=version
    )


def credit_again(*, learner: User, course: Course, lesson_code: str, seconds: int, version: str = "") -> CreditEntry:
    """Credit more of a lesson that has been credited. Call it holding the learner's lock."""
    times = CreditEntry.objects.visible_to(learner).filter(source_ref__startswith=f"lesson:{lesson_code}:").count()
    return _write(learner, course, lesson_code, seconds, times + 1, version)


def lock(learner: User) -> None:
    """One deed at a time per person: two tabs may not both find room under the same cap."""
    User.objects.select_for_update(no_key=True).get(pk=learner.pk)


def _ref(lesson_code: str, times: int) -> str:
    return f"lesson:{lesson_code}:{times}"


def _write(learner: User, course: Course, lesson_code: str, asked: int, times: int, version: str = "") -> CreditEntry:
    cap = allotment.cap_seconds(course.daily_cap_hours, course.minutes_per_hour)
    split = allotment.allot(asked=asked, used_today=used_on(learner, today()), cap=cap)
    reason = CreditEntry.Reason.COMPLETED if times == 1 else CreditEntry.Reason.MADE_UP
    return CreditEntry.objects.create(
        learner=learner,
        course=course,
        lesson_code=lesson_code,
        seconds=split.counted,
        refused_seconds=split.refused,
        reason=CreditEntry.Reason.DAILY_CAP if split.refused else reason,
        rule_version=allotment.named(course.minutes_per_hour, course.daily_cap_hours, version),
        day=today(),
        at=now(),
        source_ref=_ref(lesson_code, times),
    )
