"""Many at once for the last seats of an event: never one too many."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from core.dates import now
from events import booking
from events.models import Registration
from tests.cast import person
from tests.courses.test_races import at_once
from tests.events.making import book, guest, make_event

MANY, SEATS, AT_ONCE = 200, 10, 20


def in_parallel(deeds) -> list[Exception]:
    """All deeds, so many at a time as a server has workers; what went wrong."""
    faults: list[Exception] = []

    def run(deed):
        try:
            deed()
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(run, deeds))
    return faults


@pytest.mark.django_db(transaction=True)
def test_r19_two_hundred_at_once_get_the_last_ten_seats_and_no_more():
    event = make_event(SEATS)
    faults = in_parallel([lambda n=n: guest(event, f"g{n}") for n in range(MANY)])
    assert faults == []
    event.refresh_from_db()
    assert event.taken == SEATS
    assert Registration.objects.seated().count() == SEATS
    assert Registration.objects.waiting().count() == MANY - SEATS


@pytest.mark.django_db(transaction=True)
def test_groups_at_once_fill_what_they_can_and_no_more():
    event = make_event(SEATS, group_limit=3, has_waiting_list=False)

    def deed(n):
        with contextlib.suppress(booking.Refused):
            guest(event, f"g{n}", persons=3)

    assert in_parallel([lambda n=n: deed(n) for n in range(30)]) == []
    event.refresh_from_db()
    assert (event.taken, Registration.objects.count()) == (9, 3)


@pytest.mark.django_db(transaction=True)
def test_one_person_pressing_sixteen_times_at_once_has_one_registration():
    event, who = make_event(SEATS), person("林悦", "linyue")
    assert at_once([lambda: book(who, event)] * 16) == []
    event.refresh_from_db()
    assert (event.taken, Registration.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_without_the_conditional_update_seats_are_oversold():
    """The control: count, then write, each in its own time."""
    event = make_event(4)
    counted = threading.Barrier(12)

    def careless(n):
        taken = Registration.objects.filter(event=event).count()
        counted.wait(timeout=30)
        if taken < 4:
            Registration.objects.create(event=event, name="访客", email=f"c{n}@example.org", seated_at=now())

    assert at_once([lambda n=n: careless(n) for n in range(12)]) == []
    assert Registration.objects.filter(event=event).count() > 4
