"""Limits a package sets (次数与时长限制): how often a part may be taken, and for how long in one attempt. Pure.

SCORM 1.2: `maxtimeallowed` with `timelimitaction`. SCORM 2004: `attemptLimit` and `attemptAbsoluteDurationLimit`. Time is the
server's own count, never what a package claims.
"""

import re
from typing import Literal

from courses.packages.outline import Kind, Unit

# What a package says when it is told to stop still arrives.
GRACE = 60
_CLOCK = re.compile(r"(\d{1,4}):(\d{1,2}):(\d{1,2})(?:\.\d+)?")
_ISO = re.compile(r"P(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,6})(?:\.\d+)?S)?)?")


def seconds(written: str) -> int:
    """A length of time as SCORM 1.2 or 2004 writes it; 0 for what is none, which limits nothing.

    >>> seconds("0001:30:00.5"), seconds("PT45M"), seconds("P1DT1S"), seconds("PT0S"), seconds("soon"), seconds("P"), seconds("")
    (5400, 2700, 86401, 0, 0, 0, 0)
    """
    written = written.strip()
    if found := _CLOCK.fullmatch(written):
        hours, minutes, rest = (int(part) for part in found.groups())
        return hours * 3600 + minutes * 60 + rest
    if found := _ISO.fullmatch(written):
        days, hours, minutes, rest = (int(part or 0) for part in found.groups())
        return days * 86_400 + hours * 3600 + minutes * 60 + rest
    return 0


def attempts(written: str) -> int:
    """How often; 0 for what is no number, which limits nothing.

    >>> attempts("3"), attempts("0"), attempts("-1"), attempts("many"), attempts("")
    (3, 0, 0, 0, 0)
    """
    written = written.strip()
    return int(written) if written.isascii() and written.isdigit() and len(written) < 6 else 0


def ends_at_once(unit: Unit) -> bool:
    """Whether the part closes when its time is up, whatever is being done in it."""
    return unit.time_limit_action.strip().lower().startswith("exit")


def tells(unit: Unit) -> bool:
    """Whether the learner is told that time is up where the part does not close. Unsaid means no."""
    action = unit.time_limit_action.strip().lower()
    return action.endswith("message") and not action.endswith("no message")


def is_over(kind: Kind, unit: Unit, used: int) -> bool:
    """Whether a part may not be opened any more in this attempt. In SCORM 1.2 the author may let people go on."""
    most = seconds(unit.time_limit)
    return 0 < most <= used and (kind == "scorm2004" or ends_at_once(unit))


def is_too_late(unit: Unit, used: int) -> bool:
    """Whether what a part says is no longer kept."""
    most = seconds(unit.time_limit)
    return most > 0 and ends_at_once(unit) and used >= most + GRACE


def word(unit: Unit, used: int) -> Literal["", "up", "over"]:
    """For the page around a part whose time has run out: it closes (up), or one is told and goes on (over)."""
    most = seconds(unit.time_limit)
    if not 0 < most <= used:
        return ""
    return "up" if ends_at_once(unit) else "over" if tells(unit) else ""
