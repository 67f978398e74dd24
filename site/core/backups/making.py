"""Make a backup (做备份): database, media and issued documents in one file that is complete or is not there."""

import hashlib
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.migrations.recorder import MigrationRecorder
from django.utils.crypto import salted_hmac

from core.backups import databases, files
from core.backups.archive import Writer


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that lies there: its manifest's digest, to be written down elsewhere, and what it holds."""

    path: Path
    digest: str
    rows: int
    files: int
    size: int


def seal(manifest: bytes) -> str:
    """What only a site with this secret key can put under a manifest."""
    return salted_hmac("core.backups", manifest, algorithm="sha256").hexdigest()


def make(path: Path) -> Made:
    """Write the archive beside `path` first and give it its name when it is whole. An existing file is never overwritten.

    The database is copied before the files: whatever a row of it names was written before. Keys are not in it; it says which
    there were and where they lie.
    """
    if path.exists():
        raise FileExistsError(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".writing")
    try:
        # For the site's own account alone: it holds everything about everybody.
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            writer = Writer(file, time.time())
            counts = _database(writer, path.parent)
            for folder in files.KEPT:
                for name, content, size in files.opened(folder):
                    writer.add(name, content, size)
            digest = writer.finish(_facts(counts), seal)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    return Made(path, digest, sum(counts.values()), len(writer.files) - 1, path.stat().st_size)


def _database(writer: Writer, folder: Path) -> dict[str, int]:
    """Copy the database beside the archive (room for it is needed there) and take the copy up."""
    with tempfile.TemporaryDirectory(dir=folder, prefix=".haizhun-") as scratch:
        copy = Path(scratch, "copy")
        counts = databases.copied(copy)
        with copy.open("rb") as content:
            writer.add(databases.MEMBER[databases.vendor()], content, copy.stat().st_size)
        return counts


def _facts(counts: dict[str, int]) -> dict[str, Any]:
    return {
        "made_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "site": settings.SITE_URL,
        "database": databases.vendor(),
        "rows": counts,
        "migrations": newest_migrations(),
        "keys": keys(),
    }


def newest_migrations() -> list[list[str]]:
    """Every migration the database has had: which program may take it up."""
    recorded = MigrationRecorder.Migration.objects.order_by("app", "name").values_list("app", "name")
    return [list(one) for one in recorded]


def keys() -> list[dict[str, str]]:
    """Which private keys there are, by place and fingerprint. The keys themselves never leave their folder."""
    places = [Path(settings.EXAM_SEALING_KEY_FILE), *sorted(Path(settings.KEYS_DIR).glob("*"))]
    return [{"file": str(p), "sha256": hashlib.sha256(p.read_bytes()).hexdigest()} for p in places if p.is_file()]
