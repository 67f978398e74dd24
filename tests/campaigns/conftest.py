"""A contest in the middle of September."""

import pytest
import time_machine

from tests.campaigns.making import at, contest_of, page_of

OPEN = at(9, 15)


@pytest.fixture
def september():
    with time_machine.travel(OPEN, tick=False) as clock:
        yield clock


@pytest.fixture
def contest(db, september):
    page_of()
    return contest_of()
