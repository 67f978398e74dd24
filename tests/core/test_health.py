"""Health (R27): a process that lives, a site that is ready, and figures only for whoever may read them."""

import datetime as dt

import pytest
from celery import current_app
from django.db import OperationalError, connection
from django.test import Client
from kombu.connection import Connection

from core import health
from core.dates import now
from core.models import Job

pytestmark = pytest.mark.django_db
PARTS = {"database", "disk", "cache", "broker", "migrations", "jobs"}


def ready():
    response = Client().get("/readyz")
    return response.status_code, response.json()


def test_r27_a_sound_site_is_ready_in_every_part():
    status, told = ready()
    assert status == 200
    assert set(told) == PARTS | {"ready"}
    assert all(value is True for value in told.values())


def test_r27_without_its_database_it_lives_and_is_not_ready_and_tells_no_detail(monkeypatch):
    def away():
        raise OperationalError("connection to server at db.internal failed: secret")

    monkeypatch.setattr(connection, "cursor", away)
    status, told = ready()
    assert (status, told["ready"], told["database"], told["migrations"]) == (503, False, False, False)
    assert "secret" not in str(told)
    assert Client().get("/healthz").content == b"ok"


def test_r11_without_room_on_the_disk_it_is_not_ready(settings):
    settings.DISK_SPARE_MB = 1 << 40
    assert ready() == (503, {**dict.fromkeys(PARTS, True), "disk": False, "ready": False})


def test_r07_a_cache_that_is_away_is_named_and_nobody_is_turned_away(settings):
    settings.CACHES = {
        name: {
            "BACKEND": "core.redis_cache.RedisCache",
            "LOCATION": "redis://127.0.0.1:9/0",
            "OPTIONS": {"socket_connect_timeout": 0.2, "socket_timeout": 0.2},
        }
        for name in settings.CACHES
    }
    status, told = ready()
    assert (status, told["cache"], told["ready"]) == (200, False, True)


def test_r07_a_broker_that_is_away_is_named_and_nobody_is_turned_away(monkeypatch):
    away = Connection("redis://127.0.0.1:9/0", transport_options={"socket_connect_timeout": 0.2, "max_retries": 1})
    monkeypatch.setattr(current_app, "connection_for_write", lambda: away)
    status, told = ready()
    assert (status, told["broker"], told["ready"]) == (200, False, True)


def test_a_job_nobody_takes_up_is_named():
    Job.objects.create(task="tests.effect")
    assert ready()[1]["jobs"] is True
    Job.objects.update(created_at=now() - dt.timedelta(hours=1))
    assert ready()[1]["jobs"] is False
    Job.objects.update(attempts=1)  # taken up once, it is not the worker that is missing
    assert ready()[1]["jobs"] is True


def test_tables_that_are_older_than_the_program_are_not_served():
    from django.db.migrations.recorder import MigrationRecorder

    assert health._migrated()
    MigrationRecorder.Migration.objects.filter(app="core").delete()
    assert ready()[0] == 503


@pytest.fixture
def metered(settings, small_machine):
    settings.METRICS_TOKEN = "a token"
    return {"Authorization": "Bearer a token"}


def test_without_a_token_there_are_no_figures():
    assert Client().get("/metrics").status_code == 404
    assert Client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_figures_are_for_whoever_has_the_token(metered):
    for wrong in ({}, {"Authorization": "Bearer other"}, {"Authorization": "Basic a token"}):
        assert Client().get("/metrics", headers=wrong).status_code == 404
    Job.objects.create(task="tests.effect", attempts=8)
    Client().get("/no/such/page/")
    text = Client().get("/metrics", headers=metered).content.decode()
    assert "haizhun_jobs_parked 1.0" in text
    assert 'haizhun_ready{part="database"} 1.0' in text
    assert 'status="404"' in text
    assert "haizhun_request_seconds_bucket" in text
    assert "/no/such/page/" not in text  # views, never addresses
