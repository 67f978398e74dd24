"""Superseding (更正成绩): a further result from the marks that hold now, told to whoever heard of the one before."""

import datetime as dt

from accounts.models import User
from exams import assessing, events
from exams.models import Attempt, Result
from exams.signals import result_corrected


def supersede(attempt: Attempt, *, cause: str, by: User, at: dt.datetime) -> Result | None:
    """The new result, or None when nothing of it would differ. The caller holds the attempt's lock.

    A result that was released is followed by a released one; one that was not stays closed until a person releases it.
    """
    before = attempt.results.current().get()
    outcome = assessing.outcome_of(
        attempt.items.all(), {mark.attempt_item_id: mark for mark in assessing.final_marks(attempt)}, attempt.exam_version
    )
    same = (outcome.total, outcome.maximum, outcome.passed, [section.as_json() for section in outcome.judged])
    if same == (before.total, before.maximum, before.passed, before.by_section):
        return None
    result = assessing.conclude(attempt, cause=cause, at=at)
    events.note(attempt, "superseded", at, result=str(result.pk), cause=cause)
    if before.is_released:
        assessing.release(result, by=by, at=at)
        result_corrected.send(sender=Result, before=before, result=result)
    return result
