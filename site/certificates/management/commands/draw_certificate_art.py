"""Draw the certificate's background anew (a maintainer's command; the drawn file is part of the source)."""

from typing import Any

from django.core.management.base import BaseCommand

from certificates.art import sheet


class Command(BaseCommand):
    # It draws and nothing else: the site's own state is no concern of it.
    requires_system_checks = ()
    help = "Draw site/certificates/art/background.pdf anew. The same source draws the same bytes."

    def handle(self, *args: Any, **options: Any) -> None:
        drawn = sheet.draw()
        changed = not sheet.BACKGROUND.exists() or sheet.BACKGROUND.read_bytes() != drawn
        sheet.BACKGROUND.write_bytes(drawn)
        self.stdout.write(f"{sheet.BACKGROUND.name}: {len(drawn)} bytes, {'changed' if changed else 'the same'}")
