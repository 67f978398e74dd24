"""Settings: where data lie: databases, caches, and what carries jobs (part of settings.py)."""

from typing import Any

from config.ground import DATA_DIR
from core import sentinel
from core.env import env, secret

__all__ = [
    "CACHES",
    "CELERY_BROKER_TRANSPORT_OPTIONS",
    "CELERY_BROKER_URL",
    "DATABASES",
    "DATABASE_ROUTERS",
    "HAS_REPLICA",
    "REDIS_URL",
    "REPLICA_SECONDS",
    "SQLITE_OPTIONS",
]

# IMMEDIATE takes the write lock at once, so a transaction never fails half way with "database is locked";
# synchronous=FULL because an acknowledged answer is a promise (docs/algorithms/saving.md).
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=67108864;",
}
# So many connections to PostgreSQL each web process shares among its threads; 0: each thread keeps one of its own.
_POOL = env.int("HAIZHUN_DATABASE_POOL", default=0)
_LIMITS = "-c statement_timeout=15000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=30000"


def _postgresql(address: str, patience: int = 10, **options: Any) -> dict[str, Any]:
    """Django's own, without a question to the server before each request (site/core/postgresql)."""
    told: dict[str, Any] = {**env.db_url_config(address), "ENGINE": "core.postgresql", "CONN_HEALTH_CHECKS": True}
    # What the address asks for stays: ?sslmode=verify-full.
    told["CONN_MAX_AGE"], told["OPTIONS"] = 60, {**told.get("OPTIONS", {}), "options": _LIMITS, **options}
    if _POOL:
        # Whoever finds all of them in use waits as long as for a lock, then is asked to come again (503).
        told["CONN_MAX_AGE"], told["OPTIONS"]["pool"] = 0, {"min_size": 1, "max_size": _POOL, "timeout": patience}
    return told


_DATABASE_URL = secret("DATABASE_URL", f"sqlite:///{DATA_DIR / 'haizhun.sqlite3'}")
_READ_URL = secret("HAIZHUN_DATABASE_READ_URL")
_IS_SQLITE = _DATABASE_URL.startswith("sqlite")
DATABASES: dict[str, dict[str, Any]]
if _IS_SQLITE:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES = {"default": {**env.db_url_config(_DATABASE_URL), "OPTIONS": SQLITE_OPTIONS, "CONN_MAX_AGE": None}}
else:
    DATABASES = {"default": _postgresql(_DATABASE_URL)}
# A copy (standby) that public pages and reports are read from (core/replica.py).
HAS_REPLICA = bool(_READ_URL) and not _IS_SQLITE
# After so long a change is taken to have come through to it; one that lags further behind is not read.
REPLICA_SECONDS = env.int("HAIZHUN_REPLICA_SECONDS", default=10)
DATABASE_ROUTERS: list[str] = []
if HAS_REPLICA:
    DATABASES["replica"] = {**_postgresql(_READ_URL, 1, connect_timeout=2), "TEST": {"MIRROR": "default"}}
    DATABASE_ROUTERS = ["core.replica.Router"]

# `default` is shared by all processes (rate limits), `pages` holds whole public pages, `stamps` tells which of them still hold.
REDIS_URL = env("REDIS_URL", default="")
CACHES: dict[str, dict[str, Any]]
if REDIS_URL:
    # A Redis that is away is an empty cache (site/core/redis_cache.py), and one that hangs is away after a second.
    _patience = {"socket_connect_timeout": 0.5, "socket_timeout": 1}
    _redis = {"BACKEND": "core.redis_cache.RedisCache", "LOCATION": REDIS_URL, "OPTIONS": _patience}
    CACHES = {"default": _redis, "pages": {**_redis, "KEY_PREFIX": "pages"}, "stamps": {**_redis, "KEY_PREFIX": "stamps"}}
else:
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(DATA_DIR / "cache")},
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages"},
        # A file for each thing that kept pages are made of (cms/pagecache.py).
        "stamps": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(DATA_DIR / "stamps"),
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        },
    }

CELERY_BROKER_URL = env("CELERY_BROKER_URL", default=REDIS_URL or "filesystem://localhost/")
# Celery names each Sentinel by an address of its own, and their master beside them (config/celery.py).
_watched = sentinel.watched(CELERY_BROKER_URL)
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {"master_name": _watched.master} if _watched else {}
if _watched:
    CELERY_BROKER_URL = _watched.broker()
