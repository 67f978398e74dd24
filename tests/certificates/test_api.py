"""The register for programs: the facts of the page, from any site, with an answer for every mistake."""

import random

import pytest
from django.core.cache import cache
from django.urls import reverse

from certificates import numbers, sharing
from certificates.decisions import decide
from certificates.models import CertificateEvent
from certificates.status import State
from core.look_ups import PER_MINUTE

pytestmark = pytest.mark.django_db
UNKNOWN = numbers.draw("QSO", 2026, choose=random.Random(3).choice)


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet():
    cache.clear()


def address(number):
    return f"/api/v1/certificates/{number}/"


def test_it_tells_what_the_page_tells_with_the_name_masked(printed, client):
    answer = client.get(address(printed.number))
    told = answer.json()
    page = client.get(reverse("certificates:verification", args=[printed.number])).content.decode()
    assert answer.status_code == 200
    assert told["holder"] == {"name": "林*", "is_masked": True}
    assert told["status"] == "valid"
    for fact in (told["number"], told["printed"]["title"], told["printed"]["certifies"], told["documents"][0]["sha256"]):
        assert fact in page
    for hidden in ("林悦", printed.holder.email, str(printed.pk), "91"):
        assert hidden not in answer.content.decode().replace(printed.pdf.sha256, "").replace(printed.number, "")
    assert not answer.cookies


def test_the_secret_of_the_holders_link_shows_the_name(certificate, learner, client):
    link = sharing.renew_link(certificate, by=learner)
    assert client.get(address(certificate.number), {"secret": link.secret}).json()["holder"]["name"] == "林悦"
    assert client.get(address(certificate.number), {"secret": "guess"}).json()["holder"]["is_masked"]


def test_of_a_withdrawn_certificate_nothing_about_the_person_is_told(certificate, administrator, client):
    decide(certificate, State.WITHDRAWN, by=administrator, reason=CertificateEvent.Reason.RESULT)
    told = client.get(address(certificate.number)).json()
    assert (told["status"], told["holder"], told["printed"], told["documents"]) == ("withdrawn", None, None, [])
    assert told["events"][-1]["reason"] == "result"


def test_mistyped_and_unknown_have_codes_of_their_own(certificate, client):
    wrong = certificate.number[:-1] + ("2" if certificate.number[-1] != "2" else "3")
    for number, code in ((wrong, "mistyped"), ("证书", "mistyped"), ("A" * 500, "mistyped"), (UNKNOWN, "unknown")):
        answer = client.get(address(number))
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, code)
        assert answer["Access-Control-Allow-Origin"] == "*"


def test_any_spelling_of_the_number_is_understood(certificate, client):
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in certificate.number)
    for typed in (wide, certificate.number.lower(), certificate.number.replace("-", "")):
        assert client.get(address(typed)).json()["number"] == certificate.number


def test_an_answer_is_not_sent_twice_until_something_changes(certificate, administrator, client):
    etag = client.get(address(certificate.number))["ETag"]
    same = client.get(address(certificate.number), HTTP_IF_NONE_MATCH=etag)
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", etag)
    decide(certificate, State.SUSPENDED, by=administrator, reason=CertificateEvent.Reason.COMPLAINT)
    assert client.get(address(certificate.number), HTTP_IF_NONE_MATCH=etag).json()["status"] == "suspended"


def test_pages_of_any_origin_may_ask_and_nothing_else_is_allowed(certificate, client):
    before = client.options(address(certificate.number))
    assert before.status_code == 204
    assert before["Access-Control-Allow-Headers"] == "If-None-Match"
    assert client.head(address(certificate.number)).status_code == 200
    for method in ("post", "put", "delete"):
        answer = getattr(client, method)(address(certificate.number))
        assert (answer.status_code, answer.json()["error"]["code"]) == (405, "method_not_allowed")


def test_it_shares_the_limit_of_the_page(certificate, client, time_machine):
    time_machine.move_to("2026-12-01 10:00:20+08:00", tick=False)
    for _ in range(PER_MINUTE):
        client.get(reverse("certificates:verification", args=[UNKNOWN]))
    late = client.get(address(certificate.number))
    assert (late.status_code, late.json()["error"]["code"], late["Retry-After"]) == (429, "too_many_requests", "40")


def test_the_words_are_in_the_language_of_the_address(certificate, client):
    assert client.get(f"/en{address(certificate.number)}").json()["status_text"] == "Valid"
    assert client.get(address(certificate.number)).json()["status_text"] == "有效"
