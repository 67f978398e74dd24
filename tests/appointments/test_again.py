"""A second click on a slow line writes nothing a second time; later the same words are a second deed."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from accounts.models import User
from appointments.again import AGAIN
from appointments.models import AppointmentLetter, Authorisation, DutyEntry, PreventiveMeasure, Veto
from core.dates import today
from notices.models import Notice
from tests.appointments.making import SCOPE, authorised, house, in_post

pytestmark = pytest.mark.django_db
FRIDAY = dt.datetime(2026, 11, 27, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def forms(post: Any, given: Any) -> dict[type[Model], tuple[str, dict[str, Any]]]:
    """What the officer sends, by what it makes."""
    day = today().isoformat()
    return {
        DutyEntry: (
            reverse("appointments:log", args=[post.pk]),
            {"kind": "audit", "done_on": day, "text": "内审", "outcome": ""},
        ),
        PreventiveMeasure: (
            reverse("appointments:measures", args=[post.pk]),
            {"risk": "漏检", "cause": "忙", "kind": "proof", "text": "加一道复核", "owner": "张三", "due": day},
        ),
        Veto: (
            reverse("appointments:vetoes", args=[given.pk]),
            {"scope_line": SCOPE[0], "stopped": "电线", "lot": "D-1", "facts": "偏薄", "standard": "图样", "risk": "harm"},
        ),
    }


@pytest.mark.parametrize("made", [DutyEntry, PreventiveMeasure, Veto])
def test_what_is_sent_twice_is_written_once(made: Any, employer: User, learner: User, client: Client) -> None:
    with time_machine.travel(FRIDAY, tick=False) as clock:
        post = in_post(house(employer, learner), learner, employer)
        address, data = forms(post, authorised(post, employer))[made]
        client.force_login(learner)
        first, again = client.post(address, data), client.post(address, data)
        assert (first.status_code, again.status_code) == (302, 302), first.content.decode()[:2000]
        assert first["Location"] == again["Location"]
        assert made.objects.count() == 1
        clock.shift(AGAIN + dt.timedelta(minutes=1))
        client.post(address, data)
        assert made.objects.count() == 2


def test_a_veto_sent_twice_is_told_and_logged_once(employer: User, learner: User, client: Client) -> None:
    post = in_post(house(employer, learner), learner, employer)
    address, data = forms(post, authorised(post, employer))[Veto]
    client.force_login(learner)
    client.post(address, data)
    told = Notice.objects.count()
    client.post(address, data)
    assert Notice.objects.count() == told
    assert DutyEntry.objects.count() == 1


def test_an_authorisation_given_twice_is_one_letter(employer: User, learner: User) -> None:
    post = in_post(house(employer, learner), learner, employer)
    assert authorised(post, employer) == authorised(post, employer)
    assert AppointmentLetter.objects.filter(authorisation=Authorisation.objects.get()).count() == 1
