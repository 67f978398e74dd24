"""Eligibility (报考条件): what must be met to start, each condition in one sentence, with the way to remedy it."""

import datetime as dt
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import User
from core.dates import add_months, local_day, now
from exams import registering
from exams.models import Attempt, ExamVersion, Result, Sitting

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Condition:
    """One condition: whether it is met, in words; where to go if not; from when on it will be, if time alone heals it.

    `key` is course, window, admission, attempts, cooling_off, passed or paper. A `note` is always met: it only informs.
    """

    met: bool
    sentence: str
    url: str = ""
    allowed_from: dt.datetime | None = None
    key: str = ""
    note: bool = False


class NotAllowed(Exception):
    """The exam cannot be started; `conditions` are those not met."""

    def __init__(self, conditions: Sequence[Condition]) -> None:
        self.conditions = list(conditions)
        super().__init__("; ".join(condition.sentence for condition in self.conditions))


def conditions(candidate: User, sitting: Sitting, at: dt.datetime | None = None) -> list[Condition]:
    """Every condition of this sitting for this person, met or not, in the order in which one would see to them."""
    moment, version = at or now(), sitting.exam_version
    past = list(Attempt.objects.of(candidate, version.exam).order_by("started_at"))
    found = [
        _course(candidate, version),
        _window(sitting, moment),
        _admission(candidate, sitting),
        _attempts_left(past, version, moment),
        _cooling_off(past, version, moment),
        _passed_before(candidate, version, moment),
    ]
    return [condition for condition in found if condition is not None]


def no_paper(reason: Exception) -> Condition:
    """What a candidate reads when no paper can be drawn; what is short stands in the log."""
    log.error("no paper can be drawn: %s", reason)
    return Condition(False, _("No paper can be put together at the moment. The exam office has been told."), key="paper")


def _course(candidate: User, version: ExamVersion) -> Condition | None:
    code = version.eligibility.get("course")
    if not code:
        return None
    from courses.completion import completed_at

    done = completed_at(candidate, code)
    if done:
        return Condition(True, _("You completed the course on %(day)s.") % {"day": _day(done)}, key="course")
    return Condition(False, _("Complete the course first."), url=reverse("courses:dashboard"), key="course")


def _window(sitting: Sitting, at: dt.datetime) -> Condition:
    if sitting.is_open(at):
        if sitting.closes_at:
            return Condition(True, _("Open until %(moment)s.") % {"moment": _moment(sitting.closes_at)}, key="window")
        return Condition(True, _("You may start at any time."), key="window")
    if sitting.state == Sitting.State.OPEN and at < sitting.opens_at:
        sentence = _("It opens on %(moment)s.") % {"moment": _moment(sitting.opens_at)}
        return Condition(False, sentence, allowed_from=sitting.opens_at, key="window")
    return Condition(False, _("This sitting is closed."), url=reverse("exams:index"), key="window")


def _admission(candidate: User, sitting: Sitting) -> Condition | None:
    if sitting.walk_in:
        return None
    if registering.usable(candidate, sitting):
        return Condition(True, _("You are admitted to this sitting."), key="admission")
    return Condition(False, _("You are not registered for this sitting."), url=reverse("exams:index"), key="admission")


def _attempts_left(past: Sequence[Attempt], version: ExamVersion, at: dt.datetime) -> Condition:
    months, most = version.attempts_window_months, version.max_attempts
    recent = [attempt for attempt in past if _later(attempt.started_at, months) > at]
    words = {"months": months, "most": most}
    if len(recent) < most:
        sentence = _("%(left)s of %(most)s attempts within %(months)s months are left.")
        return Condition(True, sentence % {**words, "left": most - len(recent)}, key="attempts")
    again = _later(recent[-most].started_at, months)
    sentence = _("All %(most)s attempts within %(months)s months are used. You may try again from %(day)s.")
    return Condition(False, sentence % {**words, "day": _day(again)}, allowed_from=again, key="attempts")


def _cooling_off(past: Sequence[Attempt], version: ExamVersion, at: dt.datetime) -> Condition | None:
    """After each failed attempt a wait, longer each time; counted from when it was handed in."""
    failed = _failed_in_a_row(past, _later(at, -version.attempts_window_months))
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
    return Condition(False, sentence % {"days": days, "moment": _moment(again)}, allowed_from=again, key="cooling_off")


def _passed_before(candidate: User, version: ExamVersion, at: dt.datetime) -> Condition | None:
    results = Result.objects.current().released().filter(attempt__candidate=candidate, attempt__exam=version.exam_id, passed=True)
    passed_at = results.order_by("-released_at").values_list("released_at", flat=True).first()
    months = version.eligibility.get("validity_months")
    if passed_at is None or (months and _later(passed_at, months) <= at):
        return None
    return Condition(True, _("You already passed this exam on %(day)s.") % {"day": _day(passed_at)}, key="passed", note=True)


def _failed_in_a_row(past: Sequence[Attempt], since: dt.datetime) -> list[tuple[Attempt, bool]]:
    """Attempts since the last pass, and within the window, that brought none so far; and whether that is known yet.

    A pass not yet released counts as none: the waiting time must not tell what the result page does not.
    """
    mine = Result.objects.current().released().filter(attempt__in=[attempt.pk for attempt in past])
    passed = dict(mine.values_list("attempt_id", "passed"))
    failed: list[tuple[Attempt, bool]] = []
    for attempt in past:
        if passed.get(attempt.pk):
            failed = []
        elif attempt.started_at >= since:
            failed.append((attempt, attempt.pk in passed))
    return failed


def _later(moment: dt.datetime, months: int) -> dt.datetime:
    """The same local time of day so many months later."""
    local = localtime(moment)
    return dt.datetime.combine(add_months(local.date(), months), local.time(), local.tzinfo)


def _day(moment: dt.datetime) -> str:
    return date_format(local_day(moment), "DATE_FORMAT")


def _moment(moment: dt.datetime) -> str:
    return date_format(localtime(moment), "DATETIME_FORMAT")
