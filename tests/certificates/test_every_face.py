"""Every state on every face: whatever tells what a certificate is worth tells the same in the same second."""

import datetime as dt

import pytest
from django.urls import reverse

from certificates.decisions import decide
from certificates.models import Certificate, CertificateEvent
from certificates.presentation import looks
from certificates.status import State, Status
from certificates.superseding import supersede

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def end(state):
    def deed(certificate, by, clock):
        decide(certificate, state, by=by, reason=CertificateEvent.Reason.REQUEST)

    return deed


def on(day):
    def deed(certificate, by, clock):
        clock.move_to(dt.datetime.combine(day(certificate), dt.time(4), dt.UTC))

    return deed


DEEDS = {
    Status.VALID: lambda certificate, by, clock: None,
    Status.SUSPENDED: end(State.SUSPENDED),
    Status.WITHDRAWN: end(State.WITHDRAWN),
    Status.CANCELLED: end(State.CANCELLED),
    Status.SUPERSEDED: lambda one, by, clock: supersede(one, by=by, reason=CertificateEvent.Reason.CORRECTION, name="林玥"),
    Status.NOT_YET_VALID: on(lambda one: one.valid_from - DAY),
    Status.EXPIRED: on(lambda one: one.valid_until + DAY),
    Status.LAPSED: on(lambda one: one.valid_until + 181 * DAY),
}


def by_model(certificate, client_of):
    return Certificate.objects.told().get(pk=certificate.pk).status.value


def by_api(certificate, client_of):
    return client_of(None).get(reverse("certificates:api-certificate", args=[certificate.number])).json()["status"]


def by_page(certificate, client_of):
    return client_of(None).get(reverse("certificates:verification", args=[certificate.number])).content.decode()


def by_holder(certificate, client_of):
    return client_of(certificate.holder).get(certificate.get_absolute_url()).content.decode()


def by_list(certificate, client_of):
    return client_of(certificate.holder).get(reverse("certificates:index")).content.decode()


# A face that answers with a status, and a face whose page says it in words (the attribute of its Look).
ANSWERS = {"model": by_model, "api": by_api}
PAGES = {"page": (by_page, "title"), "holder": (by_holder, "word"), "list": (by_list, "word")}


@pytest.fixture
def asking(client, client_of):
    """A client of somebody, or of nobody."""
    from django.test import Client

    return lambda user: client_of(user) if user else Client()


def test_the_table_knows_every_status():
    assert set(DEEDS) == set(Status)


@pytest.mark.parametrize("status", list(Status))
def test_every_face_says_the_same_in_the_same_second(certificate, administrator, asking, time_machine, status):
    for page, _ in PAGES.values():
        page(certificate, asking)  # whatever keeps pages has kept the old answer by now
    DEEDS[status](certificate, administrator, time_machine)
    assert {name: face(certificate, asking) for name, face in ANSWERS.items()} == dict.fromkeys(ANSWERS, status.value)
    for name, (page, attribute) in PAGES.items():
        assert str(getattr(looks()[status], attribute)) in page(certificate, asking), name
