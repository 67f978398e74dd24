"""Put a backup back (恢复): first the whole archive is proved, then the database, then the files are set in place."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from core.backups import databases, files
from core.backups.archive import Flaw, Reader, Refused
from core.backups.making import keys, seal


class CannotRestore(Exception):
    """Nothing was changed; why, and what to do."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What stands now, what it displaced, which keys are not where they were, and whether the program is ahead of it."""

    rows: int
    files: int
    aside: str
    keys_missing: list[str]
    to_migrate: bool


def restore(path: Path, *, digest: str = "", replace: bool = False) -> Restored:
    """All of it, or nothing. `digest` vouches for an archive of another site; `replace` lets what is there give way."""
    try:
        with Reader(path) as archive:
            archive.trust(seal, digest)
            archive.check()
            _fits(archive.facts)
            _has_room(replace)
            return _put_back(archive)
    except Refused as flaw:
        raise CannotRestore(worded(flaw)) from flaw
    except FileNotFoundError as reason:
        raise CannotRestore(_("There is no file %(name)s.") % {"name": path}) from reason


def worded(refused: Refused) -> str:
    """Why an archive is refused, for whoever stands before it at night."""
    sentences = {
        Flaw.NO_ARCHIVE: _("%(name)s is not a backup of this program."),
        Flaw.CUT: _("%(name)s is incomplete: its manifest is missing. Take another backup."),
        Flaw.OTHER_FORMAT: _("%(name)s is a backup of another program or of a later version of this one."),
        Flaw.FOREIGN: _(
            "This backup does not bear this site's seal: it comes from another site, was changed, or the secret key is another "
            "one now. If you know its digest from where it was made, give it with --digest."
        ),
        Flaw.OTHER_DIGEST: _("This backup's digest is not the one you gave. It is another backup, or it was changed."),
        Flaw.CHANGED: _(
            "%(name)s in this backup is not what was put in: the file has been changed or damaged. Take another backup."
        ),
        Flaw.MISSING: _("%(name)s is missing from this backup. Take another backup."),
        Flaw.SURPLUS: _("This backup holds %(name)s, which its manifest does not know. It was changed; take another backup."),
    }
    return sentences[refused.flaw] % {"name": refused.name}


def _fits(facts: dict[str, Any]) -> None:
    """This kind of database, and nothing of a later program."""
    if facts["database"] != databases.vendor():
        told = {"theirs": facts["database"], "ours": databases.vendor()}
        text = _(
            "This backup holds a %(theirs)s database, and DATABASE_URL names a %(ours)s one. Restore it there, then move it."
        )
        raise CannotRestore(text % told)
    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    later = [
        f"{app}.{name}" for app, name in map(tuple, facts["migrations"]) if (app, name) not in known and _is_ours(app, known)
    ]
    if later:
        text = _(
            "This backup was made by a later version of the program: %(name)s is not known here. Install that version first."
        )
        raise CannotRestore(text % {"name": later[0]})


def _is_ours(app: str, known: set[tuple[str, str]]) -> bool:
    """A room taken away since may have left its record behind."""
    return any(one == app for one, _name in known)


def _has_room(replace: bool) -> None:
    if replace:
        return
    there = files.occupied() + (["database"] if databases.holds_tables() else [])
    if there:
        text = _(
            "Something is already here: %(what)s. With --replace the database is set aside and files of the same name give way."
        )
        raise CannotRestore(text % {"what": ", ".join(there)})


def _put_back(archive: Reader) -> Restored:
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    member = databases.MEMBER[archive.facts["database"]]
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix=".restoring-") as scratch:
        copy = Path(scratch, "copy")
        with archive.open(member) as content, copy.open("wb") as file:
            shutil.copyfileobj(content, file, 1 << 20)
        try:
            aside = databases.put_back(copy, lambda: _compare(archive.facts["rows"]))
        except databases.InUse as reason:
            raise CannotRestore(_("The database is still in use. Stop web, worker and beat, then try again.")) from reason
        except (databases.Failed, DatabaseError, OSError) as reason:
            text = _("The database could not be restored, and the one before it stands: %(reason)s")
            raise CannotRestore(text % {"reason": reason}) from reason
    names = [name for folder in files.KEPT for name in archive.under(folder)]
    for name in names:
        with archive.open(name) as content:
            files.put(name, content)
        size, sha256 = files.digest_of(name)
        if archive.files[name] != {"size": size, "sha256": sha256}:
            raise CannotRestore(_("%(name)s could not be written as it was. Is the disk full?") % {"name": name})
    here = {key["sha256"] for key in keys()}
    missing = [key["file"] for key in archive.facts["keys"] if key["sha256"] not in here]
    return Restored(sum(archive.facts["rows"].values()), len(names), str(aside or ""), missing, _is_behind(archive.facts))


def _compare(wanted: dict[str, int]) -> None:
    """Every table has as many rows as were counted when the backup was made."""
    from django.db import connections

    for table, rows in wanted.items():
        with connections["default"].cursor() as cursor:
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - checked by seal and digest
            (found,) = cursor.fetchone()
        if found != rows:
            raise databases.Failed(f"{table}: {found} != {rows}")


def _is_behind(facts: dict[str, Any]) -> bool:
    recorded = set(map(tuple, facts["migrations"]))
    loader = MigrationLoader(None, ignore_no_migrations=True)
    leaves = loader.graph.leaf_nodes()
    replaced = {leaf: loader.disk_migrations[leaf].replaces for leaf in leaves if leaf in loader.disk_migrations}
    return any(leaf not in recorded and not (set(replaced.get(leaf, [])) and set(replaced[leaf]) <= recorded) for leaf in leaves)
