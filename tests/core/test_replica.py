"""What is read from a copy of the database, and above all what never is. With two real servers: `run.py bench replica`."""

import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django.db import DEFAULT_DB_ALIAS, OperationalError
from django.http import HttpResponse
from django.urls import get_resolver

from accounts.models import User
from cms import pagecache
from core import replica
from exams.models import Attempt, Exam
from tests.core.plant import ROOT

REPORT = "exams:statistics"


@pytest.fixture(autouse=True)
def _a_copy(settings):
    settings.HAS_REPLICA = True
    caches["stamps"].delete(replica._HELD)
    yield
    caches["stamps"].delete(replica._HELD)


@pytest.fixture(autouse=True)
def fit(monkeypatch):
    state = SimpleNamespace(fit=True, connect=lambda: None)
    monkeypatch.setattr(replica.copy, "_asked", lambda: state.fit)
    monkeypatch.setattr(replica.copy, "_connect", lambda: state.connect())
    monkeypatch.setattr(replica.copy, "looked", float("-inf"))
    monkeypatch.setattr(replica.copy, "fit", False)
    return state


def asked(rf, *, name=REPORT, method="get", cookies=None, deed=lambda: None):
    """Where a view of this name reads an exam, and the answer."""
    request, read = getattr(rf, method)("/"), list[str | None]()
    request.COOKIES.update(cookies or {})
    request.resolver_match = SimpleNamespace(view_name=name)

    def view(request):
        middleware.process_view(request, None, (), {})
        deed()
        read.append(replica.Router().db_for_read(Exam))
        return HttpResponse()

    middleware = replica.ReplicaMiddleware(view)
    answer = middleware(request)
    return read[0], answer


def test_a_report_is_read_from_the_copy(rf):
    assert asked(rf)[0] == replica.ALIAS
    assert replica.Router().db_for_read(Exam) == DEFAULT_DB_ALIAS  # the request is over


@pytest.mark.parametrize("name", ["exams:attempt", "exams:responses", "exams:sitting", "account_login", "courses:lesson", ""])
def test_no_other_address_is(rf, name):
    assert asked(rf, name=name)[0] == DEFAULT_DB_ALIAS


def test_what_is_sent_is_not_and_who_sent_it_reads_the_database_for_a_while(rf, settings):
    read, answer = asked(rf, method="post")
    assert read == DEFAULT_DB_ALIAS
    assert answer.cookies[replica.WROTE]["max-age"] == settings.REPLICA_SECONDS
    assert asked(rf, cookies={replica.WROTE: "1"})[0] == DEFAULT_DB_ALIAS
    assert replica.WROTE not in asked(rf)[1].cookies


def test_after_a_write_the_request_reads_what_it_has_written(rf):
    assert asked(rf, deed=lambda: replica.Router().db_for_write(Exam))[0] == DEFAULT_DB_ALIAS


def test_after_a_publication_nobody_reads_the_copy_for_a_while(rf):
    pagecache.clear()
    assert asked(rf)[0] == DEFAULT_DB_ALIAS
    caches["stamps"].delete(replica._HELD)
    assert asked(rf)[0] == replica.ALIAS


def test_a_copy_that_goes_away_is_left_at_once_and_not_waited_for_again(rf, fit):
    assert asked(rf)[0] == replica.ALIAS
    tries = []

    def refused():
        tries.append(1)
        raise OperationalError("connection refused")

    fit.connect = refused
    assert [asked(rf)[0] for _ in range(3)] == [DEFAULT_DB_ALIAS] * 3
    assert len(tries) == 1


def test_a_copy_that_is_behind_is_left_alone(rf, fit, monkeypatch):
    fit.fit = False
    assert asked(rf)[0] == DEFAULT_DB_ALIAS
    fit.fit = True
    assert asked(rf)[0] == DEFAULT_DB_ALIAS  # looked at anew only after a few seconds
    monkeypatch.setattr(replica.copy, "looked", float("-inf"))
    assert asked(rf)[0] == replica.ALIAS


def test_who_somebody_is_and_what_belongs_to_what_was_written_is_asked_of_the_database(rf):
    router, read = replica.Router(), []
    of_the_copy = Attempt()
    of_the_copy._state.db = replica.ALIAS

    def look():
        read.extend([router.db_for_read(User), router.db_for_read(Exam, instance=of_the_copy)])
        router.db_for_write(Attempt)
        read.append(router.db_for_read(Exam, instance=of_the_copy))

    asked(rf, deed=look)
    assert read == [DEFAULT_DB_ALIAS, replica.ALIAS, DEFAULT_DB_ALIAS]


def test_within_a_transaction_nothing_is(rf, db):
    assert asked(rf)[0] == DEFAULT_DB_ALIAS  # a test with a database stands in one


def test_beside_a_third_database_the_router_has_no_say():
    moved = Exam()
    moved._state.db = "move_to"
    assert replica.Router().db_for_read(Exam, instance=moved) is None
    assert replica.Router().db_for_write(Exam, instance=moved) is None
    assert not replica.Router().allow_migrate(replica.ALIAS, "exams")


def test_every_address_that_may_is_one_of_the_site():
    def names(patterns, space=""):
        for one in patterns:
            if hasattr(one, "url_patterns"):
                yield from names(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space)
            else:
                yield f"{space}{one.name}"

    assert set(names(get_resolver().url_patterns)) >= replica.VIEWS


SETTINGS = "from config import stores; print(stores.DATABASES, stores.DATABASE_ROUTERS, stores.HAS_REPLICA)"


def told(**env: str) -> str:
    """What the settings make of an environment."""
    kept = {"PATH": "/usr/bin:/bin", "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}", **env}
    return subprocess.run([sys.executable, "-c", SETTINGS], env=kept, capture_output=True, text=True, check=True, cwd=ROOT).stdout


def test_the_settings_of_pool_and_copy(tmp_path):
    here, there = "postgres://u@one/a", "postgres://u@two/a"
    with_both = told(DATABASE_URL=here, HAIZHUN_DATABASE_READ_URL=there, HAIZHUN_DATABASE_POOL="6", HAIZHUN_DATA=str(tmp_path))
    assert with_both.count("'pool': {'min_size': 1, 'max_size': 6, 'timeout': ") == 2
    assert with_both.count("'CONN_MAX_AGE': 0") == 2  # a pool bears no kept connections
    assert "'HOST': 'two'" in with_both
    assert "['core.replica.Router'] True" in with_both
    without = told(DATABASE_URL=here, HAIZHUN_DATA=str(tmp_path))
    assert "pool" not in without
    assert "'CONN_MAX_AGE': 60" in without
    assert "[] False" in without
    # A copy of SQLite there is none.
    assert "[] False" in told(HAIZHUN_DATABASE_READ_URL=there, HAIZHUN_DATA=str(tmp_path))
