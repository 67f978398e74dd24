"""A database copied whole as it stood at one moment, while others go on writing; and put back whole.

SQLite copies itself by its online backup, page by page. PostgreSQL gives `pg_dump` a snapshot, and the same snapshot is
counted, so that the numbers are those of the copy.
"""

import glob
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connections
from django.db.backends.postgresql.client import DatabaseClient
from django.db.backends.sqlite3._functions import register  # type: ignore[import-untyped]  # not in the stubs

from core.backups import prints

MEMBER = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


class Failed(Exception):
    """The database's own tool could not do it; its words."""


class InUse(Failed):
    """Somebody else is connected to the database that is to give way."""


def vendor() -> str:
    return str(connections["default"].vendor)


# --- copying ----------------------------------------------------------------------------------------------


def copied(target: Path) -> dict[str, int]:
    """Write the whole database to `target`; how many rows of each table that copy holds."""
    return _sqlite_copied(target) if vendor() == "sqlite" else _postgres_copied(target)


def _sqlite_copied(target: Path) -> dict[str, int]:
    django = connections["default"]
    django.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        django.connection.backup(copy)
        # One file, with nothing beside it that could be left behind.
        copy.execute("PRAGMA journal_mode=DELETE")
        _sound(copy)
        return {table: _rows(copy, table) for table in (model._meta.db_table for model in prints.kept())}


def _sound(copy: sqlite3.Connection) -> None:
    # Constraints and indexes are reckoned with functions of Django's, and the check reckons them again.
    register(copy)
    (told,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
    if told != "ok":
        raise Failed(f"integrity_check: {told}")


def _rows(copy: sqlite3.Connection, table: str) -> int:
    return int(copy.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])  # noqa: S608 - a model's own table


def _postgres_copied(target: Path) -> dict[str, int]:
    with _snapshot() as (name, counts):
        # What an earlier restore set aside is no part of the site.
        words = ("--format=custom", "--no-owner", "--no-privileges", "--exclude-schema=before_restore_*")
        _call("pg_dump", *words, f"--snapshot={name}", f"--file={target}")
        return counts


@contextmanager
def _snapshot() -> Iterator[tuple[str, dict[str, int]]]:
    """A moment of the database that a second process may see, and what it holds. The moment stands as long as the block runs."""
    settings = connections["default"].settings_dict
    with _connected(settings) as connection, connection.cursor() as cursor:
        # A large database takes longer than a page may (settings: statement_timeout and its fellows).
        cursor.execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (name,) = cursor.fetchone()
        counts = {}
        for table in (model._meta.db_table for model in prints.kept()):
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - a model's own table
            counts[table] = int(cursor.fetchone()[0])
        yield name, counts
        cursor.execute("COMMIT")


@contextmanager
def _connected(settings: dict[str, Any]) -> Iterator[Any]:
    """A connection of its own, in no transaction, closed afterwards."""
    connection = type(connections["default"])(settings, "default")
    try:
        connection.connect()
        yield connection
    finally:
        connection.close()


# --- putting back -----------------------------------------------------------------------------------------


def holds_tables() -> bool:
    """Whether there is a database with anything in it."""
    if vendor() == "sqlite" and not Path(connections["default"].settings_dict["NAME"]).exists():
        return False
    return bool(connections["default"].introspection.table_names())


def put_back(source: Path, seen: Callable[[], None]) -> Path | str | None:
    """Set the copy in the database's place; the old one's new name. `seen` looks at it, and by failing leaves the old one."""
    connections["default"].close()
    old = _sqlite_put_back(source, seen) if vendor() == "sqlite" else _postgres_put_back(source, seen)
    connections["default"].close()
    return old


def _sqlite_put_back(source: Path, seen: Callable[[], None]) -> Path | None:
    place = Path(connections["default"].settings_dict["NAME"])
    place.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(source)) as copy:
        _sound(copy)
    # Written beside it first: within one file system a change of names is all or nothing.
    draft = place.with_name(place.name + ".restoring")
    shutil.copyfile(source, draft)
    try:
        aside = _moved_aside(place)
    except InUse:
        draft.unlink()
        raise
    os.replace(draft, place)
    try:
        seen()
    except BaseException:
        connections["default"].close()
        _unlink(place)
        if aside:
            os.replace(aside, place)
        raise
    return aside


def _moved_aside(place: Path) -> Path | None:
    """The old file under another name, complete: what still lies in its -wal is written into it first."""
    if not place.exists():
        return None
    try:
        with closing(sqlite3.connect(place, timeout=3)) as old:
            old.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as reason:
        raise InUse(str(reason)) from reason
    except sqlite3.DatabaseError:
        pass  # a ruin is set aside as it lies
    aside = place.with_name(f"{place.name}.before-restore")
    number = 1
    while aside.exists():
        number += 1
        aside = place.with_name(f"{place.name}.before-restore-{number}")
    os.replace(place, aside)
    _unlink(place)
    return aside


def _unlink(place: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(str(place) + suffix).unlink(missing_ok=True)


def _postgres_put_back(source: Path, seen: Callable[[], None]) -> str | None:
    """Into a schema of its own name; what stood there steps aside under another and comes back if anything fails."""
    settings = connections["default"].settings_dict
    with _connected(settings) as connection, connection.cursor() as cursor:
        aside = _stepped_aside(cursor)
        try:
            _call("pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", source=source)
            seen()
        except BaseException:
            connections["default"].close()
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute(f'ALTER SCHEMA "{aside}" RENAME TO public' if aside else "CREATE SCHEMA public")
            raise
    return aside


def _stepped_aside(cursor: Any) -> str | None:
    """The schema with the old tables under another name, and an empty one in its place. None: there was nothing in it."""
    cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
    if not cursor.fetchone()[0]:
        cursor.execute("DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public")
        return None
    if others := _others(cursor):
        raise InUse(f"{others} connections")
    cursor.execute("SELECT 'before_restore_' || (1 + count(*)) FROM pg_namespace WHERE nspname LIKE 'before_restore_%%'")
    (aside,) = cursor.fetchone()
    cursor.execute(f'ALTER SCHEMA public RENAME TO "{aside}"; CREATE SCHEMA public')
    return str(aside)


def _others(cursor: Any, seconds: float = 3) -> int:
    """How many are connected besides. One that has just hung up may still be listed for a moment."""
    limit = time.monotonic() + seconds
    while True:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        (others,) = cursor.fetchone()
        if not others or time.monotonic() > limit:
            return int(others)
        time.sleep(0.1)


# --- PostgreSQL's own tools -------------------------------------------------------------------------------


def _call(tool: str, *words: str, source: Path | None = None) -> None:
    """Run pg_dump or pg_restore against the settings' database. The password goes by the environment, where no list shows it."""
    settings = connections["default"].settings_dict
    (_, *place), env = DatabaseClient.settings_to_cmd_args_env(settings, [])
    *server, name = place
    command = [_found(tool), *server, *words, "--dbname", name, *([str(source)] if source else [])]
    try:
        done = subprocess.run(  # noqa: S603 - our own words, no shell
            command, env={**os.environ, **(env or {})}, capture_output=True, text=True, check=False
        )
    except OSError as reason:
        raise Failed(f"{tool}: {reason}") from reason
    if done.returncode:
        raise Failed(f"{tool}: {done.stderr.strip()[-2000:]}")


def _found(tool: str) -> str:
    """The newest there is: an older one refuses a newer server."""
    versions = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{tool}"), key=lambda path: int(path.split("/")[4]))
    return versions[-1] if versions else tool
