"""Eligibility (报考条件): what must be met to start, each condition in one sentence, with the way to remedy it."""

import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts import roles
from accounts.models import User
from core.dates import add_months, local_day, now
from exams import registering, series
from exams.models import Attempt, ExamVersion, Registration, Result, Sitting
from exams.wording import plain

log = logging.getLogger(__name__)
# What candidates know of their attempts: results by the attempt's key.
Told = Mapping[UUID, Result]


@dataclass(frozen=True)
class Condition:
    """One condition: whether it is met, in words; where to go if not; from when on it will be, if time alone heals it.

    `key` is course, role, account, window, registration, elsewhere, admission, check_in, attempts, cooling_off, hours,
    passed, paper or seat. A `note` is always met: it only informs.
    """

    met: bool
    sentence: str
    url: str = ""
    allowed_from: dt.datetime | None = None
    key: str = ""
    note: bool = False


class NotAllowed(Exception):
    """The exam cannot be started, or not be registered for; `conditions` are those not met."""

    def __init__(self, conditions: Sequence[Condition]) -> None:
        self.conditions = list(conditions)
        super().__init__("; ".join(condition.sentence for condition in self.conditions))


def past(candidate: User, version: ExamVersion) -> list[Attempt]:
    """The attempts this person has made at this exam, in their order (one query): what the rules on tries are judged by."""
    return list(Attempt.objects.of(candidate, version.exam).order_by("started_at"))


def outcomes(made: Sequence[Attempt]) -> Told:
    """The released result that holds, of each of these attempts that has one (one query, none where none was made)."""
    known = Result.objects.current().released().filter(attempt__in=[attempt.pk for attempt in made]) if made else ()
    return {result.attempt_id: result for result in known}


def conditions(
    candidate: User,
    sitting: Sitting,
    at: dt.datetime | None = None,
    *,
    made: Sequence[Attempt] | None = None,
    told: Told | None = None,
    held: Sequence[Registration] | None = None,
) -> list[Condition]:
    """Every condition of this sitting for this person, met or not, in the order in which one would see to them.

    Who has the attempts `made` (see `past`), what of them is `told`, or the admission `held`, if any, at hand spares
    reading them again.
    """
    moment, version = at or now(), sitting.exam_version
    made = past(candidate, version) if made is None else made
    told = outcomes(made) if told is None else told
    found = [
        *_standing(candidate, version, moment),
        _window(sitting, moment),
        *_admission(candidate, sitting, held),
        *_tries(candidate, version, moment, made, told),
        _passed_before(version, moment, told),
    ]
    return [condition for condition in found if condition is not None]


def on_paper(candidate: User, sitting: Sitting) -> list[Condition]:
    """Every condition for a sheet written at this sitting to count, judged by the day it was written."""
    at, version = sitting.opens_at, sitting.exam_version
    before = [attempt for attempt in past(candidate, version) if attempt.started_at < at]
    begun = Condition(at <= now(), _("The sitting has begun."), key="window")
    found = [begun, *_admission(candidate, sitting), *_tries(candidate, version, at, before, outcomes(before))]
    return [condition for condition in found if condition is not None]


def writing() -> Condition:
    """Why a sheet cannot be stored just now: one exam at a time."""
    return Condition(False, _("An attempt at this exam is being written on screen; it has to be handed in first."), key="writing")


def to_register(candidate: User, sitting: Sitting, at: dt.datetime | None = None, *, by_office: bool = False) -> list[Condition]:
    """Every condition of registering for this sitting, met or not. Waits are judged by when it opens.

    The office may register someone after the window has closed; all other conditions hold for it, too.
    """
    moment, version = at or now(), sitting.exam_version
    then, made = max(moment, sitting.opens_at), past(candidate, version)
    told = outcomes(made)
    found = [
        *_standing(candidate, version, moment),
        _registration_window(sitting, moment, by_office),
        _elsewhere(candidate, sitting, moment),
        *_tries(candidate, version, then, made, told),
        _passed_before(version, moment, told),
    ]
    return [condition for condition in found if condition is not None]


