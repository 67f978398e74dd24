"""What exams tell people: the kinds of notice this room registers, and the line a letter leaves in the inbox."""

import datetime as dt
from collections.abc import Iterator

from django.utils.functional import Promise, lazy
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.dates import local_day
from exams.letters import SUBJECTS
from exams.models import Letter, Registration, Sitting
from notices.kinds import Delivery, Due, Kind
from notices.telling import tell

DAY = dt.timedelta(days=1)
_NEWS = Letter.News
RULES: dict[str, Promise] = {
    _NEWS.HANDED_IN: _("Goes when you have handed in a paper."),
    _NEWS.RELEASED: _("Goes when a person releases your result."),
    _NEWS.CORRECTED: _("Goes when your result was corrected."),
    _NEWS.ANNULLED: _("Goes when an attempt of yours was annulled."),
    _NEWS.DECIDED: _("Goes when a case that concerns you was decided."),
    _NEWS.REGISTERED: _("Goes when you have a seat in a sitting."),
    _NEWS.WAITING: _("Goes when you are put on a waiting list."),
    _NEWS.MOVED_UP: _("Goes when a seat became free and you were next."),
    _NEWS.REFUSED: _("Goes when your registration was refused."),
    _NEWS.CANCELLED: _("Goes when a sitting in which you hold a seat is cancelled."),
    _NEWS.ARRANGED: _("Goes when your request for arrangements was decided."),
    _NEWS.CHANGED: _("Goes when the time or place of your sitting changes."),
    _NEWS.RESIT: _("Goes when you have a resit of a spot check, and when its time or place changes."),
    _NEWS.REMINDER: _("Goes the day before a sitting in which you hold a seat."),
}


def sittings_soon(start: dt.date, end: dt.date, reader: User | None) -> Iterator[Due]:
    """One day before a sitting opens, whoever is admitted to it (1 query)."""
    opens = [make_aware(dt.datetime.combine(day, dt.time.min)) for day in (start + DAY, end + 2 * DAY)]
    admitted = Registration.objects.told().filter(
        state=Registration.State.ADMITTED, sitting__opens_at__gte=opens[0], sitting__opens_at__lt=opens[1]
    )
    coming = admitted.filter(sitting__state=Sitting.State.OPEN)
    for registration in coming.filter(candidate=reader) if reader else coming:
        yield Due(
            on=local_day(registration.sitting.opens_at) - DAY,
            reader=registration.candidate,
            occasion=_soon(registration),
            facts={"about": registration.sitting.exam_version.exam.title},
            address=registration.get_absolute_url(),
        )


def leave_line(letter: Letter) -> None:
    """A line in the reader's inbox for a letter that goes by mail (4 queries, in the job that sends it)."""
    subject = letter.registration or letter.attempt or letter.case
    assert subject is not None  # noqa: S101 - letter_one_subject
    soon = letter.registration if letter.news == _NEWS.REMINDER else None
    tell(
        f"exams.{letter.news}",
        letter.reader,
        occasion=_soon(soon) if soon else letter.pk,
        facts={"about": _about(letter)},
        address=subject.get_absolute_url(),
    )


def _soon(registration: Registration) -> str:
    """A sitting that is put off is announced anew."""
    return f"{registration.pk}:{registration.sitting.opens_at.isoformat(timespec='minutes')}"


def _about(letter: Letter) -> object:
    """A name in each language; a case has one alone."""
    if letter.registration:
        return letter.registration.sitting.exam_version.exam.title
    return letter.attempt.exam.title if letter.attempt else str(letter.case)


KINDS = tuple(
    Kind(
        code=f"exams.{news}",
        room=_("Exams"),
        name=news.label,
        rule=RULES[news],
        subject=lazy(SUBJECTS[news], str)(),
        delivery=Delivery.LETTER,
        due=sittings_soon if news == _NEWS.REMINDER else None,
    )
    for news in _NEWS
)
