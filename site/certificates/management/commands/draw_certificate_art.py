"""Draw the certificate's art anew (a maintainer's command; what it draws is part of the source)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from certificates.art import badge, picture, raster, sheet

# Large enough for any screen that shows badges, small enough to be mailed.
_SIDE = 400


class Command(BaseCommand):
    # It draws and nothing else: the site's own state is no concern of it.
    requires_system_checks = ()
    help = "Draw the certificate's background (PDF, SVG) and the badges (SVG, PNG) anew. The same source draws the same bytes."

    def handle(self, *args: Any, **options: Any) -> None:
        closed, opened = sheet.draw(), sheet.draw(with_medallion=False)
        sheets = ((sheet.BACKGROUND, closed), (sheet.OPEN_BACKGROUND, opened))
        pictures = ((picture.PICTURE, closed), (picture.OPEN_PICTURE, opened))
        shown = ((file, picture.picture(pdf).encode()) for file, pdf in pictures)
        for file, drawn in (*sheets, *shown, *self._badges()):
            changed = not file.exists() or file.read_bytes() != drawn
            file.write_bytes(drawn)
            self.stdout.write(f"{file.name}: {len(drawn)} bytes, {'changed' if changed else 'the same'}")

    def _badges(self) -> Iterator[tuple[Path, bytes]]:
        badge.FOLDER.mkdir(exist_ok=True)
        for code in (*badge.CODES, badge.PLAIN):
            svg = badge.draw(code)
            yield badge.FOLDER / f"{code}.svg", svg.encode()
            yield badge.FOLDER / f"{code}.png", raster.png(svg, _SIDE)
