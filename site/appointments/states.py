"""Where an appointment stands (聘任状态): told from its moments and the day, never stored.

Pure rules: docs/algorithms/appointments.md.
"""

import datetime as dt
from enum import StrEnum


class State(StrEnum):
    """What can be said of an appointment on a day."""

    PROPOSED = "proposed"
    DECLINED = "declined"
    COMING = "coming"
    ACTIVE = "active"
    ENDED = "ended"


def state_of(
    *,
    accepted: bool,
    declined: bool,
    ended_on: dt.date | None,
    since: dt.date,
    until: dt.date | None,
    today: dt.date,
) -> State:
    """The last day of an appointment still belongs to it; what was ended early ends with that day.

    >>> day = dt.date(2026, 9, 1)
    >>> state_of(accepted=True, declined=False, ended_on=None, since=day, until=day, today=day)
    <State.ACTIVE: 'active'>
    >>> state_of(accepted=False, declined=False, ended_on=None, since=day, until=None, today=day)
    <State.PROPOSED: 'proposed'>
    """
    if declined:
        return State.DECLINED
    if not accepted:
        return State.PROPOSED if ended_on is None else State.ENDED
    last = min((day for day in (ended_on, until) if day is not None), default=None)
    if last is not None and (last < today or last < since):
        return State.ENDED
    return State.COMING if today < since else State.ACTIVE


def covers(lines: list[str], line: str) -> bool:
    """Whether a veto's object falls into the scope it was given for: the very line, nothing near it.

    >>> covers(["出厂检验", "供应商来料"], "出厂检验"), covers(["出厂检验"], "出厂")
    (True, False)
    """
    return line in lines
