"""Sessions: Django's, saved by one statement (site/core/sessions.py)."""

import pytest
from django.contrib.sessions.backends.base import UpdateError

from core.sessions import SessionStore


def test_a_session_that_exists_is_saved_by_one_statement(db, django_assert_num_queries):
    session = SessionStore()
    session.create()
    session["pens"] = {"a": 1}
    with django_assert_num_queries(1):
        session.save()
    assert SessionStore(session.session_key)["pens"] == {"a": 1}


def test_a_session_ended_meanwhile_does_not_come_back_by_being_saved(db):
    session = SessionStore()
    session.create()
    SessionStore().delete(session.session_key)
    session["pens"] = {"a": 1}
    with pytest.raises(UpdateError):
        session.save()
    assert not SessionStore().exists(str(session.session_key))
