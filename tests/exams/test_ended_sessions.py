"""S06: once somebody is signed out, shut out or has gone to another device, his paper takes nothing from where he was before."""

import json

import pytest
from django.urls import reverse

from exams import delivery
from exams.models import Attempt, Response
from tests.exams.making import sitting, version

pytestmark = pytest.mark.django_db
PASSWORD, NEW = "门前有一条很长很长的大河", "另外一条更长更长的河流啊"


@pytest.fixture
def attempt(learner):
    return delivery.start(candidate=learner, sitting=sitting(version(["single"], items=1)))


def sent(browser, attempt):
    """The three ways a page changes its paper; what each answered."""
    answer = {"slot": 1, "seq": 1, "epoch": 1, "value": "A"}
    bodies = {"responses": answer, "submission": {"pending": [answer], "epoch": 1}, "signals": {"epoch": 1, "kind": "blur"}}
    return [
        browser.post(reverse(f"exams:{name}", args=[attempt.pk]), json.dumps(body), "application/json").status_code
        for name, body in bodies.items()
    ]


def signed_out(browser, elsewhere, learner, attempt):
    browser.post("/account/logout/")


def new_password(browser, elsewhere, learner, attempt):
    learner.set_password(PASSWORD)
    learner.save()
    elsewhere.force_login(learner, backend="django.contrib.auth.backends.ModelBackend")
    browser.force_login(learner, backend="django.contrib.auth.backends.ModelBackend")
    changed = elsewhere.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW})
    assert changed.status_code == 302


def switched_off(browser, elsewhere, learner, attempt):
    learner.is_active = False
    learner.save()


def other_device(browser, elsewhere, learner, attempt):
    assert elsewhere.post(attempt.get_absolute_url()).status_code in (200, 302)


@pytest.mark.parametrize(
    ("ended", "told"), [(signed_out, {401}), (new_password, {401}), (switched_off, {401}), (other_device, {409})]
)
def test_s06_a_paper_takes_nothing_from_where_its_candidate_was_before(client_of, learner, attempt, ended, told):
    browser = client_of(learner)
    ended(browser, client_of(learner), learner, attempt)
    answers = sent(browser, attempt)
    assert set(answers[:2]) == told
    assert answers[2] in {*told, 204, 422} if told == {409} else answers[2] in told
    assert not Response.objects.exists()
    assert Attempt.objects.get().in_progress


def test_control_the_same_is_taken_where_nothing_ended(client_of, learner, attempt):
    assert sent(client_of(learner), attempt)[:2] == [200, 200]
    assert Response.objects.count() == 1
    assert not Attempt.objects.get().in_progress
