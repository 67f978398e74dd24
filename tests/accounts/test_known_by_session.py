"""The person who comes along with a session is taken only when the session bears them out."""

import pytest
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.models import User
from core import sessions
from tests.cast import person


@pytest.fixture
def known(learner):
    """Signed in, and seen by this process: from here on session and person are read together."""
    client = Client()
    client.force_login(learner)
    assert told(client) == learner.pk
    return client


def told(client: Client) -> int | None:
    """Who the site takes this browser for."""
    user = client.get("/learn/").wsgi_request.user
    return user.pk


def key_of(client: Client) -> str:
    return client.cookies["sessionid"].value


def test_session_and_person_are_read_in_one_statement(known, learner, django_assert_num_queries):
    store = sessions.SessionStore(key_of(known))
    with django_assert_num_queries(1):
        assert store[SESSION_KEY] == str(learner.pk)
        assert store.person == learner


def test_a_changed_password_signs_out(known, learner):
    learner.set_password("another horse battery")
    learner.save()
    assert told(known) is None


def test_a_closed_account_is_signed_out(known, learner):
    User.objects.filter(pk=learner.pk).update(is_active=False)
    assert told(known) is None


def test_a_deleted_account_is_signed_out(known, learner):
    User.objects.filter(pk=learner.pk).delete()
    assert told(known) is None


def test_an_ended_session_is_signed_out(known):
    Session.objects.filter(pk=key_of(known)).delete()
    assert told(known) is None


def test_whom_a_session_names_counts_not_whom_it_named_before(known):
    other = person("另一人", "other")
    store = sessions.SessionStore(key_of(known))
    store[SESSION_KEY], store[HASH_SESSION_KEY] = str(other.pk), other.get_session_auth_hash()
    store.save()
    assert told(known) == other.pk
    assert told(known) == other.pk


def test_a_way_of_signing_in_that_is_no_longer_allowed_signs_out(known, settings):
    settings.AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
    assert told(known) is None
