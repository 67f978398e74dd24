"""The template database: made once from migrations and shipped content, copied for every worker."""

import fcntl
import shutil
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections


class Template:
    """One template per key, one copy per worker; on SQLite a file, on PostgreSQL a database."""

    def __init__(self, folder: Path, key: str, worker: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.key, self.worker, self.folder = key, worker, folder
        self.is_postgres = connection.vendor == "postgresql"
        self.maintenance = settings.DATABASES["default"]["NAME"]
        self.source = f"haizhun_t_{key}" if self.is_postgres else str(folder / f"{key}.sqlite3")
        self.copy = f"haizhun_t_{key}_{worker}" if self.is_postgres else str(folder / f"copy-{worker}.sqlite3")
        with ExitStack() as stack:
            lock = stack.enter_context((folder / f"{key}-{connection.vendor}.lock").open("w"))
            fcntl.flock(lock, fcntl.LOCK_EX)  # one worker makes it, the others wait
            if not self._exists():
                self._make()

    def put_back(self) -> None:
        """This worker's database is the template again."""
        connections.close_all()
        if self.is_postgres:
            self._sql(
                f'DROP DATABASE IF EXISTS "{self.copy}" WITH (FORCE)', f'CREATE DATABASE "{self.copy}" TEMPLATE "{self.source}"'
            )
        else:
            self._remove(self.copy)
            shutil.copyfile(self.source, self.copy)
        self._use(self.copy)

    def drop(self) -> None:
        connections.close_all()
        if self.is_postgres:
            self._sql(f'DROP DATABASE IF EXISTS "{self.copy}" WITH (FORCE)')
        else:
            self._remove(self.copy)

    def _exists(self) -> bool:
        if not self.is_postgres:
            return Path(self.source).exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.source])
            return cursor.fetchone() is not None

    def _make(self) -> None:
        draft = f"{self.source}_draft"
        if self.is_postgres:
            self._sql(f'DROP DATABASE IF EXISTS "{draft}" WITH (FORCE)', f'CREATE DATABASE "{draft}"')
        else:
            self._remove(draft)
        self._use(draft)
        call_command("migrate", verbosity=0)
        call_command("load_content", verbosity=0)
        connections.close_all()
        if self.is_postgres:
            self._sql(f'ALTER DATABASE "{draft}" RENAME TO "{self.source}"')
        else:
            Path(draft).rename(self.source)

    def _use(self, name: str) -> None:
        connections.close_all()
        for place in (settings.DATABASES["default"], connection.settings_dict):
            place["NAME"] = name
            if not self.is_postgres:
                # One file from the first page on (no -wal beside the template), and no waiting for the disk.
                script = (
                    "PRAGMA synchronous=OFF;" if name.endswith("_draft") else "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
                )
                place["OPTIONS"] = {**place["OPTIONS"], "init_command": script}

    def _sql(self, *statements: str) -> None:
        self._use(self.maintenance)
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        connections.close_all()

    @staticmethod
    def _remove(path: str) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(path + suffix).unlink(missing_ok=True)
