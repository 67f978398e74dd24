"""Put a backup back (恢复)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from core.backups.restoring import CannotRestore, restore


class Command(BaseCommand):
    help = "Restore a backup, whole or not at all. Stop web, worker and beat first."
    # There may be no database yet.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--digest", default="", help="the digest told when it was made, for a backup of another site")
        parser.add_argument("--replace", action="store_true", help="set what is here aside")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = restore(options["file"], digest=options["digest"], replace=options["replace"])
        except CannotRestore as reason:
            raise CommandError(str(reason)) from reason
        self.stdout.write(_("Restored: %(rows)s rows, %(files)s files.") % {"rows": done.rows, "files": done.files})
        if done.aside:
            self.stdout.write(_("What was here before is kept as %(name)s.") % {"name": done.aside})
        for name in done.keys_missing:
            self.stdout.write(_("The key %(name)s is not here. Put it back from where keys are kept.") % {"name": name})
        if done.to_migrate:
            self.stdout.write(_("The program is newer than this backup: run manage.py migrate before you start it."))
