"""Everything of a resource in one ZIP (打包下载), sent as it is made: never more than one file of it is in memory."""

import datetime as dt
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, cast

from django.conf import settings
from django.utils.translation import gettext as _

from core.keeping import kept
from schools.clearing import cleared
from schools.completing import whole
from schools.describing import citation, lom
from schools.models import LessonPackPage

_EARLIEST, _PIECE = (1980, 1, 1, 0, 0, 0), 256 * 1024


class _Sent:
    """Where the archive is written to; what has been written is taken away piece by piece. It cannot be wound back."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        told, self._pieces = b"".join(self._pieces), []
        return told


def packed(page: LessonPackPage) -> Iterator[bytes]:
    """The archive in pieces: the text, the files, the licence and the description. The same page gives the same bytes."""
    return zipped(_contents(page), page.approved_on)


def zipped(entries: Iterable[tuple[str, bytes]], day: dt.date | None) -> Iterator[bytes]:
    """An archive of these entries, all of that day."""
    sink = _Sent()
    when = (*day.timetuple()[:3], 0, 0, 0) if day else _EARLIEST
    with zipfile.ZipFile(cast("IO[bytes]", sink), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            entry = zipfile.ZipInfo(name, when)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            entry.file_size = len(content)
            with archive.open(entry, "w") as part:
                for start in range(0, len(content), _PIECE):
                    part.write(content[start : start + _PIECE])
                    yield sink.taken()
    yield sink.taken()


def _contents(page: LessonPackPage) -> Iterator[tuple[str, bytes]]:
    yield f"{page.slug}.md", f"# {page.title}\n\n{whole(page)}\n".encode()
    for place, file in enumerate(cleared(page.files.all()), 1):
        yield f"{place:02d}-{file.name}", kept(file.key, file.sha256)
    yield _("LICENCE.txt"), _licence(page).encode()
    yield "lom.xml", lom(page)


def _licence(page: LessonPackPage) -> str:
    lines = [
        page.title,
        _("Rights holder: %(name)s") % {"name": page.holder},
        _("Licence: %(name)s (%(terms)s)") % {"name": page.get_licence_display(), "terms": page.licence_terms},
        page.licence_address,
        _("Rests on: %(source)s") % {"source": page.source} if page.source else "",
        page.attribution,
        _("Cite as: %(citation)s") % {"citation": citation(page)},
        settings.SITE_URL + page.get_url(),
    ]
    return "\r\n".join(line for line in lines if line) + "\r\n"
