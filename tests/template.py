"""The databases tests run on: made once from migrations and shipped content, copied for every worker.

Two stages: `empty` is migrated and holds nothing else, `loaded` holds the shipped content besides. Templates lie in
the data folder under a key made of everything they are made from, so the next run finds them; a worker's
copies lie in pytest's temporary folder. On SQLite a stage is a file, on PostgreSQL a database.
"""

import fcntl
import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection, connections

Stage = Literal["empty", "loaded"]
ROOT = Path(__file__).resolve().parents[1]
# What a page shows never reaches the database: changing it need not load the content anew.
_SHOWN = {"views.py", "urls.py", "forms.py", "admin.py", "context.py", "middleware.py", "settings.py", "wagtail_hooks.py"}


def _matters(path: Path) -> bool:
    return path.name not in _SHOWN and not {"views", "office"} & set(path.parent.relative_to(ROOT).parts)


def _digest(files: Iterable[Path], seed: str) -> str:
    digest = hashlib.sha256(seed.encode())
    for path in sorted(files):
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def keys() -> dict[Stage, str]:
    """One key per stage; it changes whenever anything that stage is made from changes."""
    import allauth
    import django
    import wagtail

    code = [path for room in ("site", "courses", "exams") for path in (ROOT / room).rglob("*.py") if _matters(path)]
    laid = [path for path in code if path.parent.name == "migrations" or path.stem in ("roles", "tables")]
    shipped = [path for path in (ROOT / "content").rglob("*") if path.is_file()]
    empty = _digest(laid, f"{django.VERSION}{wagtail.VERSION}{allauth.VERSION}")
    return {"empty": empty, "loaded": _digest(code + shipped, empty)}


def _unlink(database: str) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(database + suffix).unlink(missing_ok=True)


class Template:
    """This worker's two databases. `use` takes its place on one of them, `put_back` makes it as the template has it."""

    def __init__(self, folder: Path, copies: Path, worker: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.copies, self.worker = folder, copies, worker
        self.is_postgres = connection.vendor == "postgresql"
        self.maintenance = settings.DATABASES["default"]["NAME"]
        self.stage: Stage = "empty"
        self._keys = keys()
        self._copied: set[Stage] = set()
        self._turns: dict[Stage, int] = {}

    def use(self, stage: Stage) -> None:
        """Run on this stage from now on; its copy is made when it is first asked for."""
        if stage not in self._copied:
            self._make_once(stage)
            self._copied.add(stage)
            self.put_back(stage)
        elif stage != self.stage:
            self._go(self._copy(stage))
        self.stage = stage

    def put_back(self, stage: Stage | None = None) -> None:
        """Whatever was committed is gone; threads that still hold a connection hold the old database.

        A page that is being closed may still send something. On SQLite each turn is a file of its own: a request that comes
        while the copy is made opens the old one, never half of the new.
        """
        stage = stage or self.stage
        if self.is_postgres:
            self._renew(self._copy(stage), self._source(stage))
            self._go(self._copy(stage))
            return
        old = self._copy(stage)
        self._turns[stage] = self._turns.get(stage, 0) + 1
        self._renew(self._copy(stage), self._source(stage))
        self._go(self._copy(stage))
        _unlink(old)

    def drop(self) -> None:
        connections.close_all()
        if self.is_postgres:
            self._sql(*(f'DROP DATABASE IF EXISTS "{self._copy(stage)}" WITH (FORCE)' for stage in self._copied))

    def _source(self, stage: Stage) -> str:
        name = f"haizhun_{stage}_{self._keys[stage]}"
        return name if self.is_postgres else str(self.folder / f"{name}.sqlite3")

    def _copy(self, stage: Stage) -> str:
        if self.is_postgres:
            return f"haizhun_{self.worker}_{stage}"
        return str(self.copies / f"{stage}-{self._turns.get(stage, 0)}.sqlite3")

    def _make_once(self, stage: Stage) -> None:
        """One worker makes it, the others wait at the lock."""
        if stage == "loaded":
            self._make_once("empty")
        with (self.folder / f"{self._keys[stage]}-{connection.vendor}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self._exists(self._source(stage)):
                self._make(stage)

    def _make(self, stage: Stage) -> None:
        draft = self._source(stage) + "_draft"
        self._renew(draft, self._source("empty") if stage == "loaded" else None)
        self._go(draft)
        if stage == "empty":
            call_command("migrate", verbosity=0)
        elif "load_content" in get_commands():
            call_command("load_content", verbosity=0)
        connections.close_all()
        if self.is_postgres:
            self._sql(f'ALTER DATABASE "{draft}" RENAME TO "{self._source(stage)}"')
        else:
            Path(draft).rename(self._source(stage))

    def _exists(self, source: str) -> bool:
        if not self.is_postgres:
            return Path(source).exists()
        self._go(self.maintenance)
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [source])
            return cursor.fetchone() is not None

    def _renew(self, name: str, source: str | None) -> None:
        if self.is_postgres:
            self._go(self.maintenance)
            # Files are copied: page by page through the log takes twice as long. (Before PostgreSQL 15 there is no other way.)
            way = " STRATEGY FILE_COPY" if connection.pg_version >= 150_000 else ""  # type: ignore[attr-defined]  # PostgreSQL's
            copied = f' TEMPLATE "{source}"{way}' if source else ""
            self._sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"{copied}')
            return
        connections.close_all()
        _unlink(name)
        if source:
            shutil.copyfile(source, name)

    def _go(self, name: str) -> None:
        """The settings' own options, but for two: no waiting for the disk, and a template is one file (no -wal beside it)."""
        connections.close_all()
        place = connections["default"].settings_dict
        place["NAME"] = name
        if not self.is_postgres:
            journal = "DELETE" if name.endswith("_draft") else "WAL"
            script = f"PRAGMA journal_mode={journal}; PRAGMA synchronous=OFF;"
            place["OPTIONS"] = {**place["OPTIONS"], "init_command": script}

    def _sql(self, *statements: str) -> None:
        self._go(self.maintenance)
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        connections.close_all()
