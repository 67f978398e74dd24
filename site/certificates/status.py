"""What a certificate is worth on a given day: one rule for the page, the list and any interface.

Stored is only what a person decided (valid, suspended, withdrawn, superseded, cancelled); what time alone
brings about is derived here and never written. Order matters: a withdrawn certificate stays withdrawn after
it expires. Pure rules: docs/algorithms/certificates.md.
"""

import datetime as dt
from enum import StrEnum


class State(StrEnum):
    """What is stored: the last decision about a certificate (证书状态)."""

    VALID = "valid"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"


class Status(StrEnum):
    """What is told: the decision and the calendar together."""

    VALID = "valid"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    LAPSED = "lapsed"


# The strongest word first: how it ended outweighs that it rests, and both outweigh the calendar.
_DECIDED = (
    (State.WITHDRAWN, Status.WITHDRAWN),
    (State.SUPERSEDED, Status.SUPERSEDED),
    (State.SUSPENDED, Status.SUSPENDED),
    (State.CANCELLED, Status.CANCELLED),
)
# What may follow what. A final state has no successor; renewal makes a new certificate.
TRANSITIONS: dict[State, frozenset[State]] = {
    State.VALID: frozenset({State.SUSPENDED, State.WITHDRAWN, State.SUPERSEDED, State.CANCELLED}),
    State.SUSPENDED: frozenset({State.VALID, State.WITHDRAWN, State.SUPERSEDED, State.CANCELLED}),
    State.WITHDRAWN: frozenset(),
    State.SUPERSEDED: frozenset(),
    State.CANCELLED: frozenset(),
}
LIVE = (State.VALID, State.SUSPENDED)


def derive(state: str, valid_from: dt.date, valid_until: dt.date | None, on: dt.date, grace_days: int = 180) -> Status:
    """The status on the local day `on`. `valid_until` is the last good day; after it come grace, then lapse.

    >>> day = dt.date
    >>> derive("valid", day(2026, 1, 1), day(2028, 12, 31), day(2028, 12, 31)).value
    'valid'
    >>> derive("valid", day(2026, 1, 1), day(2028, 12, 31), day(2029, 1, 1)).value
    'expired'
    >>> derive("withdrawn", day(2026, 1, 1), day(2028, 12, 31), day(2029, 1, 1)).value
    'withdrawn'
    """
    for decided, status in _DECIDED:
        if state == decided:
            return status
    if on < valid_from:
        return Status.NOT_YET_VALID
    if valid_until is None or on <= valid_until:
        return Status.VALID
    return Status.EXPIRED if on <= valid_until + dt.timedelta(days=grace_days) else Status.LAPSED


def last_day(valid_from: dt.date, months: int) -> dt.date:
    """The last day of a term of `months`: the day before the same day that many months later.

    >>> last_day(dt.date(2026, 11, 24), 36)
    datetime.date(2029, 11, 23)
    >>> last_day(dt.date(2028, 2, 29), 36)
    datetime.date(2031, 2, 28)
    """
    index = valid_from.year * 12 + valid_from.month - 1 + months
    year, month = divmod(index, 12)
    try:
        return dt.date(year, month + 1, valid_from.day) - dt.timedelta(days=1)
    except ValueError:  # the month is too short to hold that day, so its own last day closes the term
        return dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)
