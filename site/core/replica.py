"""Reading from a copy of the database (只读副本): public pages and reports, where HAIZHUN_DATABASE_READ_URL names one.

A copy is always a little behind. So only addresses in `VIEWS` read from it, and of those only what was asked for by GET; never
within a transaction; never once the request has written; never by somebody who has just sent something (a cookie remembers it
for REPLICA_SECONDS); for as long not at all after a publication, or a page of before would be kept. Who somebody is and what
he may do is asked of the database itself. A copy that is away, or further behind than that, is left alone.
"""

import logging
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError, connections, models, transaction
from django.http import HttpRequest, HttpResponse

ALIAS = "replica"
VIEWS = frozenset(
    {
        "wagtail_serve",
        "sitemap",
        "statutes:statute",
        "courses:catalogue",
        "certificates:register-search",
        "certificates:register-statistics",
        "certificates:register-statistics-file",
        "exams:statistics",
        "exams:exam-statistics",
        "exams:item-statistics",
        "exams:case-years",
        "training:matrix",
        "training:hours",
        "appointments:figures",
        "appointments:figures_file",
        "oversight:figures",
        "oversight:figures_file",
    }
)
# Who somebody is and what he may do.
ITSELF = frozenset({"accounts", "auth", "sessions", "account", "mfa", "usersessions", "socialaccount", "organisations"})
WROTE, _HELD = "wrote", "replica-held"
_LOOKED_EVERY = 5.0
_BEHIND = """
SELECT pg_is_in_recovery() AND EXISTS (SELECT 1 FROM pg_stat_wal_receiver) AND
  CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
  ELSE coalesce(extract(epoch FROM now() - pg_last_xact_replay_timestamp()), 0) END <= %s
"""
_reading: ContextVar[bool] = ContextVar("reading from the copy", default=False)
log = logging.getLogger(__name__)


class Router:
    """Django asks it where each query goes."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str | None:
        if _is_elsewhere(hints):
            return None
        fit = _reading.get() and model._meta.app_label not in ITSELF and not transaction.get_connection().in_atomic_block
        return ALIAS if fit else "default"

    def db_for_write(self, model: type[models.Model], **hints: Any) -> str | None:
        """What is read afterwards in this request must know of it."""
        _reading.set(False)
        return None if _is_elsewhere(hints) else "default"

    def allow_relation(self, one: models.Model, other: models.Model, **hints: Any) -> bool:
        """Both are the same data."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db != ALIAS


def _is_elsewhere(hints: dict[str, Any]) -> bool:
    """Beside something of a third database (`move_database`): Django stays there."""
    place = getattr(hints.get("instance"), "_state", None)
    return place is not None and place.db not in (None, "default", ALIAS)


class ReplicaMiddleware:
    """Says for each request whether it may read from the copy; does nothing where there is none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.HAS_REPLICA:
            return self.get_response(request)
        token = _reading.set(False)
        try:
            response = self.get_response(request)
        finally:
            _reading.reset(token)
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            response.set_cookie(
                WROTE, "1", settings.REPLICA_SECONDS, httponly=True, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
            )
        return response

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if settings.HAS_REPLICA and name in VIEWS and request.method in ("GET", "HEAD") and WROTE not in request.COOKIES:
            _reading.set(not caches["stamps"].get(_HELD) and copy.stands())


def hold() -> None:
    """Something was published: for a while everybody reads the database itself."""
    if settings.HAS_REPLICA:
        caches["stamps"].set(_HELD, 1, settings.REPLICA_SECONDS)


class _Copy:
    """Whether the copy can be read: by each process looked at every few seconds, and connected to before each use."""

    def __init__(self) -> None:
        self.looked, self.fit = float("-inf"), False

    def stands(self) -> bool:
        at = time.monotonic()
        if self.fit or at - self.looked >= _LOOKED_EVERY:
            self.fit = self._answers(at)
        return self.fit

    def _answers(self, at: float) -> bool:
        try:
            if at - self.looked < _LOOKED_EVERY:
                self._connect()
                return True
            self.looked = at
            return self._asked()
        except DatabaseError as reason:
            # Whoever comes in the next seconds does not wait for it.
            self.looked = time.monotonic()
            log.warning("the copy of the database is away: %s", type(reason).__name__)
            return False

    def _connect(self) -> None:
        connections[ALIAS].close_if_health_check_failed()
        connections[ALIAS].ensure_connection()

    def _asked(self) -> bool:
        with connections[ALIAS].cursor() as cursor:
            # It may fall behind by as much again until it is next looked at.
            cursor.execute(_BEHIND, [max(1, settings.REPLICA_SECONDS - _LOOKED_EVERY)])
            fit = bool(cursor.fetchone()[0])
        if not fit:
            log.warning("the copy of the database is behind, or copies nothing")
        return fit


copy = _Copy()
