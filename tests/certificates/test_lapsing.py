"""Expiry and lapse come by the calendar; the holder is told once, and the place is free for the next certificate."""

import datetime as dt

import pytest
from django.core import mail

from certificates import lapsing, posting
from certificates.issuing import issue
from certificates.models import Certificate, CertificateLetter
from certificates.status import State, Status

pytestmark = pytest.mark.django_db


def at(time_machine, day):
    time_machine.move_to(dt.datetime.combine(day, dt.time(1), dt.UTC))


def told():
    lapsing.tell_ended()
    return list(CertificateLetter.objects.order_by("made_at").values_list("news", flat=True))


def test_holders_are_told_once_when_it_expires_and_once_when_it_lapses(certificate, time_machine):
    at(time_machine, certificate.valid_until)
    assert told() == []
    at(time_machine, certificate.valid_until + dt.timedelta(days=1))
    assert told() == told() == ["expired"]
    at(time_machine, certificate.valid_until + dt.timedelta(days=180))
    assert told() == ["expired"]
    at(time_machine, certificate.valid_until + dt.timedelta(days=181))
    assert told() == told() == ["expired", "lapsed"]
    for letter in CertificateLetter.objects.all():
        posting.post(str(letter.pk))
        posting.post(str(letter.pk))
    assert len(mail.outbox) == 2
    assert Certificate.objects.get().state == State.VALID


def test_what_was_decided_against_is_not_told_that_it_expired(certificate, time_machine):
    Certificate.objects.update(state=State.WITHDRAWN)
    at(time_machine, certificate.valid_until + dt.timedelta(days=1))
    assert told() == []


def test_one_that_lapsed_makes_room_for_the_next(certificate, learner, passed, time_machine):
    at(time_machine, certificate.valid_until + dt.timedelta(days=181))
    told()
    fresh = issue(result=passed(learner))
    assert (fresh.status, fresh.supersedes) == (Status.VALID, certificate)
    assert Certificate.objects.live().get() == fresh
