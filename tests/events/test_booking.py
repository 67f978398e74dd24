"""Seats at an event: a group whole or not at all, the waiting list, who moves up; never one too many, also all at once."""

import contextlib
import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, connection, transaction

from core.dates import now
from events import arranging, booking
from events.booking import Booker
from events.models import Event, GuestLetter, Registration
from notices.models import Notice
from tests.cast import person
from tests.courses.test_races import at_once
from tests.events.making import DAY, HOUR, book, guest, make_event


def told(who) -> list[str]:
    return list(Notice.objects.filter(reader=who).order_by("made_at", "pk").values_list("code", flat=True))


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


def test_the_organiser_takes_a_registration_back_with_a_reason_that_is_told(learner, stranger, administrator):
    event = make_event(1)
    mine = book(learner, event)
    book(stranger, event)
    with pytest.raises(booking.Refused):
        booking.take_back(mine, by=administrator, reason=" ")
    booking.take_back(mine, by=administrator, reason="名额留给学校")
    assert Registration.objects.get(person=stranger).is_seated
    notice = Notice.objects.get(reader=learner, code="events.taken_back")
    assert "名额留给学校" in notice.text


def test_everybody_who_comes_is_told_of_a_new_time_once_for_each_change(learner, stranger, administrator):
    event = make_event(1)
    book(learner, event)
    book(stranger, event)
    for days in (1, 2):
        before = arranging.standing(event)
        event.starts_at += days * DAY
        event.ends_at += days * DAY
        event.save()
        arranging.saved(event, before=before, by=administrator)
    assert told(learner).count("events.moved") == 2
    assert told(stranger).count("events.moved") == 2
    arranging.saved(event, before=arranging.standing(event), by=administrator)
    assert told(learner).count("events.moved") == 2


def test_a_cancelled_event_tells_everybody_why_and_takes_nobody(learner, stranger, administrator):
    event = make_event(1)
    book(learner, event)
    with pytest.raises(arranging.Refused):
        arranging.cancel(event, by=administrator, reason="")
    arranging.cancel(event, by=administrator, reason="台风")
    arranging.cancel(event, by=administrator, reason="再按一次")
    assert "台风" in Notice.objects.get(reader=learner, code="events.cancelled").text
    with pytest.raises(booking.Refused):
        book(stranger, event)


def test_a_guest_is_told_by_letter_and_each_letter_goes_once(administrator):
    event = make_event(1)
    first = guest(event, "first")
    second = guest(event, "second")
    assert (first.is_seated, second.is_waiting) == (True, True)
    booking.give_back(first)
    arranging.cancel(event, by=administrator, reason="停电")
    assert [letter.code for letter in GuestLetter.objects.filter(email="second@example.org").order_by("made_at")] == [
        "events.moved_up",
        "events.cancelled",
    ]


@pytest.mark.django_db(transaction=True)
def test_a_letter_to_a_guest_says_when_and_where_and_is_sent_once():
    event = make_event(5)
    guest(event)
    assert [message.to for message in mail.outbox] == [["guest@example.org"]]
    assert "香洲实验楼" in mail.outbox[0].body
    letter = GuestLetter.objects.get()
    from events import posting

    assert posting.post(str(letter.pk)) is False
    assert len(mail.outbox) == 1


def test_the_day_before_everybody_with_a_seat_is_reminded_once(learner, stranger):
    from events import news
    from notices.reminding import remind_due

    event = make_event(1)
    book(learner, event)
    book(stranger, event)
    other = make_event()
    guest(other)
    from core.dates import local_day

    eve = local_day(event.starts_at) - DAY
    remind_due(eve)
    remind_due(eve)
    assert told(learner).count("events.tomorrow") == 1
    assert told(stranger) == []
    assert (news.remind_guests(eve), news.remind_guests(eve)) == (1, 0)


def test_the_database_itself_refuses_to_oversell(db):
    event = make_event(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(taken=2)


def test_the_database_itself_refuses_a_second_live_registration(learner):
    event = make_event()
    book(learner, event)
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(event=event, person=learner, name="甲", email=learner.email)


def test_half_a_year_after_an_event_its_guests_are_forgotten(db):
    from events.forgetting import forget_guests

    event = make_event()
    for box in ("one", "two"):
        guest(event, box)
    assert forget_guests() == 0
    with time_machine.travel(now() + dt.timedelta(days=200)):
        assert forget_guests() == 2
    assert not Registration.objects.exclude(email="").exists()
    assert not GuestLetter.objects.exists()


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
def test_two_hundred_at_once_get_the_last_ten_seats_and_no_more():
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


def test_a_guest_and_a_person_with_the_same_address_are_two(learner):
    event = make_event()
    book(learner, event)
    booking.book(event=event, by=Booker("林悦", learner.email))
    assert Registration.objects.count() == 2
