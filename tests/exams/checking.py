"""Spot checks for tests: one that is open now with its resit, and what time does to them."""

import datetime as dt
from typing import Any

from core.dates import now
from exams import delivery, invigilating, seating, sittings
from exams.models import Attempt, Exam, ExamVersion, Registration, Sitting
from tests.exams.making import answer, sitting, version

HOUR = dt.timedelta(hours=1)


def check(by: Any, **rules: Any) -> Sitting:
    """A spot check of one question, open now; its resit ends ten days later."""
    of = version(["single"], items=2, **rules)
    Exam.objects.filter(pk=of.exam_id).update(kind=Exam.Purpose.SPOT_CHECK)
    made, _code = sittings.open_spot_check(
        exam=Exam.objects.get(pk=of.exam_id), venue="横琴一厂", hours=2, capacity=None, by=by, resit_days=10
    )
    return made


def unsat() -> Sitting:
    """A spot check that nobody has sat, without a bank or a resit."""
    exam = Exam.objects.create(code="SPT", credential="QSO", title={"zh-hans": "抽考"}, kind=Exam.Purpose.SPOT_CHECK)
    return sitting(ExamVersion.objects.create(exam=exam, number=1, duration_s=1800, cut_score=1, languages=["zh-hans"]))


def resit_of(at: Sitting) -> Sitting:
    """Its resit, read anew."""
    return Sitting.objects.told().get(resit_of=at)


def ended(at: Sitting, *, resit: bool = False) -> Sitting:
    """The check is over, and with `resit` its resit as well; else the resit is open now."""
    there = resit_of(at)
    Sitting.objects.filter(pk=at.pk).update(opens_at=now() - 4 * HOUR, closes_at=now() - 2 * HOUR)
    ends = {"closes_at": now() - HOUR, "registration_closes_at": now() - HOUR} if resit else {}
    Sitting.objects.filter(pk=there.pk).update(opens_at=now() - 2 * HOUR, **ends)
    return resit_of(at)


def sat(candidate: Any, at: Sitting, by: Any, *, right: bool) -> Attempt:
    """The resit registered for, seen by an invigilator, handed in."""
    held: Registration = seating.register(candidate=candidate, sitting=at)
    invigilating.check_in(registration=held, by=by)
    attempt = delivery.start(candidate=candidate, sitting=at)
    answer(attempt, right=right)
    delivery.submit(attempt=attempt)
    attempt.refresh_from_db()
    return attempt
