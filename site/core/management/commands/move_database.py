"""Move this site's database from SQLite to PostgreSQL (迁移数据库)."""

import os
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management import get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.db.utils import ConnectionHandler
from django.utils.translation import gettext as _

from core.backups.moving import CannotMove, move
from core.backups.prints import Print
from core.env import env, secret

TARGET = "moved"


class Command(BaseCommand):
    help = (
        "Move every row from SQLite (DATABASE_URL) to the empty PostgreSQL database named in HAIZHUN_MOVE_TO (or in the file "
        "HAIZHUN_MOVE_TO_FILE). All or nothing; the old database is only read. Stop web, worker and beat first."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        address = secret("HAIZHUN_MOVE_TO")
        if not address:
            raise CommandError(_("Name the new database in HAIZHUN_MOVE_TO: postgres://user:password@host/name"))
        there = {**os.environ, "DATABASE_URL": address}
        self._there("migrate", "--verbosity", "0", environment=there)
        _connect(address)
        try:
            done = move("default", TARGET, self._told)
        except CannotMove as reason:
            raise CommandError(_("Nothing was moved. %(reason)s") % {"reason": reason}) from reason
        finally:
            connections[TARGET].close()
        self._there(_index_made_anew(), "--verbosity", "0", environment=there)
        self.stdout.write(
            _("%(tables)s tables, %(rows)s rows: the same on both sides. Now set DATABASE_URL to the new database and start.")
            % {"tables": done.tables, "rows": done.rows}
        )

    def _told(self, table: str, found: Print) -> None:
        self.stdout.write(f"{table:<50}{found.rows:>9}  {found.sha256[:16]}")

    def _there(self, *words: str, environment: dict[str, str]) -> None:
        """A command of this program on the new database."""
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *words]
        if subprocess.call(command, env=environment, stdout=subprocess.DEVNULL):  # noqa: S603 - our own words
            raise CommandError(_("manage.py %(name)s failed on the new database.") % {"name": words[0]})


def _index_made_anew() -> str:
    """The command that makes the search index, whose name changed with Wagtail."""
    return next(name for name in ("update_index", "rebuild_modelsearch_index") if name in get_commands())


def _connect(address: str) -> None:
    """The new database as a second connection, with everything Django gives one by default."""
    handler = ConnectionHandler({"default": {}, TARGET: env.db_url_config(address)})
    connections.settings[TARGET] = handler.settings[TARGET]
