"""The status of a certificate: one rule, over every state and every day that matters."""

import datetime as dt

import pytest

from certificates.status import LIVE, TRANSITIONS, State, Status, derive, last_day

FIRST, LAST = dt.date(2026, 11, 24), dt.date(2029, 11, 23)
DAY = dt.timedelta(days=1)
DAYS = {
    "before": FIRST - DAY,
    "first": FIRST,
    "last": LAST,
    "after": LAST + DAY,
    "end of grace": LAST + 180 * DAY,
    "after grace": LAST + 181 * DAY,
}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("before", Status.NOT_YET_VALID),
        ("first", Status.VALID),
        ("last", Status.VALID),
        ("after", Status.EXPIRED),
        ("end of grace", Status.EXPIRED),
        ("after grace", Status.LAPSED),
    ],
)
def test_the_calendar_decides_where_nobody_else_has(day, expected):
    assert derive(State.VALID, FIRST, LAST, DAYS[day]) == expected


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("state", [state for state in State if state != State.VALID])
def test_a_decision_outweighs_the_calendar_on_every_day(state, day):
    assert derive(state, FIRST, LAST, DAYS[day]).value == state.value


def test_without_an_end_it_stays_valid():
    assert derive(State.VALID, FIRST, None, dt.date(2126, 1, 1)) == Status.VALID


def test_what_has_ended_leads_nowhere():
    assert {state for state, after in TRANSITIONS.items() if not after} == {State.WITHDRAWN, State.SUPERSEDED, State.CANCELLED}
    assert set(LIVE) == {state for state, after in TRANSITIONS.items() if after}


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (dt.date(2026, 1, 1), 36, dt.date(2028, 12, 31)),
        (dt.date(2026, 12, 31), 36, dt.date(2029, 12, 30)),
        (dt.date(2028, 2, 29), 12, dt.date(2029, 2, 28)),
        (dt.date(2028, 2, 29), 48, dt.date(2032, 2, 28)),
        (dt.date(2026, 8, 31), 6, dt.date(2027, 2, 28)),
        (dt.date(2026, 1, 31), 1, dt.date(2026, 2, 28)),
        (dt.date(2026, 12, 5), 12, dt.date(2027, 12, 4)),
    ],
)
def test_a_term_ends_the_day_before_the_same_day(first, months, last):
    assert last_day(first, months) == last
