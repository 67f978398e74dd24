"""A firm at work, for tests: a list in force, an officer, a director, a head."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.models import User
from appointments.duties import daily, drafting
from appointments.duties.daily import Found
from appointments.duties.drafting import Point
from appointments.duties.models import DayRecord, RiskList, RiskListAdoption
from appointments.duties.permissions import Standing, standing
from core.dates import today
from organisations.models import Organisation
from tests.appointments.making import house, in_post

DAY = dt.timedelta(days=1)
# A Friday; what happens in a week or a month is told by it.
FRIDAY = dt.datetime(2026, 11, 27, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def point(place: str = "密封圈来料", unit: str = "", frequency: str = "day") -> Point:
    return Point(unit, place, "硬度不足，装配后渗漏", "每批测硬度5件", frequency, "质量安全员")


@dataclass
class Works:
    """The firm and who does what in it."""

    firm: Organisation
    head: User
    officer: User
    director: User

    def standing(self, person: User) -> Standing:
        return standing(person, self.firm.slug)

    def listed(self, *points: Point, since: dt.date | None = None, rest_days: str = "") -> RiskList:
        """A list in force since that day (default: today), written by the director and adopted by the head."""
        given = points or (point(), point("终检气密"))
        made = drafting.write(standing=self.standing(self.director), points=given, rest_days=rest_days)
        # The past is made here: adopting says today.
        RiskListAdoption.objects.create(risk_list=made, adopted_by=self.head, adopted_on=since or today())
        return RiskList.objects.of(self.firm).get(pk=made.pk)

    def day(self, held: RiskList, on: dt.date | None = None, *, finding: str = "", unit: str = "", **fields: Any) -> DayRecord:
        """A daily record by the officer: all in order, or something found at the first point."""
        points = held.daily(unit)
        found = [Found(points[0], "finding", finding, "当场隔离")] if finding else [Found(points[0], "ok")]
        found += [Found(one, "ok") for one in points[1:]]
        return daily.note(
            standing=self.standing(self.officer), risk_list=held, unit=unit, day=on or today(), found=found, **fields
        )


def works(head: User, officer: User, director: User, **fields: Any) -> Works:
    firm = house(head, officer, director, size="small", **fields)
    since = today() - 400 * DAY
    in_post(firm, officer, head, "qso", since=since)
    in_post(firm, director, head, "qsd", since=since)
    return Works(firm, head, officer, director)


def address(there: Works, name: str, *args: Any) -> str:
    return reverse(f"appointments:{name}", args=[there.firm.slug, *args])


def sent(held: RiskList, **changes: str) -> dict[str, str]:
    return {f"state_{one.order}": "ok" for one in held.daily("")} | changes
