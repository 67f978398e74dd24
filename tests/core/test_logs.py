"""One number follows a request through its jobs and the log (R28), and nothing that names a person leaves with either."""

import io
import json
import logging
import sys
from types import SimpleNamespace

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from sentry_sdk.transport import Transport

from config import urls as site_urls
from core import following, jobs, telemetry
from core.logs import JsonLines
from core.models import Job
from tests.core.effects import effect

CANARIES = {
    "email": "canary.linyue@example.org",
    "phone": "13912345678",
    "identity": "440402199001011234",
    "password": "hunter2-canary",
    "token": "eyJhbGciOiJFUzI1NiIsImNhbmFyeSI6MX0abcdef",
}


def broken(request):
    logging.getLogger("tests").error("could not write to %s", request.POST["email"])
    name = request.POST["email"]
    raise ValueError(
        f"Key (email, full_name)=({name}, 林悦) of {CANARIES['phone']} {CANARIES['identity']} token={CANARIES['token']}"
    )


def leaves_a_job(request):
    jobs.enqueue(effect, path=request.GET["path"], key="a")
    logging.getLogger("tests").error("left a job behind")
    return HttpResponse("left")


urlpatterns = [path("broken/", broken), path("leaves-a-job/", leaves_a_job), *site_urls.urlpatterns]
handler500 = site_urls.handler500


@pytest.fixture
def lines(settings):
    """What the log says, line by line, as JSON."""
    settings.ROOT_URLCONF = __name__
    settings.SHOW_TRACEBACKS = False
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)


def break_it():
    client = Client(raise_request_exception=False)
    return client.post(f"/broken/?email={CANARIES['email']}", {**CANARIES}, headers={"Cookie": f"sessionid={CANARIES['token']}"})


@pytest.mark.django_db
def test_r28_no_canary_of_a_person_or_a_secret_stands_in_the_log(lines):
    assert break_it().status_code == 500
    told = lines()
    text = json.dumps(told, ensure_ascii=False)
    assert any("trace" in line for line in told)
    assert [name for name, canary in CANARIES.items() if canary in text] == []
    assert "林悦" not in text


@pytest.mark.django_db
def test_control_the_plain_formatter_would_have_told_them(settings, caplog):
    settings.ROOT_URLCONF = __name__
    break_it()
    assert CANARIES["email"] in caplog.text
    assert CANARIES["phone"] in caplog.text


@pytest.mark.django_db(transaction=True)
def test_r28_one_number_stands_in_the_answer_the_job_and_every_line(lines, tmp_path):
    response = Client().get("/leaves-a-job/", {"path": str(tmp_path / "f")})
    number = response["X-Request-ID"]
    assert Job.objects.get().origin == number
    told = lines()
    assert {line["request"] for line in told} == {number}
    assert {"left a job behind", "answered", "job done"} <= {line["message"] for line in told}
    assert all(line["at"].endswith("+00:00") for line in told)
    assert next(line for line in told if line["message"] == "answered")["status"] == 200


@pytest.mark.django_db
def test_a_signed_in_person_is_told_by_number(lines, learner, client_of):
    client_of(learner).get("/learn/")
    told = next(line for line in lines() if line["message"] == "answered")
    assert told["person"] == str(learner.pk)
    assert "林悦" not in json.dumps(lines(), ensure_ascii=False)


@pytest.mark.django_db
def test_a_number_from_outside_counts_only_behind_a_proxy_and_only_if_it_is_one(settings):
    asked = {"X-Request-ID": "4bf92f3577b34da6"}
    assert Client().get("/healthz", headers=asked)["X-Request-ID"] != asked["X-Request-ID"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert Client().get("/healthz", headers=asked)["X-Request-ID"] == asked["X-Request-ID"]
    assert Client().get("/healthz", headers={"X-Request-ID": "a\tforged line"})["X-Request-ID"] != "a\tforged line"
    assert following.current() == ""


class Kept(Transport):
    """Sentry's way out, with the end left open: what would be sent is kept."""

    def __init__(self, options=None):
        super().__init__(options)
        self.sent = []

    def capture_envelope(self, envelope):
        self.sent.append(envelope.serialize().decode())


@pytest.mark.django_db
def test_what_goes_to_sentry_names_nobody(settings, lines):
    import sentry_sdk

    settings.SENTRY_DSN = "https://key@sentry.example.org/1"
    kept = Kept()
    telemetry.begin_sentry(transport=kept)
    try:
        break_it()
    finally:
        sentry_sdk.init()  # off again
    sent = "\n".join(kept.sent)
    assert "ValueError" in sent
    assert [name for name, canary in CANARIES.items() if canary in sent] == []
    assert "林悦" not in sent


@pytest.mark.django_db(transaction=True)
def test_spans_tell_the_view_and_the_task_under_one_number_and_no_address(settings, tmp_path):
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    settings.ROOT_URLCONF = __name__
    exporter = InMemorySpanExporter()
    telemetry.begin_tracing(exporter)
    try:
        response = Client().get("/leaves-a-job/", {"path": str(tmp_path / "canary")})
        Client().get("/healthz")
    finally:
        telemetry.end_tracing()
    spans = exporter.get_finished_spans()
    told = {span.name: dict(span.attributes or {}) for span in spans}
    assert told["tests.effect"]["request.number"] == response["X-Request-ID"]
    assert told["healthz"]["status"] == 200
    assert "canary" not in str([span.to_json() for span in spans])


def test_nothing_of_either_is_loaded_where_neither_is_set(settings):
    settings.OTLP_ENDPOINT = settings.SENTRY_DSN = ""
    telemetry.begin()
    assert not telemetry.is_tracing()
    with telemetry.span("anything") as span:
        assert span is None


def test_a_missing_library_is_named_with_what_brings_it(settings, monkeypatch):
    import sys

    from django.core.exceptions import ImproperlyConfigured

    settings.SENTRY_DSN = "https://key@sentry.example.org/1"
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)
    with pytest.raises(ImproperlyConfigured, match="sentry"):
        telemetry.begin()


def test_r11_of_a_database_that_is_away_each_process_tells_where_once_a_minute(monkeypatch):
    """A full disk refuses thousands of requests: the log must not fill what is left. Control: any other fault is told whole."""
    lines, at = JsonLines(), [0.0]
    monkeypatch.setattr("core.logs.time", SimpleNamespace(monotonic=lambda: at[0]))

    def traced(fault):
        try:
            raise fault
        except type(fault):
            record = logging.LogRecord("tests", logging.ERROR, __file__, 1, "failed", (), sys.exc_info())
        return json.loads(lines.format(record))["trace"]

    full = OperationalError("could not extend file: No space left on device\nHINT: Check free disk space.")
    assert "Traceback" in traced(full)
    assert traced(full) == "django.db.utils.OperationalError: could not extend file: No space left on device"
    assert "Traceback" in traced(ValueError("another"))
    at[0] = 61
    assert "Traceback" in traced(full)
