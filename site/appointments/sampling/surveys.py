"""Samples of the culture pulse and of the maturity self-assessment."""

import datetime as dt

from appointments.duties import maturing, pulsing
from appointments.duties.grouping import season
from appointments.duties.maturity_words import STATEMENTS
from appointments.duties.models import Maturity, Pulse, PulseCount, PulseTurn
from appointments.sampling.house import DAY, House
from core.dates import now, today
from organisations.models import Membership

# Of ten people, how many chose each level, from 5 to 1, statement by statement; last season and the one before.
LAST = ((3, 4, 2, 1, 0), (2, 5, 2, 1, 0), (4, 4, 1, 1, 0), (5, 4, 1, 0, 0), (1, 4, 3, 2, 0), (2, 4, 3, 1, 0), (3, 5, 1, 1, 0))
BEFORE = ((2, 3, 3, 2, 0), (1, 4, 3, 2, 0), (3, 4, 2, 1, 0), (4, 4, 2, 0, 0), (1, 3, 3, 3, 0), (1, 4, 3, 2, 0), (2, 5, 2, 1, 0))
LEVELS_BEFORE, LEVELS = (3, 2, 3, 2, 2, 3, 2, 1, 2), (3, 3, 3, 3, 2, 4, 3, 2, 3)


def pulses(there: House) -> None:
    """Two seasons that are over, and this season's, open, with the answers of three."""
    for ago, answers in ((200, BEFORE), (100, LAST)):
        day = today() - ago * DAY
        _over(there, day, answers)
    this = pulsing.open_pulse(firm=there.firm, by=there.head)
    for person in (there.director, there.officer):
        pulsing.answer(pulse=this, levels={code: 4 for code, _sentence in pulsing.STATEMENTS}, by=person)


def _over(there: House, day: dt.date, answers: tuple[tuple[int, ...], ...]) -> None:
    year, quarter = season(day.year, day.month)
    closes = day + pulsing.OPEN_FOR * DAY
    past = Pulse.objects.create(
        organisation=there.firm, year=year, quarter=quarter, opened_on=day, closes_on=closes, opened_by=there.head
    )
    people = Membership.objects.present().filter(organisation=there.firm, department__name__in=["质量部", "生产部"]).told()
    # Five of each of two departments, so that both are shown.
    for name in ("质量部", "生产部"):
        for row in [one for one in people if one.department and one.department.name == name][:5]:
            if row.person is not None:
                PulseTurn.objects.create(pulse=past, person=row.person)
        for (code, _sentence), numbers in zip(pulsing.STATEMENTS, answers, strict=True):
            shares = _half(numbers, first=name == "质量部")
            PulseCount.objects.bulk_create(
                PulseCount(pulse=past, department=name, statement=code, level=5 - place, number=number)
                for place, number in enumerate(shares)
                if number
            )


def _half(numbers: tuple[int, ...], *, first: bool) -> list[int]:
    """Five of the ten answers, the better ones or the others."""
    levels = [place for place, number in enumerate(numbers) for _one in range(number)]
    mine = levels[0::2] if first else levels[1::2]
    return [mine.count(place) for place in range(len(numbers))]


def maturity(there: House) -> None:
    """Half a year ago and now."""
    codes = [one.code for one in STATEMENTS]
    Maturity.objects.create(
        organisation=there.firm,
        levels=dict(zip(codes, LEVELS_BEFORE, strict=True)),
        made_on=today() - 180 * DAY,
        made_by=there.head,
        made_at=now() - 180 * DAY,
    )
    maturing.assess(standing=there.standing(there.head), levels=dict(zip(codes, LEVELS, strict=True)))
