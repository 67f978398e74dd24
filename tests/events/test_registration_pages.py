"""Registering on the pages: who is signed in, and guests by a link that proves their address."""

import re

import time_machine
from django.core import mail
from django.test import Client

from core.dates import now
from events.models import Event, Registration
from tests.events.making import DAY, book, make_event
from tests.events.pages import words


def test_who_is_signed_in_registers_at_once_and_gets_a_ticket(learner, client_of):
    event, reader = make_event(5, group_limit=4), client_of(learner)
    form = f"/events/{event.slug}/registration/"
    assert "参加人数" in words(reader.get(form))
    assert words(reader.post(form, {"persons": "9"}), 422)
    ticket = words(reader.post(form, {"persons": "3", "group": "示例厂"}, follow=True))
    mine = Registration.objects.get()
    assert (mine.persons, mine.group, mine.is_seated) == (3, "示例厂", True)
    assert mine.code_shown in ticket
    assert "<svg viewBox" in ticket
    assert reader.get(form).url == mine.get_absolute_url()
    assert reader.post(form, {"persons": "3"}).url == mine.get_absolute_url()
    assert event.title in words(reader.get("/events/mine/"))
    gone = words(reader.post(f"/events/tickets/{mine.pk}/withdrawal/", follow=True))
    assert "您已退还这份报名" in gone
    assert mine.code_shown not in gone


def test_anothers_ticket_is_not_found(learner, stranger, client_of, client):
    mine = book(learner, make_event())
    for reader in (client_of(stranger), client):
        assert reader.get(mine.get_absolute_url()).status_code == 404
        assert reader.post(f"/events/tickets/{mine.pk}/withdrawal/").status_code == 404
    assert client_of(learner).get(f"/events/tickets/{mine.pk}/withdrawal/").status_code == 405


def _invited(event: Event, kept, **fields: str) -> str:
    """Register as a guest; the link of the letter."""
    with kept(execute=True):
        answer = Client().post(f"/events/{event.slug}/registration/", {"name": "访客甲", "email": "Guest@Example.org", **fields})
    assert "guest@example.org" in words(answer)
    return re.search(r"(/events/guests/\S+)", str(mail.outbox[-1].body))[1]


def test_a_guest_registers_by_a_link_that_proves_the_address(db, client, django_capture_on_commit_callbacks):
    event = make_event(5, group_limit=3)
    link = _invited(event, django_capture_on_commit_callbacks, persons="2")
    assert not Registration.objects.exists()
    assert "访客甲" in words(client.get(link))
    assert not Registration.objects.exists()
    ticket = words(client.post(link, follow=True))
    mine = Registration.objects.get()
    assert (mine.email, mine.persons, mine.person) == ("guest@example.org", 2, None)
    assert mine.code_shown in ticket
    assert client.post(link).url == mine.get_absolute_url()
    assert Registration.objects.count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(f"/events/{event.slug}/registration/", {"name": "访客甲", "email": "guest@example.org", "persons": "1"})
    assert len([one for one in mail.outbox if "/guests/" in one.body]) == 1
    client.post(f"/events/tickets/{mine.pk}/withdrawal/")
    mine.refresh_from_db()
    assert mine.left_at


def test_a_guests_link_lasts_a_day_and_cannot_be_made_by_others(db, client, django_capture_on_commit_callbacks):
    link = _invited(make_event(5), django_capture_on_commit_callbacks)
    assert words(client.get(link[:-2] + "x/"), 410)
    with time_machine.travel(now() + 2 * DAY):
        assert "重新报名" in words(client.post(link), 410)
    assert not Registration.objects.exists()


def test_a_guests_form_says_what_is_wrong(db, client):
    event = make_event()
    html = words(client.post(f"/events/{event.slug}/registration/", {"name": "", "email": "x"}), 422)
    assert "报名还没有完成" in html
