"""The description of the open interface, and that the interface keeps to it whatever it is asked."""

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings

pytestmark = pytest.mark.django_db


@pytest.fixture
def one_connection():
    """Requests leave the test's own connection open, as those of Django's test client do."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


OPENAPI, PAGE = "/api/v1/openapi.json", "/api/v1/"


def test_whatever_is_asked_the_answer_is_as_described(printed, one_connection):
    """Each operation under made-up questions, some of them wrong; forty are tried of each."""
    from config.wsgi import application

    def from_somewhere(environ, start):
        return application({**environ, "REMOTE_ADDR": "127.0.0.1"}, start)

    tried = []
    for found in schemathesis.openapi.from_wsgi(OPENAPI, from_somewhere).get_all_operations():
        operation = found.ok()
        if "certificates" not in operation.path:
            continue  # behind a token: tests/courses/test_interface_described.py

        @settings(max_examples=40, suppress_health_check=list(HealthCheck), database=None)
        @given(case=operation.as_strategy())
        def ask(case):
            cache.clear()  # the limit is told as well, but then nothing else would be
            case.call_and_validate()

        ask()
        tried.append(operation.label)
    assert tried == ["GET /api/v1/certificates/{number}/"]


def test_every_answer_there_is_fits_its_description(printed, administrator, client):
    """A certificate of ours, shown and not shown, and each refusal, by a validator of JSON Schema."""
    from jsonschema import Draft202012Validator

    from certificates.decisions import decide
    from certificates.models import CertificateEvent
    from certificates.status import State

    cache.clear()
    told = client.get(OPENAPI).json()
    operation = told["paths"]["/api/v1/certificates/{number}/"]["get"]
    address = f"/api/v1/certificates/{printed.number}/"

    def fits(reply):
        shape = operation["responses"][str(reply.status_code)]["content"]["application/json"]["schema"]
        Draft202012Validator({**shape, "components": told["components"]}).validate(reply.json())

    fits(client.get(address))
    decide(printed, State.WITHDRAWN, by=administrator, reason=CertificateEvent.Reason.RESULT)
    fits(client.get(address))
    fits(client.get("/api/v1/certificates/QSO/"))
    fits(client.post(address))
    for _turn in range(60):
        late = client.get(address)
    assert late.status_code == 429
    fits(late)


def test_no_field_is_told_that_is_not_described(printed, client):
    told, shapes = (
        client.get(f"/api/v1/certificates/{printed.number}/").json(),
        client.get(OPENAPI).json()["components"]["schemas"],
    )
    for name, part in (("Told", told), ("Holder", told["holder"]), ("Printed", told["printed"]), ("Log", told["log"])):
        assert set(part) == set(shapes[name]["properties"])
    assert set(told["documents"][0]) == set(shapes["Document"]["properties"])
    assert set(told["events"][0]) == set(shapes["Event"]["properties"])


def test_the_description_is_public_and_asks_the_database_nothing(client, django_assert_num_queries):
    client.get(PAGE)
    with django_assert_num_queries(0):
        reply = client.get(OPENAPI)
    assert (reply["Access-Control-Allow-Origin"], reply["Cache-Control"]) == ("*", "public, max-age=60")
    assert reply.json()["openapi"].startswith("3.1")


@pytest.mark.parametrize(
    ("prefix", "word"), [("", "开放接口"), ("/zh-hant", "開放"), ("/en", "Open interface")], ids=["zh-hans", "zh-hant", "en"]
)
def test_people_read_it_in_their_language_and_nothing_is_loaded_from_elsewhere(client, prefix, word):
    page = client.get(prefix + PAGE).content.decode()
    assert word in page
    assert "/api/v1/certificates/{number}/" in page
    assert '<script src="http' not in page
    assert word in client.get(f"{prefix}{OPENAPI}").json()["info"]["title"]