def attempts_left(candidate: User, version: ExamVersion, made: Sequence[Attempt] | None = None) -> int:
    """How many attempts the rules leave this person today; as many as at first once a new series is earned."""
    made = past(candidate, version) if made is None else made
    counted = _counted(made, version, now())
    if not counted.used_up:
        return version.max_attempts - len(counted.attempts)
    further = _tries(candidate, version, now(), made, outcomes(made))
    return version.max_attempts if all(one.met for one in further if one) else 0


def unmet(known: Sequence[Condition]) -> list[Condition]:
    return [condition for condition in known if not condition.met]


def no_seat() -> Condition:
    """What a candidate reads who walks in where every seat is taken."""
    return Condition(False, _("Every seat of this sitting is taken."), url=reverse("exams:index"), key="seat")


def not_admitted() -> Condition:
    """What a person reads who holds no seat at this sitting."""
    return Condition(False, _("You are not registered for this sitting."), url=reverse("exams:index"), key="admission")


def refused(registration: Registration) -> Condition:
    """What a candidate reads whose registration the exam office refused."""
    words = {"reason": registration.refused_because}
    return Condition(False, _("The exam office refused this registration: %(reason)s") % words, key="registration")


def no_paper(reason: Exception) -> Condition:
    """What a candidate reads when no paper can be drawn; what is short stands in the log."""
    log.error("no paper can be drawn: %s", reason)
    return Condition(False, _("No paper can be put together at the moment. The exam office has been told."), key="paper")


def _standing(candidate: User, version: ExamVersion, at: dt.datetime) -> list[Condition | None]:
    """Who one must be, whichever the sitting."""
    return [_course(candidate, version), _role(candidate, version), _account_age(candidate, version, at)]


def _role(candidate: User, version: ExamVersion) -> Condition | None:
    """Some exams are for holders of one role alone: `{"role": "examiner"}` in the rules."""
    role = version.eligibility.get("role")
    if not role:
        return None
    holds = candidate.groups.filter(name=role).exists()
    return Condition(holds, _("This exam is for those with the role “%(role)s”.") % {"role": roles.label(role)}, key="role")


def _account_age(candidate: User, version: ExamVersion, at: dt.datetime) -> Condition | None:
    """Some exams ask for an account of some age: `{"account_days": 7}` in the rules."""
    days = version.eligibility.get("account_days")
    if not days:
        return None
    ripe = candidate.date_joined + dt.timedelta(days=days)
    sentence = _("Your account must be %(days)s days old. It will be on %(moment)s.") % {"days": days, "moment": _moment(ripe)}
    if ripe > at:
        return Condition(False, sentence, allowed_from=ripe, key="account")
    return Condition(True, _("Your account is old enough."), key="account")


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


def _admission(candidate: User, sitting: Sitting, held: Sequence[Registration] | None = None) -> list[Condition]:
    """That one is admitted and, on site, that an invigilator has seen whom."""
    if sitting.walk_in:
        return []
    registration = registering.usable(candidate, sitting) if held is None else next(iter(held), None)
    if registration is None:
        return [not_admitted()]
    found = [Condition(True, _("You are admitted to this sitting."), key="admission")]
    if sitting.needs_check_in:
        seen = registration.checked_in_at is not None
        sentence = (
            _("You are checked in.") if seen else _("Show your admission ticket and identity card to an invigilator first.")
        )
        found.append(Condition(seen, sentence, url=registration.get_absolute_url(), key="check_in"))
    return found


def _registration_window(sitting: Sitting, at: dt.datetime, by_office: bool) -> Condition:
    if sitting.walk_in:
        return Condition(False, _("This sitting needs no registration."), url=sitting.get_absolute_url(), key="registration")
    if sitting.is_over(at) or sitting.state != Sitting.State.OPEN:
        return Condition(False, _("This sitting is closed."), url=reverse("exams:index"), key="registration")
    if by_office:
        return Condition(True, _("The exam office registers."), key="registration")
    if sitting.registration_opens_at and at < sitting.registration_opens_at:
        sentence = _("Registration opens on %(moment)s.") % {"moment": _moment(sitting.registration_opens_at)}
        return Condition(False, sentence, allowed_from=sitting.registration_opens_at, key="registration")
    words = {"moment": _moment(sitting.withdraw_until)}
    if at >= sitting.withdraw_until:
        return Condition(False, _("Registration closed on %(moment)s.") % words, url=reverse("exams:index"), key="registration")
    return Condition(True, _("You can register until %(moment)s.") % words, key="registration")


