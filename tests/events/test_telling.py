"""Who comes to an event is told what changed, once; half a year later guests are forgotten."""

import datetime as dt

import pytest
import time_machine
from django.core import mail

from core.dates import now
from events import arranging, booking
from events.models import GuestLetter, Registration
from notices.models import Notice
from tests.events.making import DAY, book, guest, make_event, told


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
