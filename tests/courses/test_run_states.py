"""The eight states of a run follow from its dates alone, each with a text and a button of its own."""

import datetime as dt

import pytest
from django.utils import translation

from courses.run_states import Dates, RunState, shifted, state
from courses.run_wording import BUTTONS, TEXTS, sentence

UTC = dt.UTC


def day(number: int) -> dt.datetime:
    return dt.datetime(2026, 9, number, 9, tzinfo=UTC)


WHOLE = Dates(starts_at=day(10), ends_at=day(20), enrolment_opens_at=day(3), enrolment_closes_at=day(12))
EARLY = Dates(starts_at=day(10), ends_at=day(20), enrolment_opens_at=day(3), enrolment_closes_at=day(8))
ENDLESS = Dates(starts_at=day(10), ends_at=day(20), enrolment_opens_at=day(3))

CASES = [
    (WHOLE, day(1), RunState.FUTURE_NOT_YET_OPEN),
    (WHOLE, day(3), RunState.FUTURE_OPEN),
    (WHOLE, day(10), RunState.ONGOING_OPEN),
    (WHOLE, day(12), RunState.ONGOING_CLOSED),
    (WHOLE, day(20), RunState.ARCHIVED_CLOSED),
    (EARLY, day(9), RunState.FUTURE_CLOSED),
    (ENDLESS, day(25), RunState.ARCHIVED_OPEN),
    (Dates(), day(1), RunState.TO_BE_SCHEDULED),
    (Dates(starts_at=day(10)), day(11), RunState.TO_BE_SCHEDULED),
    (Dates(starts_at=day(10), enrolment_opens_at=day(3)), day(28), RunState.ONGOING_OPEN),
]


@pytest.mark.parametrize(("dates", "at", "expected"), CASES, ids=[f"{n}-{case[2]}" for n, case in enumerate(CASES)])
def test_the_dates_give_the_state(dates, at, expected):
    assert state(dates, at) is expected


def test_every_state_occurs_and_has_words_for_itself_and_its_button():
    assert {case[2] for case in CASES} == set(RunState)
    for language in ("en", "zh-hans"):
        with translation.override(language):
            assert len({str(TEXTS[one]) for one in RunState}) == 8
            assert all(str(BUTTONS[one]) and sentence(one, WHOLE) for one in RunState)


def test_the_sentence_names_the_day_that_matters():
    with translation.override("zh-hans"):
        assert "9月12日" in sentence(RunState.ONGOING_OPEN, WHOLE)
        assert "9月3日" in sentence(RunState.FUTURE_NOT_YET_OPEN, WHOLE)
        assert "9月20日" in sentence(RunState.ARCHIVED_CLOSED, WHOLE)


def test_shifted_dates_keep_their_distances_and_their_gaps():
    moved = shifted(EARLY, 365)
    year = dt.timedelta(days=365)
    assert (moved.starts_at, moved.ends_at) == (day(10) + year, day(20) + year)
    assert shifted(ENDLESS, 5).enrolment_closes_at is None
