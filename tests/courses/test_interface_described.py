"""The operations behind a token keep to their description whatever they are asked (schemathesis)."""

from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings

from accounts.models import User
from core.dates import today
from courses.training.enrolling import assign_and_enrol
from organisations import tokens
from organisations.models import Scope
from tests.courses.learning import complete, course
from tests.organisations.making import firm, member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("content")]


@pytest.fixture
def _one_connection() -> Any:
    """Requests leave the test's own connection open, as those of Django's test client do."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("_one_connection")
def test_whatever_a_program_asks_the_answer_is_as_described(employer: User, learner: User) -> None:
    """Each operation under made-up questions, some of them wrong; twelve are tried of each."""
    from config.wsgi import application

    body = firm(manager=employer)
    enrolment = assign_and_enrol(membership=member(body, learner), course=course(), by=employer, how="test").enrolment
    complete(enrolment, enrolment.version.codes[0])
    text = tokens.make(organisation=body, by=employer, name="x", scopes=Scope.values, expires_on=today() + timedelta(days=9)).text

    def from_somewhere(environ: dict[str, Any], start: Any) -> Any:
        return application({**environ, "REMOTE_ADDR": "127.0.0.1"}, start)

    tried = []
    for found in schemathesis.openapi.from_wsgi("/api/v1/openapi.json", from_somewhere).get_all_operations():
        operation = found.ok()
        if "certificates" in operation.path:
            continue

        @settings(max_examples=12, suppress_health_check=list(HealthCheck), database=None)
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            cache.clear()  # the limit is told as well, but then nothing else would be
            case.call_and_validate(headers={"Authorization": f"Bearer {text}"})

        ask()
        tried.append(operation.label)
    assert len(tried) == 9
