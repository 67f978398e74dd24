"""The move from SQLite to PostgreSQL: every row, or none; the same on both sides, and still guarded."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import ConnectionHandler

from core.audit import record
from core.backups import moving, prints
from core.models import AuditEntry, Job
from tests.cast import person
from tests.template import ROOT, keys

pytestmark = pytest.mark.django_db(transaction=True)
OLD = "old"


@pytest.fixture(scope="session")
def kept(request, tmp_path_factory):
    """A SQLite site: with the shipped content where the suite has run on SQLite before, or bare, or made now."""
    folder = Path(os.environ.get("HAIZHUN_DATA", ROOT / "var")) / "tests"
    for stage, key in reversed(keys().items()):
        if stage == getattr(request, "param", stage) and (found := folder / f"haizhun_{stage}_{key}.sqlite3").exists():
            return found
    place = tmp_path_factory.mktemp("old") / "old.sqlite3"
    env = {**os.environ, "DATABASE_URL": f"sqlite:///{place}", "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}"}
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=env, check=True)
    return place


@pytest.fixture
def old(tmp_path, kept, small_machine):
    """The site that moves, a copy of its own for each test; somebody lives there."""
    place = tmp_path / "old.sqlite3"
    place.write_bytes(kept.read_bytes())
    config = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(place), "OPTIONS": {"transaction_mode": "IMMEDIATE"}}
    connections.settings[OLD] = ConnectionHandler({"default": {}, OLD: config}).settings[OLD]
    try:
        connections[OLD].connect()  # before Django's test case asks whether it may
        AuditEntry.objects.using(OLD).create(deed="a.deed", subject="core.job:1", data={"b": [1, {"中": None}], "a": "文"})
        get_user_model().objects.using(OLD).create(email="moves@example.org", full_name="搬家的人")
        yield OLD
    finally:
        connections[OLD].close()
        del connections[OLD], connections.settings[OLD]


@pytest.mark.postgres
def test_every_row_arrives_and_is_the_same_and_append_only_tables_stay_so(old):
    heard = {}
    done = moving.move(old, "default", lambda table, found: heard.update({table: found}))
    assert prints.fingerprints(old) == prints.fingerprints() == heard
    assert done.tables == len(heard)
    assert done.rows == sum(found.rows for found in heard.values()) > 300
    with pytest.raises(Exception, match="append-only"):
        AuditEntry.objects.update(deed="x")
    # The next number is one nobody has.
    highest = AuditEntry.objects.order_by("-pk").first().pk
    assert record("a.deed", Job(pk=1), by=None).pk > highest
    assert person("陈工", "chen").pk > get_user_model().objects.get(full_name="搬家的人").pk


@pytest.mark.postgres
@pytest.mark.parametrize("kept", ["empty"], indirect=True)
def test_the_command_moves_a_site_in_a_process_that_knows_sqlite_alone(old):
    """As an operator runs it: its search index is SQLite's, and three commands follow one another. So it takes seconds."""
    there = connections["default"].settings_dict
    address = f"postgres://{there['USER']}@{there['HOST']}:{there['PORT']}/{there['NAME']}"
    told = {"DATABASE_URL": f"sqlite:///{connections[old].settings_dict['NAME']}", "HAIZHUN_MOVE_TO": address}
    env = {**os.environ, **told, "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}"}
    words = [sys.executable, "manage.py", "move_database"]
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert get_user_model().objects.get().full_name == "搬家的人"
    assert {line.split()[0] for line in done.stdout.splitlines()} >= set(prints.fingerprints())


@pytest.mark.postgres
def test_a_row_that_arrives_otherwise_undoes_the_whole_move(old, monkeypatch):
    before = prints.fingerprints()
    ours = prints.fingerprint

    def odd(model, using="default"):
        found = ours(model, using)
        return prints.Print(found.rows, "0" * 64) if model is AuditEntry and using == old else found

    monkeypatch.setattr(prints, "fingerprint", odd)
    with pytest.raises(moving.CannotMove, match="core_auditentry"):
        moving.move(old, "default")
    monkeypatch.undo()
    assert prints.fingerprints() == before


@pytest.mark.postgres
def test_a_row_postgresql_will_not_have_undoes_the_whole_move_and_names_the_table(old):
    Job.objects.using(old).create(task="x" * 300)  # SQLite asks nobody about a length
    before = prints.fingerprints()
    with pytest.raises(moving.CannotMove, match="core_job"):
        moving.move(old, "default")
    assert prints.fingerprints() == before


@pytest.mark.postgres
def test_a_database_somebody_lives_in_is_not_overwritten(old):
    person("陈工", "chen")
    with pytest.raises(moving.CannotMove):
        moving.move(old, "default")
    assert get_user_model().objects.get().full_name == "陈工"


@pytest.mark.postgres
def test_databases_of_different_migrations_are_not_moved(old):
    recorder = MigrationRecorder(connections[old])
    recorder.record_applied("core", "9999_of_next_year")
    with pytest.raises(moving.CannotMove, match="9999_of_next_year"):
        moving.move(old, "default")


def test_only_from_sqlite_to_postgresql(old):
    with pytest.raises(moving.CannotMove, match="HAIZHUN_MOVE_TO"):
        moving.move(old, old)


def test_the_command_asks_for_the_new_databases_address(monkeypatch):
    monkeypatch.delenv("HAIZHUN_MOVE_TO", raising=False)
    with pytest.raises(CommandError, match="HAIZHUN_MOVE_TO"):
        call_command("move_database", stdout=StringIO())


def test_a_fingerprint_tells_rows_apart_whatever_their_order():
    one, other = (Job.objects.create(task=task, kwargs=kwargs) for task, kwargs in (("a", {"x": 1, "y": 2}), ("b", {})))
    before = prints.fingerprint(Job)
    Job.objects.filter(pk=one.pk).update(kwargs={"y": 2, "x": 1})
    assert prints.fingerprint(Job) == before
    Job.objects.filter(pk=other.pk).update(task="c")
    assert prints.fingerprint(Job) != before
    assert before.rows == 2


def test_every_table_of_the_database_is_fingerprinted_or_derived():
    told = {model._meta.db_table for model in prints.kept()}
    derived = {model._meta.db_table for model in apps.get_models() if model._meta.app_label in prints.DERIVED}
    there = set(connections["default"].introspection.table_names())
    assert {name for name in there - told - derived if not name.startswith(("modelsearch", "wagtailsearch", "sqlite"))} == set()
