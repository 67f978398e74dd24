"""Seats at an event: a group whole or not at all, the waiting list, who moves up."""

import pytest
import time_machine
from django.db import IntegrityError, transaction

from core.dates import now
from events import booking
from events.booking import Booker
from events.models import Event, Registration
from tests.events.making import DAY, HOUR, book, make_event, told


def test_a_seat_is_taken_once_however_often_one_presses(learner):
    event = make_event(2)
    first = book(learner, event)
    assert book(learner, event) == first
    event.refresh_from_db()
    assert (event.taken, event.left, first.is_seated) == (1, 1, True)
    assert told(learner) == ["events.seat"]


def test_a_group_gets_all_its_seats_or_waits(learner, stranger):
    event = make_event(4, group_limit=5)
    assert book(learner, event, 3).is_seated
    assert book(stranger, event, 2).is_waiting
    event.refresh_from_db()
    assert event.taken == 3


def test_a_group_that_cannot_have_its_seats_is_refused_where_nobody_waits(learner, stranger):
    event = make_event(4, group_limit=5, has_waiting_list=False)
    book(learner, event, 3)
    with pytest.raises(booking.Refused, match="1"):
        book(stranger, event, 2)
    assert not Registration.objects.filter(person=stranger).exists()


def test_when_seats_fall_free_the_first_whom_they_suffice_moves_up_and_is_told(learner, stranger, employer, school):
    event = make_event(2, group_limit=2)
    mine = book(learner, event)
    book(school, event)
    assert book(stranger, event, 2).is_waiting
    assert book(employer, event).is_waiting
    booking.give_back(mine)
    assert Registration.objects.get(person=stranger).is_waiting
    assert Registration.objects.get(person=employer).is_seated
    assert told(employer) == ["events.moved_up"]
    assert told(stranger) == []
    booking.give_back(Registration.objects.get(person=school))
    booking.give_back(Registration.objects.get(person=employer))
    assert Registration.objects.get(person=stranger).is_seated


def test_given_back_twice_one_seat_falls_free(learner, stranger):
    event = make_event(2)
    mine = book(learner, event)
    book(stranger, event)
    booking.give_back(mine)
    booking.give_back(mine)
    event.refresh_from_db()
    assert event.taken == 1


def test_who_comes_back_waits_behind_the_others(learner, stranger):
    event = make_event(1)
    mine = book(learner, event)
    book(stranger, event)
    booking.give_back(mine)
    assert book(learner, event).is_waiting


def test_added_seats_go_to_those_who_wait(learner, stranger, employer):
    event = make_event(1)
    for who in (learner, stranger, employer):
        book(who, event)
    Event.objects.filter(pk=event.pk).update(seats=2)
    assert booking.fill(event) == 1
    assert [one.person for one in Registration.objects.waiting()] == [employer]


@pytest.mark.parametrize(
    "fields",
    [
        {"published_at": None},
        {"closes_at": now() - HOUR},
        {"opens_at": now() + DAY},
        {"starts_at": now() - HOUR},
        {"starts_at": now() - 9 * DAY},
    ],
    ids=["draft", "closed", "not open yet", "under way", "over"],
)
def test_one_registers_only_while_the_state_says_so(learner, fields):
    event = make_event(**fields)
    with pytest.raises(booking.Refused):
        book(learner, event)
    assert not Registration.objects.exists()


@pytest.mark.parametrize("persons", [0, 4, 1000])
def test_a_group_is_no_larger_than_the_event_allows(learner, persons):
    with pytest.raises(booking.Refused, match="3"):
        book(learner, make_event(10, group_limit=3), persons)


@pytest.mark.parametrize("persons", [1, 4])
def test_a_group_is_no_smaller_than_the_event_asks(learner, persons):
    event = make_event(20, group_limit=10, group_least=5)
    with pytest.raises(booking.Refused, match="5"):
        book(learner, event, persons)
    assert not Registration.objects.exists()
    assert book(learner, event, 5).is_seated


def test_no_event_asks_for_a_group_larger_than_it_has_seats(learner):
    event = make_event(3, group_limit=10, group_least=5)
    assert book(learner, event, 3).is_seated


def test_nothing_is_given_back_once_it_has_begun(learner):
    mine = book(learner, make_event())
    with time_machine.travel(now() + 11 * DAY), pytest.raises(booking.Refused):
        booking.give_back(mine)


def test_the_database_itself_refuses_to_oversell(db):
    event = make_event(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(taken=2)


def test_the_database_itself_refuses_a_second_live_registration(learner):
    event = make_event()
    book(learner, event)
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(event=event, person=learner, name="甲", email=learner.email)


def test_a_guest_and_a_person_with_the_same_address_are_two(learner):
    event = make_event()
    book(learner, event)
    booking.book(event=event, by=Booker("林悦", learner.email))
    assert Registration.objects.count() == 2
