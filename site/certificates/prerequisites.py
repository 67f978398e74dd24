"""Prerequisites (申请前提): what the record itself says about somebody who applies. Nobody has to prove what is known here."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certificates.bars import barred_until
from certificates.models import Certificate, Scheme, SchemeVersion
from certificates.requirements import EXAMINED, TRAINED
from certificates.status import Status
from core.dates import local_day
from courses import completion, hours, leading, recognition
from courses.models import Course
from exams.conditions import Condition
from exams.models import Exam, Result
from exams.wording import plain

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Record:
    """Where somebody stands towards a scheme: the pass to rest on, the route, and each prerequisite in one sentence."""

    route: str
    result: Result | None
    conditions: tuple[Condition, ...]

    @property
    def is_met(self) -> bool:
        return all(condition.met for condition in self.conditions)


def of(holder: "User", version: SchemeVersion) -> Record:
    """What the record says today (at most six queries)."""
    scheme = version.scheme
    result = passed(holder, scheme)
    training, route = _training(holder, version)
    found = (_exam(result, scheme), training, _holding(holder, scheme), _bar(holder, version))
    return Record(route, result, tuple(condition for condition in found if condition is not None))


def passed(holder: "User", scheme: Scheme) -> Result | None:
    """The newest released pass of the scheme's exam that holds and has earned nothing yet."""
    mine = Result.objects.current().released().filter(passed=True, attempt__candidate=holder, certificates=None)
    mine = mine.filter(attempt__exam__code=scheme.exam_code, attempt__exam__kind=Exam.Purpose.CERTIFICATION)
    return mine.told().order_by("-released_at").first()


def _exam(result: Result | None, scheme: Scheme) -> Condition:
    if result is None:
        said = _("Pass the exam first; the result has to be released and not to have earned a certificate yet.")
        return Condition(False, said, url=reverse("exams:index"), key="exam")
    words = {"day": _day(result.released_at), "total": plain(result.total), "maximum": plain(result.maximum)}
    said = _("You passed the exam: %(total)s of %(maximum)s points, released on %(day)s.") % words
    return Condition(True, said, url=result.get_absolute_url(), key="exam")


def _training(holder: "User", version: SchemeVersion) -> tuple[Condition, str]:
    """Trained here, or, where the scheme allows it, examined with evidence of equal learning."""
    demands, code = version.demands, version.scheme.exam_code
    done = completion.completed_at(holder, code)
    recognised = recognition.recognised(holder, code)
    credited = (hours.total(holder, code) if done else Decimal(0)) + recognised
    words = {"hours": f"{demands.training_hours}", "credited": plain(credited)}
    if (done or recognised) and credited >= demands.training_hours and TRAINED in demands.routes:
        said = _("You completed the course; all %(hours)s hours are credited.")
        if not done:
            said = _("All %(hours)s hours are recognised from elsewhere.")
        return Condition(True, said % words, key="hours"), TRAINED
    if EXAMINED in demands.routes:
        said = _("The course is not complete here with all %(hours)s hours: show equal learning or practice below instead.")
        return Condition(True, said % words, key="hours", note=True), EXAMINED
    said = _("Complete the course first: %(credited)s of %(hours)s hours are credited.") % words
    course = None if done else Course.objects.filter(code=code).first()
    address = leading.to(course, holder).url if course else reverse("courses:hours")
    return Condition(False, said, url=address or reverse("courses:dashboard"), key="hours"), TRAINED


def _holding(holder: "User", scheme: Scheme) -> Condition | None:
    live = Certificate.objects.held_by(holder).filter(scheme=scheme).live().told().first()
    if live is None or live.status in (Status.EXPIRED, Status.LAPSED):
        return None
    said = _("You hold this certificate already: %(number)s.") % {"number": live.number}
    return Condition(False, said, url=live.get_absolute_url(), key="holding")


def _bar(holder: "User", version: SchemeVersion) -> Condition | None:
    """After a withdrawal one waits, for longer where it was for deceit (scheme.md, 3.4)."""
    last = barred_until(holder.pk, version)
    if last is None:
        return None
    day = date_format(last, "DATE_FORMAT")
    said = _("A certificate was withdrawn from you: a new application is possible after %(day)s.") % {"day": day}
    return Condition(False, said, key="bar")


def _day(moment: dt.datetime | None) -> str:
    return date_format(local_day(moment), "DATE_FORMAT") if moment else ""