def _elsewhere(candidate: User, sitting: Sitting, at: dt.datetime) -> Condition | None:
    """One seat at a time: who holds one at another sitting of this exam gives it back first."""
    others = Registration.objects.live().filter(candidate=candidate, sitting__exam_version__exam=sitting.exam_version.exam_id)
    others = others.filter(sitting__in=Sitting.objects.announced(at), sitting__walk_in=False).exclude(sitting=sitting)
    other = others.select_related("sitting").first()
    if other is None:
        return None
    sentence = _("You are registered for the sitting of %(moment)s. Withdraw there first.")
    words = {"moment": _moment(other.sitting.opens_at)}
    return Condition(False, sentence % words, url=other.get_absolute_url(), key="elsewhere")


def _tries(candidate: User, version: ExamVersion, at: dt.datetime, made: Sequence[Attempt], told: Told) -> list[Condition | None]:
    """Attempts left, the wait after the last, and what a further series is earned by."""
    counted = _counted(made, version, at)
    failed = _failed_in_a_row(counted.attempts, told)
    wait = _cooling_off(failed, version, at)
    if version.cooling_off_hours is None or not failed or not counted.used_up:
        return [_attempts_left(counted, version), wait]
    hours = _hours(candidate, failed[-1][0], version.cooling_off_hours, wait, at)
    earned = all(condition.met for condition in (wait, hours) if condition)
    return [_further_series(version, earned), wait, hours]


def _counted(made: Sequence[Attempt], version: ExamVersion, at: dt.datetime) -> series.Series[Attempt]:
    months = version.attempts_window_months
    count = series.sliding if version.cooling_off_hours is None else series.current
    return count(made, version.max_attempts, lambda moment: _later(moment, months), at)


def _attempts_left(counted: series.Series[Attempt], version: ExamVersion) -> Condition:
    months, most = version.attempts_window_months, version.max_attempts
    words = {"months": months, "most": most}
    if not counted.used_up:
        sentence = _("%(left)s of %(most)s attempts within %(months)s months are left.")
        return Condition(True, sentence % {**words, "left": most - len(counted.attempts)}, key="attempts")
    again = _later(counted.attempts[-most].started_at, months)
    sentence = _("All %(most)s attempts within %(months)s months are used. You may try again from %(day)s.")
    return Condition(False, sentence % {**words, "day": _day(again)}, allowed_from=again, key="attempts")


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
    words = {"asked": asked, "day": _day(since)}
    if earned >= asked:
        return Condition(True, _("You earned the %(asked)s hours (学时) asked for since %(day)s.") % words, key="hours")
    sentence = _("%(asked)s hours (学时) are to be credited after your attempt of %(day)s; %(missing)s are still missing.")
    said = sentence % {**words, "missing": plain((asked - earned).quantize(Decimal("0.1"), rounding=ROUND_UP))}
    if wait and wait.allowed_from:
        said += _(" The earliest moment is %(moment)s.") % {"moment": _moment(wait.allowed_from)}
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
    return Condition(False, sentence % {"days": days, "moment": _moment(again)}, allowed_from=again, key="cooling_off")


def _passed_before(version: ExamVersion, at: dt.datetime, told: Told) -> Condition | None:
    passed_at = max((result.released_at for result in told.values() if result.passed and result.released_at), default=None)
    months = version.eligibility.get("validity_months")
    if passed_at is None or (months and _later(passed_at, months) <= at):
        return None
    return Condition(True, _("You already passed this exam on %(day)s.") % {"day": _day(passed_at)}, key="passed", note=True)


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


def _later(moment: dt.datetime, months: int) -> dt.datetime:
    """The same local time of day so many months later."""
    local = localtime(moment)
    return dt.datetime.combine(add_months(local.date(), months), local.time(), local.tzinfo)


def _day(moment: dt.datetime) -> str:
    return date_format(local_day(moment), "DATE_FORMAT")


def _moment(moment: dt.datetime) -> str:
    return date_format(localtime(moment), "DATETIME_FORMAT")
