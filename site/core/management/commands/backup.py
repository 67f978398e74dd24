"""Make a backup (做备份)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from core.backups import databases
from core.backups.making import make
from core.dates import now


class Command(BaseCommand):
    help = "Write database, media and issued documents into one file, while the site runs. Keys are named in it, not kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="where to; by default a new name in DATA_DIR/backups")

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"] or settings.DATA_DIR / "backups" / now().strftime("haizhun-%Y%m%d-%H%M%S.tar")
        try:
            made = make(path.resolve())
        except FileExistsError as reason:
            raise CommandError(
                _("%(name)s is already there and stays as it is. Choose another name.") % {"name": path}
            ) from reason
        except (databases.Failed, OSError) as reason:
            raise CommandError(_("No backup was made: %(reason)s") % {"reason": reason}) from reason
        self.stdout.write(
            _("%(name)s: %(rows)s rows, %(files)s files, %(megabytes)s MB.")
            % {"name": made.path, "rows": made.rows, "files": made.files, "megabytes": f"{made.size / 1e6:.1f}"}
        )
        self.stdout.write(_("Write this digest down elsewhere; it vouches for the backup on another machine:"))
        self.stdout.write(made.digest)
