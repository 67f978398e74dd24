"""Draw the certificate's art anew (a maintainer's command; what it draws is part of the source)."""

from typing import Any

from django.core.management.base import BaseCommand

from certificates.art import picture, sheet


class Command(BaseCommand):
    # It draws and nothing else: the site's own state is no concern of it.
    requires_system_checks = ()
    help = "Draw the certificate's background (PDF for print, SVG for the screen) anew. The same source draws the same bytes."

    def handle(self, *args: Any, **options: Any) -> None:
        pdf = sheet.draw()
        for file, drawn in ((sheet.BACKGROUND, pdf), (picture.PICTURE, picture.picture(pdf).encode())):
            changed = not file.exists() or file.read_bytes() != drawn
            file.write_bytes(drawn)
            self.stdout.write(f"{file.name}: {len(drawn)} bytes, {'changed' if changed else 'the same'}")
