"""Eligibility (报考条件): what must be met to start, to register, or for a sheet to count."""

import datetime as dt
import logging
from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import roles
from accounts.models import User
from core.clock import now
from exams import registering, resits, training, tries
from exams.conditions import Condition, in_words, of_rooms_above
from exams.models import Attempt, ExamVersion, Registration, Sitting
from exams.tries import Told, outcomes, past

log = logging.getLogger(__name__)


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

    Who has the attempts `made` (see `tries.past`), what of them is `told`, or the admission `held`, if any, at hand spares
    reading them again.
    """
    moment, version = at or now(), sitting.exam_version
    made = past(candidate, version) if made is None else made
    told = outcomes(made) if told is None else told
    found = [
        *_standing(candidate, version, moment),
        *of_rooms_above(candidate, version, moment),
        _window(sitting, moment),
        *_admission(candidate, sitting, held),
        *_tries(candidate, sitting, moment, made, told),
        tries.passed_before(version, moment, told),
    ]
    return [condition for condition in found if condition is not None]


def on_paper(candidate: User, sitting: Sitting) -> list[Condition]:
    """Every condition for a sheet written at this sitting to count, judged by the day it was written."""
    at, version = sitting.opens_at, sitting.exam_version
    made = past(candidate, version)
    before = [attempt for attempt in made if attempt.started_at < at]
    begun = Condition(at <= now(), _("The sitting has begun."), key="window")
    found = [
        begun,
        *of_rooms_above(candidate, version, at),
        *_admission(candidate, sitting),
        *_tries(candidate, sitting, at, made if resits.concerns(sitting) else before),
    ]
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
        *of_rooms_above(candidate, version, then),
        *_tries(candidate, sitting, then, made, told),
        tries.passed_before(version, moment, told),
    ]
    return [condition for condition in found if condition is not None]


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


def _tries(
    candidate: User, sitting: Sitting, at: dt.datetime, made: Sequence[Attempt], told: Told | None = None
) -> list[Condition | None]:
    """How often one may sit it: as the rules say; a spot check and its resit once each."""
    told = outcomes(made) if told is None else told
    if sitting.resit_of_id:
        return [resits.condition(sitting, made, told)]
    found = tries.rules(candidate, sitting.exam_version, at, made, told)
    if not resits.is_check(sitting):
        return found
    # Whoever is checked reads of attempts a year only where they stand in the way.
    return [resits.once(sitting, made), *(one for one in found if one and not one.met)]


def _standing(candidate: User, version: ExamVersion, at: dt.datetime) -> list[Condition | None]:
    """Who one must be, whichever the sitting."""
    return [*training.conditions(candidate, version), _role(candidate, version), _account_age(candidate, version, at)]


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
    sentence = _("Your account must be %(days)s days old. It will be on %(moment)s.") % {"days": days, "moment": in_words(ripe)}
    if ripe > at:
        return Condition(False, sentence, allowed_from=ripe, key="account")
    return Condition(True, _("Your account is old enough."), key="account")


def _window(sitting: Sitting, at: dt.datetime) -> Condition:
    if sitting.is_open(at):
        if sitting.closes_at:
            return Condition(True, _("Open until %(moment)s.") % {"moment": in_words(sitting.closes_at)}, key="window")
        return Condition(True, _("You may start at any time."), key="window")
    if sitting.state == Sitting.State.OPEN and at < sitting.opens_at:
        sentence = _("It opens on %(moment)s.") % {"moment": in_words(sitting.opens_at)}
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
        sentence = _("Registration opens on %(moment)s.") % {"moment": in_words(sitting.registration_opens_at)}
        return Condition(False, sentence, allowed_from=sitting.registration_opens_at, key="registration")
    words = {"moment": in_words(sitting.withdraw_until)}
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
    words = {"moment": in_words(other.sitting.opens_at)}
    return Condition(False, sentence % words, url=other.get_absolute_url(), key="elsewhere")
