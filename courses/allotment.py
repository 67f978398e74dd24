"""How much of a lesson counts today (docs/algorithms/hours.md). Integers of seconds; no framework."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

# Raised when the rule itself changes; entries keep the rule they were written by.
RULE = "1"


@dataclass(frozen=True)
class Allotment:
    """What counts now, and what does not count today but still may."""

    counted: int
    refused: int


def allot(*, asked: int, used_today: int, cap: int) -> Allotment:
    """Split `asked` seconds at the daily cap.

    >>> allot(asked=2400, used_today=0, cap=21600)
    Allotment(counted=2400, refused=0)
    >>> allot(asked=2400, used_today=20400, cap=21600)
    Allotment(counted=1200, refused=1200)
    >>> allot(asked=2400, used_today=30000, cap=21600)
    Allotment(counted=0, refused=2400)
    """
    counted = min(asked, max(0, cap - used_today))
    return Allotment(counted, asked - counted)


def cap_seconds(hours: int, minutes_per_hour: int) -> int:
    """The daily cap in seconds.

    >>> cap_seconds(8, 45)
    21600
    """
    return hours * minutes_per_hour * 60


def named(minutes_per_hour: int, cap_hours: int, version: str = "") -> str:
    """The rule an entry is written by; with the course's version where that does not count every kind of activity.

    >>> named(45, 8), named(45, 8, "v3")
    ('1/45/8', '1/45/8/v3')
    """
    return "/".join([RULE, str(minutes_per_hour), str(cap_hours), *([version] if version else [])])


def version_in(rule: str) -> str:
    """The course's version that the rule of an entry names; empty where everything counted.

    >>> version_in("1/45/8/v3"), version_in("1/45/8")
    ('v3', '')
    """
    return "/".join(rule.split("/")[3:])


def in_hours(seconds: int, minutes_per_hour: int) -> Decimal:
    """Seconds as hours (学时) of so many minutes, rounded down to 0.1, only when shown.

    >>> in_hours(720 * 60, 45), in_hours(2100, 45), in_hours(-2100, 45)
    (Decimal('16.0'), Decimal('0.7'), Decimal('-0.7'))
    """
    return (Decimal(seconds) / (60 * minutes_per_hour)).quantize(Decimal("0.1"), rounding=ROUND_DOWN)
