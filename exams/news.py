"""What exams remind people of: the kinds of notice this room registers, and when they are due."""

import datetime as dt
from collections.abc import Iterator

from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.dates import local_day
from exams.models import Registration, Sitting
from notices.kinds import Due, Kind

ROOM = _("Exams")
DAY = dt.timedelta(days=1)


def sittings_soon(start: dt.date, end: dt.date, reader: User | None) -> Iterator[Due]:
    """One day before a sitting opens, whoever holds a seat in it (1 query)."""
    opens = [make_aware(dt.datetime.combine(day, dt.time.min)) for day in (start + DAY, end + 2 * DAY)]
    seated = (
        Registration.objects.seated()
        .told()
        .filter(
            sitting__state=Sitting.State.OPEN,
            sitting__walk_in=False,
            sitting__opens_at__gte=opens[0],
            sitting__opens_at__lt=opens[1],
        )
    )
    for registration in seated.filter(candidate=reader) if reader else seated:
        sitting = registration.sitting
        yield Due(
            on=local_day(sitting.opens_at) - DAY,
            reader=registration.candidate,
            # A sitting that is moved is announced anew.
            occasion=f"{registration.pk}:{local_day(sitting.opens_at)}",
            facts={"exam": dict(sitting.exam_version.exam.title), "opens_at": sitting.opens_at.isoformat()},
            address=registration.get_absolute_url(),
        )


SITTING_SOON = Kind(
    code="exams.sitting_soon",
    room=ROOM,
    name=_("An exam is tomorrow"),
    rule=_("Goes the day before a sitting in which you hold a seat."),
    subject=_("Tomorrow: %(exam)s"),
    text=_("The sitting opens at %(opens_at)s. The admission ticket tells the place and what to bring."),
    due=sittings_soon,
)
KINDS = (SITTING_SOON,)
