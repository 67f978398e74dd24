"""A year's state by the clock of Shanghai, to the second."""

import datetime as dt

import pytest

from campaigns.seasons import ZONE, Season, State, current

SECOND = dt.timedelta(seconds=1)
BOUNDARIES = [
    (dt.datetime(2026, 9, 1, tzinfo=ZONE), State.UPCOMING, State.LIVE),
    (dt.datetime(2026, 10, 1, tzinfo=ZONE), State.LIVE, State.CLOSED),
    (dt.datetime(2027, 8, 1, tzinfo=ZONE), State.CLOSED, State.ARCHIVED),
]


@pytest.mark.parametrize(("moment", "before", "after"), BOUNDARIES, ids=["begins", "ends", "archived"])
def test_a_state_changes_at_the_second(moment, before, after):
    assert Season(2026).state(moment - SECOND) is before
    assert Season(2026).state(moment) is after


@pytest.mark.parametrize(("moment", "before", "after"), BOUNDARIES, ids=["begins", "ends", "archived"])
def test_the_zone_of_the_moment_does_not_matter(moment, before, after):
    assert Season(2026).state(moment.astimezone(dt.UTC) - SECOND) is before
    assert Season(2026).state(moment.astimezone(dt.UTC)) is after


def test_the_current_year_turns_on_the_first_of_august():
    august = dt.datetime(2026, 8, 1, tzinfo=ZONE)
    assert (current(august - SECOND), current(august)) == (2025, 2026)


def test_days_are_counted_whole():
    season = Season(2026)
    assert season.days_to_start(dt.datetime(2026, 8, 31, 23, 59, 59, tzinfo=ZONE)) == 1
    assert [season.days_left(dt.datetime(2026, 9, day, 23, 59, tzinfo=ZONE)) for day in (1, 30)] == [29, 0]
    assert [season.day(dt.datetime(2026, 9, day, tzinfo=ZONE)) for day in (1, 30)] == [1, 30]
