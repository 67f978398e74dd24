"""Resits (补考): a spot check is sat once; who fails it sits once more, at a sitting of its own that lets nobody else in.

市场监管总局公告2019年第33号: 抽考不合格的，督促企业限期整改，并及时安排补考合格. It names no days; DAYS is a default of ours.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.clock import now
from core.dates import local_day
from exams.conditions import Condition, day_in_words, in_words
from exams.models import Attempt, Exam, Result, Sitting
from exams.tries import Told

DAYS, MOST_DAYS = 15, 90


@dataclass(frozen=True)
class Offer:
    """What a result of a spot check says of the resit; `url` leads there while it can be sat."""

    sentences: tuple[str, ...] = ()
    url: str = ""


def is_check(sitting: Sitting) -> bool:
    """Whether this is a spot check itself (no query where the exam is at hand)."""
    return sitting.resit_of_id is None and sitting.exam_version.exam.kind == Exam.Purpose.SPOT_CHECK


def concerns(sitting: Sitting) -> bool:
    """Whether this is a spot check or the resit of one."""
    return sitting.resit_of_id is not None or is_check(sitting)


def call(*, check: Sitting, days: int, by: User) -> Sitting:
    """The resit of a check: from its end to the end of the day so many days later. By registration, seen by an invigilator."""
    if check.closes_at is None:
        raise ValueError(check.pk)
    last = localtime(check.closes_at) + dt.timedelta(days=days)
    ends = last.replace(hour=23, minute=59, second=0, microsecond=0)
    made = Sitting.objects.create(
        resit_of=check,
        exam_version=check.exam_version,
        opens_at=check.closes_at,
        closes_at=ends,
        registration_closes_at=ends,
        venue=check.venue,
        instructions=check.instructions,
        seb_config_key=check.seb_config_key,
        mode=check.mode,
        state=Sitting.State.OPEN,
        walk_in=False,
        release=check.release,
    )
    made.invigilators.set(check.invigilators.all())
    record("sitting.resit_called", made, by=by, check=str(check.pk), days=days)
    return made


def call_if_missing(*, check: Sitting, by: User) -> Sitting | None:
    """A spot check that the office made by hand has a resit as well, of the default days. None when it has one."""
    if is_check(check) and check.closes_at and not Sitting.objects.filter(resit_of=check).exists():
        return call(check=check, days=DAYS, by=by)
    return None


def follow(*, check: Sitting, before: Sitting) -> Sitting | None:
    """The resit of a check that was moved or prolonged, with its days after it; None when it stays as it is.

    Called in the transaction of the change, with the check as it was `before`.
    """
    there = Sitting.objects.select_for_update(no_key=True, of=("self",)).filter(resit_of=check).first()
    if there is None or there.attempts.exists():
        return None
    held = (there.opens_at, there.closes_at, there.venue)
    if (later := _later(there, before.closes_at, check.closes_at)) is not None and check.closes_at:
        there.opens_at = check.closes_at
        for name in ("closes_at", "registration_opens_at", "registration_closes_at"):
            if (moment := getattr(there, name)) is not None:
                setattr(there, name, moment + later)
    if there.venue == before.venue and not there.is_over():  # where it was stays on record
        there.venue = check.venue
    if held == (there.opens_at, there.closes_at, there.venue):
        return None
    there.save()
    return there


def _later(there: Sitting, was: dt.datetime | None, ends: dt.datetime | None) -> dt.timedelta | None:
    """By how much the end of the resit moves with the end of its check. None: it stays.

    A beginning that the office has set by itself stays, unless the check would not be over by then.
    """
    if was is None or ends is None or was == ends:
        return None
    if there.opens_at == was:
        return dt.timedelta(days=(local_day(ends) - local_day(was)).days)
    return ends - there.opens_at if there.opens_at < ends else None


def once(sitting: Sitting, made: Sequence[Attempt]) -> Condition | None:
    """A spot check is sat once (no query)."""
    if not is_check(sitting) or not any(attempt.sitting_id == sitting.pk for attempt in made):
        return None
    sentence = _("You have sat this spot check. It is sat once; whoever fails it has one resit.")
    return Condition(False, sentence, url=reverse("exams:index"), key="resit")


def condition(sitting: Sitting, made: Sequence[Attempt], told: Told) -> Condition:
    """The resit is for who failed the check, once (no query)."""
    first = next((attempt for attempt in made if attempt.sitting_id == sitting.resit_of_id), None)
    if any(attempt.sitting_id == sitting.pk for attempt in made):
        return Condition(False, _("You have sat this resit. There is one, and no further."), url=_own(), key="resit")
    if first is None:
        return Condition(False, _("A resit is only for those who failed its spot check."), url=_own(), key="resit")
    words = {"day": day_in_words(first.started_at)}
    result = told.get(first.pk)
    if result is None:
        sentence = _("Your result of the spot check of %(day)s is not out yet. A resit is for those who failed it.")
        return Condition(False, sentence % words, url=_own(), key="resit")
    if result.passed:
        return Condition(False, _("You passed the spot check of %(day)s: there is nothing to resit.") % words, key="resit")
    return Condition(True, _("You did not pass the spot check of %(day)s. This is your one resit.") % words, key="resit")


def offer_to(attempt: Attempt) -> Offer:
    """The same for the result of this attempt that holds and may be read; nothing before there is one."""
    result = attempt.results.current().released().first()
    return offer(result) if result else Offer()


def offer(result: Result) -> Offer:
    """What the page of this result says of the resit; nothing for other exams (one query for a failed check, or two)."""
    attempt = result.attempt
    if attempt.exam.kind != Exam.Purpose.SPOT_CHECK or attempt.sitting is None or attempt.state == Attempt.State.VOID:
        return Offer()
    if attempt.sitting.resit_of_id:
        if result.passed:
            return Offer((_("You passed at the resit: this counts as having passed the spot check."),))
        return Offer((_("This was your one resit. The spot check stays not passed; this is final."),))
    return Offer() if result.passed else _after_a_fail(attempt)


def _after_a_fail(attempt: Attempt) -> Offer:
    there = Sitting.objects.filter(resit_of=attempt.sitting_id).first()
    if there is None or there.state in (Sitting.State.DRAFT, Sitting.State.CANCELLED) or there.closes_at is None:
        return Offer((_("Whoever fails a spot check has one resit. The exam office will set its date."),))
    sat = Attempt.objects.filter(candidate=attempt.candidate_id, sitting=there).exclude(state=Attempt.State.VOID)
    if sat.exists():
        return Offer((_("You have sat your one resit; its result is among your attempts."),), _own())
    words = {"from": in_words(there.opens_at), "until": in_words(there.closes_at), "place": there.venue}
    if there.is_over(now()):
        return Offer((_("Your one resit was open until %(until)s and was not sat.") % words,))
    said = [_("You have one resit, from %(from)s to %(until)s.") % words]
    said += [_("Place: %(place)s.") % words] if there.venue else []
    said.append(_("Register for it first. A second fail is final."))
    return Offer(tuple(said), there.get_absolute_url())


def _own() -> str:
    return reverse("exams:index")
