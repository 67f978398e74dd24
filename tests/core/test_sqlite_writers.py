"""Eight writers at once on the small machine (R03): by the site's settings nobody hears "database is locked"."""

import threading
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connections, transaction
from django.db.utils import ConnectionHandler

from config.settings import SQLITE_OPTIONS

pytestmark = pytest.mark.django_db
WRITERS, TIMES = 8, 25


def handler(path: Path, options: dict[str, Any]) -> ConnectionHandler:
    return ConnectionHandler({"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": options}})


def test_r03_eight_who_read_and_then_write_lose_nothing_and_are_never_locked_out(tmp_path):
    place = handler(tmp_path / "a.sqlite3", SQLITE_OPTIONS)
    with place["default"].cursor() as cursor:
        cursor.execute("CREATE TABLE tally (number integer)")
        cursor.execute("INSERT INTO tally VALUES (0)")
    failed = []

    def write():
        connection = place["default"]  # one for each thread
        try:
            for _ in range(TIMES):
                _add(connection)
        except OperationalError as reason:
            failed.append(str(reason))
        finally:
            connection.close()

    writers = [threading.Thread(target=write) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with place["default"].cursor() as cursor:
        cursor.execute("SELECT number FROM tally")
        assert cursor.fetchone() == (WRITERS * TIMES,)
    assert failed == []
    place["default"].close()


def _add(connection):
    """Read, then write by what was read: as whoever takes the last seat."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN IMMEDIATE" if connection.transaction_mode == "IMMEDIATE" else "BEGIN")
        cursor.execute("SELECT number FROM tally")
        (number,) = cursor.fetchone()
        cursor.execute("UPDATE tally SET number = %s", [number + 1])
        cursor.execute("COMMIT")


def test_r03_control_by_djangos_own_settings_the_second_is_locked_out(tmp_path):
    one, other = (handler(tmp_path / "a.sqlite3", {"timeout": 1})["default"] for _ in range(2))
    with one.cursor() as first, other.cursor() as second:
        first.execute("PRAGMA journal_mode=WAL")
        first.execute("CREATE TABLE tally (number integer)")
        first.execute("INSERT INTO tally VALUES (0)")
        for cursor in (first, second):
            cursor.execute("BEGIN")
            cursor.execute("SELECT number FROM tally")
            cursor.fetchone()
        first.execute("UPDATE tally SET number = 1")
        first.execute("COMMIT")
        with pytest.raises(OperationalError, match="locked"):
            second.execute("UPDATE tally SET number = 1")
    for connection in (one, other):
        connection.close()


def test_r03_the_site_runs_by_these_settings():
    if settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3":
        pytest.skip("this run is on PostgreSQL")
    assert settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] == SQLITE_OPTIONS["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in str(SQLITE_OPTIONS["init_command"])
    assert transaction.get_connection() is connections["default"]
