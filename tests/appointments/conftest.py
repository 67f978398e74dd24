"""A firm with its officer and director, on a day that does not turn over."""

from collections.abc import Iterator

import pytest
import time_machine

from accounts.models import User
from tests.appointments.duty import FRIDAY, Works, works


@pytest.fixture
def on_a_friday() -> Iterator[None]:
    """No day, week or month turns over within a test."""
    with time_machine.travel(FRIDAY, tick=False):
        yield


@pytest.fixture
def there(on_a_friday: None, employer: User, learner: User, school: User) -> Works:
    return works(employer, learner, school)
