"""Every state on every face: whatever tells what a certificate is worth tells the same in the same second."""

import base64
import datetime as dt
import gzip

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from certificates.badges import statuslists
from certificates.counting import with_status
from certificates.decisions import decide
from certificates.models import Certificate, CertificateEvent
from certificates.presentation import looks
from certificates.status import State, Status
from certificates.superseding import supersede
from core.dates import today

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
    return client_of(None).get(reverse("api:certificate", args=[certificate.number])).json()["status"]


def by_page(certificate, client_of):
    return client_of(None).get(reverse("certificates:verification", args=[certificate.number])).content.decode()


def by_holder(certificate, client_of):
    return client_of(certificate.holder).get(certificate.get_absolute_url()).content.decode()


def by_list(certificate, client_of):
    return client_of(certificate.holder).get(reverse("certificates:index")).content.decode()


def by_file(certificate, client_of):
    """Its PDF, as a browser asks about it by digest."""
    return client_of(None).get(reverse("certificates:check_digest", args=[certificate.pdf.sha256])).content.decode()


def by_dropping(certificate, client_of):
    """Its PDF, sent whole to the server."""
    file = SimpleUploadedFile("证书.pdf", certificate.pdf.read())
    return client_of(None).post(reverse("certificates:check_pdf"), {"file": file}).content.decode()


def by_list_of_numbers(certificate, client_of):
    """An employer's list with this one number."""
    file = SimpleUploadedFile("list.csv", certificate.number.encode())
    page = client_of(None).post(reverse("certificates:list-check"), {"list": file}).content.decode()
    return page.split("<tbody>")[1].split("</tbody>")[0]


def by_register(certificate, client_of):
    """What the public register lists and counts it under."""
    return with_status(Certificate.objects.all(), today()).values_list("today", flat=True).get(pk=certificate.pk)


def by_status_lists(certificate):
    """Whether its bit is set for good, and whether for now."""
    return tuple(
        bool(bits(purpose, certificate.status_list)[certificate.status_index // 8] & 0x80 >> certificate.status_index % 8)
        for purpose in (statuslists.REVOCATION, statuslists.SUSPENSION)
    )


def bits(purpose, number):
    told = statuslists.say(purpose, number, "kid").told
    return gzip.decompress(base64.urlsafe_b64decode(told["credentialSubject"]["encodedList"][1:] + "=="))


BITS = {Status.SUSPENDED: (False, True), **dict.fromkeys((Status.WITHDRAWN, Status.CANCELLED, Status.SUPERSEDED), (True, True))}
# A face that answers with a status, and a face whose page says it in words (the attribute of its Look).
ANSWERS = {"model": by_model, "api": by_api, "register": by_register}
PAGES = {
    "page": (by_page, "title"),
    "holder": (by_holder, "word"),
    "list": (by_list, "word"),
    "file": (by_file, "title"),
    "dropped": (by_dropping, "title"),
    "employer": (by_list_of_numbers, "word"),
}


@pytest.fixture
def asking(client, client_of):
    """A client of somebody, or of nobody."""
    from django.test import Client

    return lambda user: client_of(user) if user else Client()


def test_the_table_knows_every_status():
    assert set(DEEDS) == set(Status)


@pytest.mark.parametrize("status", list(Status))
def test_every_face_says_the_same_in_the_same_second(printed, administrator, asking, time_machine, status):
    cache.clear()
    certificate = printed
    for page, _ in PAGES.values():
        page(certificate, asking)  # whatever keeps pages has kept the old answer by now
    DEEDS[status](certificate, administrator, time_machine)
    assert {name: face(certificate, asking) for name, face in ANSWERS.items()} == dict.fromkeys(ANSWERS, status.value)
    for name, (page, attribute) in PAGES.items():
        assert str(getattr(looks()[status], attribute)) in page(certificate, asking), name
    assert by_status_lists(certificate) == BITS.get(status, (False, False))
