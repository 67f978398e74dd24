"""The clock by which exams are judged (考试计时): the database's, so that all hosts agree and none can be set wrong.

A process asks it now and then and counts on by the clock that nobody can set (monotonic). Whatever its own host's clock does in
between, no deadline is cut and none extended. SQLite has no clock of its own: there the machine's counts.
"""

import datetime as dt
import logging
import time
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from core import dates

log = logging.getLogger(__name__)
WORTH_A_LINE = 1.0  # seconds a clock must have moved


@dataclass(frozen=True)
class _Reading:
    """What the database said, when by the monotonic clock, and how far off this host's own clock was."""

    told: dt.datetime
    at: float
    off: float

    def reckoned(self, at: float) -> dt.datetime:
        return self.told + dt.timedelta(seconds=at - self.at)


class _Clock:
    """The newest reading of this process. Two threads may take one at once: no harm."""

    newest: _Reading | None = None

    def now(self) -> dt.datetime:
        span, newest = settings.EXAM_CLOCK_SECONDS, self.newest
        if span and (newest is None or time.monotonic() - newest.at > span):
            newest = self.newest = _read(newest)
        return newest.reckoned(time.monotonic()) if span and newest else dates.now()


_clock = _Clock()


def now() -> dt.datetime:
    """This moment, aware."""
    return _clock.now()


def today() -> dt.date:
    """The local day of this moment."""
    return dates.local_day(now())


def _read(before: _Reading | None) -> _Reading | None:
    if (answer := _asked()) is None:
        return None
    told, at = answer
    reading = _Reading(told, at, (dates.now() - told).total_seconds())
    moved = (told - before.reckoned(at)).total_seconds() if before else 0.0
    if abs(moved) > WORTH_A_LINE:
        log.warning("the database's clock jumped by %.1f s, and with it the time left in exams", moved)
    if abs(reading.off - (before.off if before else 0.0)) > WORTH_A_LINE:
        log.warning("this host's clock is %.1f s off the database's; exams go by the database's", reading.off)
    return reading


def _asked() -> tuple[dt.datetime, float] | None:
    """What the database says, and when it said so. To wait for a connection, in a rush for seconds, is no part of asking."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        began = time.monotonic()
        cursor.execute("SELECT clock_timestamp()")
        told: dt.datetime = cursor.fetchone()[0]
        # It spoke about half-way between question and answer.
        return told, (began + time.monotonic()) / 2
