"""Time. Stored in UTC, told in Asia/Shanghai; a day in law is a local day."""

import datetime as dt

from django.utils import timezone


def now() -> dt.datetime:
    """This moment, aware."""
    return timezone.now()


def today() -> dt.date:
    """The local day (Asia/Shanghai) of this moment."""
    return timezone.localdate()


def local_day(moment: dt.datetime) -> dt.date:
    """The local day on which `moment` falls."""
    return timezone.localtime(moment).date()


def until_midnight(moment: dt.datetime) -> int:
    """Whole seconds for which `moment`'s local day still lasts, at least one."""
    local = timezone.localtime(moment)
    return 86_400 - (local.hour * 3600 + local.minute * 60 + local.second)


def start_of(day: dt.date) -> dt.datetime:
    """The moment at which a local day begins."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def add_years(day: dt.date, years: int) -> dt.date:
    """The same day `years` later; 29 February becomes 28 February in a common year."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day `months` later (negative: earlier), held to the month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = (dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(day.day, last))
