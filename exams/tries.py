"""Tries (考试次数): how many are left, the wait after one that failed, what a further series is earned by."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import ROUND_UP, Decimal
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core.clock import now
from exams import rush, series
from exams.conditions import Condition, day_in_words, in_words, later
from exams.models import Attempt, ExamVersion, Result
from exams.wording import plain

# What candidates know of their attempts: results by the attempt's key.
Told = Mapping[UUID, Result]


def past(candidate: User, version: ExamVersion) -> list[Attempt]:
    """The attempts this person has made at this exam, in their order (one query): what the rules on tries are judged by."""
    return list(Attempt.objects.of(candidate, version.exam).order_by("started_at"))


def known(candidate: User, version: ExamVersion, result: Result) -> tuple[list[Attempt], Told]:
    """`past` and `outcomes` of a person at once, `result` among these (two queries; one where nothing else was made)."""
    made = [one for one in rush.attempts_of(candidate.pk) if one.exam_id == version.exam_id and one.state != Attempt.State.VOID]
    counted = {one.pk for one in made}
    if counted == {result.attempt_id} and result.is_released and getattr(result, "successor", None) is None:
        return made, {result.attempt_id: result}
    results = rush.results_of(candidate.pk, version.exam_id) if made else ()
    return made, {result.attempt_id: result for result in results if result.attempt_id in counted}


def outcomes(made: Sequence[Attempt]) -> Told:
    """The released result that holds, of each of these attempts that has one (one query, none where none was made)."""
    known = Result.objects.current().released().filter(attempt__in=[attempt.pk for attempt in made]) if made else ()
    return {result.attempt_id: result for result in known}


def attempts_left(candidate: User, version: ExamVersion, made: Sequence[Attempt] | None = None) -> int:
    """How many attempts the rules leave this person today; as many as at first once a new series is earned."""
    made = past(candidate, version) if made is None else made
    counted = _counted(made, version, now())
    if not counted.used_up:
        return version.max_attempts - len(counted.attempts)
    further = rules(candidate, version, now(), made, outcomes(made))
    return version.max_attempts if all(one.met for one in further if one) else 0


def rules(candidate: User, version: ExamVersion, at: dt.datetime, made: Sequence[Attempt], told: Told) -> list[Condition | None]:
    """Attempts left, the wait after the last, and what a further series is earned by."""
    counted = _counted(made, version, at)
    failed = _failed_in_a_row(counted.attempts, told)
    wait = _cooling_off(failed, version, at)
    if version.cooling_off_hours is None or not failed or not counted.used_up:
        return [_attempts_left(counted, version), wait]
    hours = _hours(candidate, failed[-1][0], version.cooling_off_hours, wait, at)
    earned = all(condition.met for condition in (wait, hours) if condition)
    return [_further_series(version, earned), wait, hours]


def passed_before(version: ExamVersion, at: dt.datetime, told: Told) -> Condition | None:
    passed_at = max((result.released_at for result in told.values() if result.passed and result.released_at), default=None)
    months = version.eligibility.get("validity_months")
    if passed_at is None or (months and later(passed_at, months) <= at):
        return None
    return Condition(
        True, _("You already passed this exam on %(day)s.") % {"day": day_in_words(passed_at)}, key="passed", note=True
    )


def _counted(made: Sequence[Attempt], version: ExamVersion, at: dt.datetime) -> series.Series[Attempt]:
    months = version.attempts_window_months
    count = series.sliding if version.cooling_off_hours is None else series.current
    return count(made, version.max_attempts, lambda moment: later(moment, months), at)


def _attempts_left(counted: series.Series[Attempt], version: ExamVersion) -> Condition:
    months, most = version.attempts_window_months, version.max_attempts
    words = {"months": months, "most": most}
    if not counted.used_up:
        sentence = _("%(left)s of %(most)s attempts within %(months)s months are left.")
        return Condition(True, sentence % {**words, "left": most - len(counted.attempts)}, key="attempts")
    again = later(counted.attempts[-most].started_at, months)
    sentence = _("All %(most)s attempts within %(months)s months are used. You may try again from %(day)s.")
    return Condition(False, sentence % {**words, "day": day_in_words(again)}, allowed_from=again, key="attempts")


def _further_series(version: ExamVersion, earned: bool) -> Condition:
    words = {"most": version.max_attempts}
    if earned:
        return Condition(True, _("A new series of %(most)s attempts is open to you.") % words, key="attempts")
    sentence = _("All %(most)s attempts are used. What is still missing for %(most)s more stands below.")
    return Condition(True, sentence % words, key="attempts", note=True)


def _hours(candidate: User, last: Attempt, asked: int, wait: Condition | None, at: dt.datetime) -> Condition | None:
    """Hours (学时) to be credited after the last attempt of a series that is used up."""
    if not asked:
        return None
    from courses.hours import earned_since

    since = last.submitted_at or at
    earned = earned_since(candidate, since)
    words = {"asked": asked, "day": day_in_words(since)}
    if earned >= asked:
        return Condition(True, _("You earned the %(asked)s hours (学时) asked for since %(day)s.") % words, key="hours")
    sentence = _("%(asked)s hours (学时) are to be credited after your attempt of %(day)s; %(missing)s are still missing.")
    said = sentence % {**words, "missing": plain((asked - earned).quantize(Decimal("0.1"), rounding=ROUND_UP))}
    if wait and wait.allowed_from:
        said += _(" The earliest moment is %(moment)s.") % {"moment": in_words(wait.allowed_from)}
    return Condition(False, said, url=reverse("courses:hours"), key="hours")


def _cooling_off(failed: Sequence[tuple[Attempt, bool]], version: ExamVersion, at: dt.datetime) -> Condition | None:
    """After each failed attempt a wait, longer each time; counted from when it was handed in."""
    if not failed or not version.cooling_off_days:
        return None
    days = version.cooling_off_days[min(len(failed), len(version.cooling_off_days)) - 1]
    last, is_told = failed[-1]
    again = (last.submitted_at or at) + dt.timedelta(days=days)
    if again <= at:
        return Condition(True, _("The waiting time after your last attempt is over."), key="cooling_off")
    if is_told:
        sentence = _("After a failed attempt one waits %(days)s days. You may try again from %(moment)s.")
    else:
        sentence = _("Your last attempt has no result yet. You may try again from %(moment)s.")
    return Condition(False, sentence % {"days": days, "moment": in_words(again)}, allowed_from=again, key="cooling_off")


def _failed_in_a_row(made: Sequence[Attempt], told: Told) -> list[tuple[Attempt, bool]]:
    """Attempts since the last pass that brought none so far; and whether that is known yet.

    A pass not yet released counts as none: the waiting time must not tell what the result page does not.
    """
    failed: list[tuple[Attempt, bool]] = []
    for attempt in made:
        result = told.get(attempt.pk)
        if result and result.passed:
            failed = []
        else:
            failed.append((attempt, result is not None))
    return failed
