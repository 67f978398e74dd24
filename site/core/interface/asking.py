"""What programs may ask with: a moment from which on, a page, a number of rows. Each is checked before anything is looked up."""

import datetime as dt
import re
from typing import Annotated, Any

from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_noop as _
from ninja.params import functions as asked
from pydantic import BeforeValidator, WithJsonSchema

MOST_ROWS, ROWS = 200, 100
# Nothing here is older, and a moment this near to the ends of the calendar would fall off it in another zone.
_FIRST, _LAST = dt.datetime(1990, 1, 1, tzinfo=dt.UTC), dt.datetime(9990, 1, 1, tzinfo=dt.UTC)
_MOMENT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:([Zz])|([+-])(\d\d):(\d\d)))?", re.ASCII
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def moment(written: Any) -> dt.datetime:
    """A day, or a moment with its offset (RFC 3339).

    >>> moment("2026-09-01T08:00:00+08:00").astimezone(dt.UTC).isoformat()
    '2026-09-01T00:00:00+00:00'
    """
    # In an address a plus that was not encoded arrives as a blank.
    found = _MOMENT.fullmatch(str(written).replace(" ", "+"))
    if found is None:
        raise ValueError("not a moment")
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    if not _FIRST.year < year < _LAST.year:
        return _FIRST if year <= _FIRST.year else _LAST
    # A leap second is the second before it.
    told = dt.datetime(year, month, day, hour, minute, min(second, 59), int((found[7] or "0")[:6].ljust(6, "0")))
    if found[4] is None:
        return told.replace(tzinfo=get_current_timezone())
    offset = dt.timedelta(hours=int(found[10] or 0), minutes=int(found[11] or 0))
    return (told + offset if found[9] == "-" else told - offset).replace(tzinfo=dt.UTC)


_FORMATS = {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]}
Moment = Annotated[dt.datetime, BeforeValidator(moment), WithJsonSchema(_FORMATS)]


def day(written: Any) -> dt.date:
    """A day.

    >>> day("2026-09-01")
    datetime.date(2026, 9, 1)
    """
    if not _DAY.fullmatch(str(written)):
        raise ValueError("not a day")
    return dt.date.fromisoformat(str(written))


Day = Annotated[dt.date, BeforeValidator(day), WithJsonSchema({"type": "string", "format": "date"})]


def since(description: str) -> Any:
    """How a moment from which on is asked for."""
    return asked.Query(None, description=description, example="2026-09-01T08:00:00+08:00")


Cursor = Annotated[
    str | None,
    asked.Query(None, max_length=200, description=_("Where to go on: the next of the page before. Without it, the first page.")),
]
Limit = Annotated[int, asked.Query(ROWS, ge=1, le=MOST_ROWS, description=_("How many rows a page has, 200 at most."))]
