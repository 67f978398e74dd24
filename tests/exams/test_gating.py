"""The lock-down browser: asked for by a sitting, told by a header, passed by on an invigilator's word; it changes no mark."""

import hashlib

import pytest
from django.urls import reverse

from core.models import AuditEntry
from exams import delivery
from exams.models import Attempt
from tests.cast import person
from tests.exams.making import sitting, version

KEY = "ab" * 32
DECLARED = {"in_person": "on", "no_copying": "on"}


@pytest.fixture
def there(db):
    return sitting(version(["single"]), seb_config_key=KEY)


@pytest.fixture
def invigilator(db):
    return person("孙老师", "sun", "invigilator")


def seb(path, key=KEY):
    return {"X-SafeExamBrowser-ConfigKeyHash": hashlib.sha256(f"http://testserver{path}{key}".encode()).hexdigest()}


def test_the_right_browser_starts_and_goes_on(client_of, learner, there):
    client, path = client_of(learner), there.get_absolute_url()
    assert client.post(path, DECLARED, headers=seb(path)).status_code == 302
    page = Attempt.objects.get().get_absolute_url()
    assert client.get(f"{page}?slot=1", headers=seb(f"{page}?slot=1")).status_code == 200


@pytest.mark.parametrize("headers", [{}, seb("/elsewhere/"), {"X-SafeExamBrowser-ConfigKeyHash": "é"}, seb("/", "cd" * 32)])
def test_another_browser_starts_nothing_and_is_told_what_to_do(client_of, learner, there, headers):
    reply = client_of(learner).post(there.get_absolute_url(), DECLARED, headers=headers)
    assert reply.status_code == 403
    assert "本考次须用Safe Exam Browser作答" in reply.content.decode()
    assert not Attempt.objects.exists()


def test_another_browser_cannot_open_the_page_but_answers_are_saved_all_the_same(client_of, learner, there):
    attempt = delivery.start(candidate=learner, sitting=there)
    client = client_of(learner)
    assert client.get(attempt.get_absolute_url()).status_code == 403
    body = {"slot": 1, "seq": 1, "epoch": 1, "value": "A"}
    saved = client.post(reverse("exams:responses", args=[attempt.pk]), body, content_type="application/json")
    assert saved.status_code == 200


def test_an_invigilator_lets_someone_through_and_that_is_on_record(client_of, learner, invigilator, stranger, there):
    attempt = delivery.start(candidate=learner, sitting=there)
    address = reverse("exams:seb-waivers", args=[there.pk])
    given = {"admission_no": attempt.registration.admission_no, "reason": "电脑装不上"}
    for refused in (learner, stranger, invigilator):
        assert client_of(refused).post(address, given).status_code == 404
    there.invigilators.add(invigilator)
    office = client_of(invigilator)
    assert office.get(address).status_code == 200
    assert office.post(address, {**given, "admission_no": "X"}).status_code == 422
    assert office.post(address, {**given, "reason": ""}).status_code == 422
    assert client_of(learner).get(attempt.get_absolute_url()).status_code == 403
    assert office.post(address, given).status_code == 302
    assert client_of(learner).get(attempt.get_absolute_url()).status_code == 200
    entry = AuditEntry.objects.get(deed="registration.let_through_without_seb")
    assert (entry.actor_id, entry.data) == (invigilator.pk, {"reason": "电脑装不上"})


def test_a_sitting_that_asks_for_nothing_lets_everybody_start(client_of, learner, db):
    there = sitting(version(["single"]))
    assert client_of(learner).post(there.get_absolute_url(), DECLARED).status_code == 302
