"""Write the status lists as files (导出状态列表), for a CDN or any plain web server that serves them instead of this site."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from certificates import signing_keys
from certificates.badges import statuslists
from certificates.models import Certificate, SigningKey


class Command(BaseCommand):
    help = (
        "Write every status list, signed, below FOLDER as status/<purpose>/<number>/index.jwt. A list that says what it said is "
        "left alone, and each appears whole or not at all. Run it as often as the copies may be old: they say ttl 300 seconds."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER")

    def handle(self, *args: Any, **options: Any) -> None:
        key = signing_keys.in_use(SigningKey.Purpose.CREDENTIAL)
        if key is None:
            raise CommandError("There is no key to sign with: manage.py make_signing_keys")
        numbers = sorted(set(Certificate.objects.values_list("status_list", flat=True)))
        written = [
            self._write(options["folder"] / "status" / purpose / str(number), statuslists.say(purpose, number, key.kid))
            for purpose in statuslists.SETS
            for number in numbers
        ]
        self.stdout.write(f"{len(written)} lists, {sum(written)} of them new or changed")

    def _write(self, folder: Path, said: statuslists.Said) -> bool:
        """Whether there was anything to write. The digest beside it tells what the file says without unpacking it."""
        file, mark = folder / "index.jwt", folder / "digest.txt"
        if file.exists() and mark.exists() and mark.read_text(encoding="ascii") == said.digest:
            return False
        folder.mkdir(parents=True, exist_ok=True)
        for target, content in ((file, said.token()), (mark, said.digest)):
            part = target.with_suffix(".part")
            part.write_text(content, encoding="ascii")
            part.replace(target)
        return True
