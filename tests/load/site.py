"""The site on a run's own servers: settings led there before Django reads them, tables made, statements counted.

A migrated database is kept under var/tests, by what it is made from, so that only the first run makes it.
"""

import os
import secrets
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.load.servers import ROOT, Postgres, Redis


@contextmanager
def settled(folder: Path, postgres: Postgres, redis: Redis, tables: Callable[[Postgres], None] | None = None) -> Iterator[None]:
    """Within the block the database is migrated and may be filled in haste; afterwards all of it is on the disk.

    `tables` makes them where they are not to be those of this program.
    """
    os.environ.update(
        DATABASE_URL=postgres.url,
        REDIS_URL=redis.url,
        HAIZHUN_DATA=str(folder / "data"),
        DJANGO_SETTINGS_MODULE="config.settings",
        HAIZHUN_DEBUG="0",
        HAIZHUN_SECRET_KEY=secrets.token_hex(32),
        HAIZHUN_BEHIND_PROXY="1",
    )
    import django

    django.setup()
    from django.db import connection, connections

    (tables or _migrated)(postgres)
    redis.start()
    try:
        with postgres.careless():
            yield
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
            connections.close_all()
    except BaseException:
        redis.stop()
        raise


def _migrated(postgres: Postgres) -> None:
    """The tables, from the kept copy or made now."""
    from django.core.management import call_command
    from django.db import connection, connections

    from tests.template import keys

    kept = ROOT / "var" / "tests" / f"pg-{keys()['empty']}"
    if kept.exists():
        shutil.rmtree(postgres.data)
        _copied(kept, postgres.data)
        return
    with postgres.careless():
        call_command("migrate", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        connections.close_all()
    kept.parent.mkdir(parents=True, exist_ok=True)
    draft = kept.with_name(f"{kept.name}.{os.getpid()}")
    _copied(postgres.data, draft)
    if kept.exists():
        shutil.rmtree(draft)
    else:
        draft.rename(kept)


def _copied(source: Path, target: Path) -> None:
    """With owner and modes, on which PostgreSQL insists."""
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)


def statements(postgres: Postgres) -> int:
    """How many statements the database has carried out so far (this one, its connection aside, is counted next time)."""
    import psycopg

    with psycopg.connect(postgres.url, autocommit=True) as connection:
        found = connection.execute(
            "SELECT coalesce(sum(calls), 0) FROM pg_stat_statements WHERE query NOT LIKE '%FOR KEY SHARE OF x'"
        ).fetchone()
        return int(found[0]) if found else 0
