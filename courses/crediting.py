"""What completing a lesson earns where a course does not count every kind of activity (不计学时的活动). Call it holding the lock.

A lesson that several of one's courses show is counted by that one which counts most of it, and once.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Sum

from accounts.models import User
from core.dates import now, today
from courses import allotment, countable, hours
from courses.countable import Split
from courses.models import CreditEntry, Enrolment

_REASON = CreditEntry.Reason.UNCOUNTED


def credit(enrolment: Enrolment, lesson: Mapping[str, Any]) -> None:
    """Credit a completed lesson, and tell what of it does not count. No query more where everything does."""
    judge, split = enrolment, countable.split(lesson)
    if split.refused:
        judge, split = _most_generous(enrolment, lesson["code"], split)
    # Learned anew in a later cycle it earns nothing more, and nothing is refused either.
    is_anew = bool(split.refused) and hours.is_credited(enrolment.learner, lesson["code"])
    learner, version = enrolment.learner, judge.version.label if split.refused else ""
    hours.credit(learner=learner, course=judge.course, lesson_code=lesson["code"], seconds=split.counted * 60, version=version)
    if split.refused and not is_anew:
        left = split.refused * 60 - refused(learner, lesson["code"])
        refuse(judge, lesson["code"], left, split.kinds, f"kinds:{lesson['code']}")


def refuse(enrolment: Enrolment, lesson_code: str, seconds: int, kinds: tuple[str, ...], ref: str) -> None:
    """Write that the course does not count these minutes; asked again, nothing happens."""
    course, learner = enrolment.course, enrolment.learner
    if seconds <= 0 or CreditEntry.objects.visible_to(learner).filter(source_ref=ref).exists():
        return
    CreditEntry.objects.create(
        learner=learner,
        course=course,
        lesson_code=lesson_code,
        seconds=0,
        refused_seconds=seconds,
        reason=_REASON,
        note=",".join(kinds),
        rule_version=allotment.named(course.minutes_per_hour, course.daily_cap_hours, enrolment.version.label),
        day=today(),
        at=now(),
        source_ref=ref,
    )


def refused(learner: User, lesson_code: str) -> int:
    """Seconds of a lesson of which the ledger says already that they do not count."""
    told = CreditEntry.objects.visible_to(learner).filter(lesson_code=lesson_code, reason=_REASON)
    return told.aggregate(sum=Sum("refused_seconds"))["sum"] or 0


def count_later(enrolment: Enrolment) -> None:
    """What another course did not count of lessons completed before, and this one does, is credited now."""
    told = CreditEntry.objects.visible_to(enrolment.learner).filter(reason=_REASON, lesson_code__in=enrolment.version.codes)
    for code in sorted(set(told.values_list("lesson_code", flat=True))):
        if hours.is_credited(enrolment.learner, code):
            _count_more(enrolment, code)


def _count_more(enrolment: Enrolment, code: str) -> None:
    learner, course, split = enrolment.learner, enrolment.course, _split(enrolment, code)
    entry = hours.outstanding(learner).get(code)
    waits = entry.refused_seconds if entry else 0
    # No more than was refused for this reason, and that once: what was taken back as a mistake stays taken back.
    left = refused(learner, code) - _counted_later(learner, code)
    more = min(split.counted * 60 - hours.credited(learner, code) - waits, left)
    if more > 0:
        version = enrolment.version.label if split.refused else ""
        hours.credit_again(learner=learner, course=course, lesson_code=code, seconds=more + waits, version=version)


def _counted_later(learner: User, code: str) -> int:
    """Seconds refused for this reason that have been asked again since: all that was asked but at first and for the cap."""
    told = CreditEntry.objects.visible_to(learner).filter(source_ref__startswith=f"lesson:{code}:").order_by("pk")
    rows = list(told.values_list("seconds", "refused_seconds"))
    return sum(seconds for seconds, _cap in rows[1:]) + rows[-1][1] - rows[0][1]


def _most_generous(enrolment: Enrolment, code: str, split: Split) -> tuple[Enrolment, Split]:
    """The enrolment whose version counts most of a lesson, itself if none counts more."""
    found = enrolment, split
    for one in Enrolment.objects.visible_to(enrolment.learner).select_related("version", "course").order_by("pk"):
        if code in one.version.codes and (theirs := _split(one, code)).counted > found[1].counted:
            one.learner = enrolment.learner
            found = one, theirs
    return found


def _split(enrolment: Enrolment, code: str) -> Split:
    lesson = enrolment.version.lesson(code)
    return countable.split(lesson) if lesson else Split(0)
