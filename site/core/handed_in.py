"""Files that people hand in (交来的文件): what one is, is read from its bytes, never from its name; it stays private.

The bytes are kept as they came, for evidence that was redrawn would prove nothing; a room that wants no places and devices in
its pictures has them `redrawn` first. They are only ever handed out for download, never shown inside a page.
"""

import hashlib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from typing import IO, Self
from urllib.parse import quote
from uuid import UUID

import pikepdf
from django.http import HttpResponse
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from core.archives import BROKEN
from core.keeping import keep, kept
from core.strange_files import strange
from core.text import clean

MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 12_000
# A disk takes 255 bytes, a Chinese sign has three; a number may be set before it in an archive.
MOST_BYTES_OF_A_NAME = 200
# A picture is redrawn in memory: four bytes a pixel.
MOST_PIXELS_REDRAWN, LONGEST_SIDE = 50_000_000, 3_000
PICTURES: Mapping[str, str] = {"PNG": "image/png", "JPEG": "image/jpeg"}
_OPEN = "application/vnd.openxmlformats-officedocument."
# What a Word, Excel or PowerPoint file holds, and what it is.
OFFICE: Mapping[str, str] = {
    "word/document.xml": f"{_OPEN}wordprocessingml.document",
    "xl/workbook.xml": f"{_OPEN}spreadsheetml.sheet",
    "ppt/presentation.xml": f"{_OPEN}presentationml.presentation",
}
ENDINGS_TAKEN: Mapping[str, tuple[str, ...]] = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    f"{_OPEN}wordprocessingml.document": (".docx",),
    f"{_OPEN}spreadsheetml.sheet": (".xlsx",),
    f"{_OPEN}presentationml.presentation": (".pptx",),
}
ENDINGS: Mapping[str, str] = {mime: endings[0].removeprefix(".") for mime, endings in ENDINGS_TAKEN.items()}


class BadFile(ValueError):
    """A file that is not taken; the message says why and what to do."""


@dataclass(frozen=True)
class HandedIn:
    """A file that may be kept."""

    content: bytes
    name: str
    mime: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    def keep_in(self, folder: str, owner: UUID) -> str:
        """Store it under its owner's name and its digest; the key it got."""
        return keep(f"{folder}/{owner}-{self.sha256[:16]}.{ENDINGS[self.mime]}", self.content)

    def redrawn(self) -> Self:
        """A picture drawn anew, upright and no larger than a page needs: without the place, the device and all else it says of
        itself. Any other file is left as it is. Raises BadFile."""
        if not self.mime.startswith("image/"):
            return self
        with Image.open(BytesIO(self.content), formats=list(PICTURES)) as image:
            if image.width * image.height > MOST_PIXELS_REDRAWN:
                raise BadFile(_("The picture has more than 50 million pixels. Make it smaller."))
            upright = ImageOps.exif_transpose(image)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        drawn, out = Image.new("RGB", upright.size, "white"), BytesIO()
        seen = upright.convert("RGBA")
        drawn.paste(seen, mask=seen)
        kind = "PNG" if self.mime == "image/png" else "JPEG"
        drawn.save(out, kind, **({"quality": 88} if kind == "JPEG" else {"optimize": False}))
        return replace(self, content=out.getvalue())


def read(upload: IO[bytes], *, name: str, size: int, takes_office: bool = False) -> HandedIn:
    """The file, if it is one that is taken; else BadFile. The size is asked before a byte is read."""
    if size > MOST_BYTES:
        told = {"size": f"{size / 1024 / 1024:.1f}"}
        raise BadFile(_("The file has %(size)s MB; at most 8 MB are taken. Scan it at a lower resolution.") % told)
    content = upload.read(MOST_BYTES + 1)
    mime = (_office(content) if takes_office else "") or _kind(content, takes_office=takes_office)
    return HandedIn(content, _named(name, mime), mime)


def _named(name: str, mime: str) -> str:
    """The last part of the name without signs that cannot be seen, ending as its bytes ask for.

    What is a PDF and calls itself .html would be run by the browser of whoever opens it after the download.
    """
    last = "".join(sign for sign in clean(name.replace("\\", "/").rpartition("/")[2]) if sign.isprintable())
    endings = ENDINGS_TAKEN[mime]
    ending = next((last[-len(one) :] for one in endings if last.lower().endswith(one)), "")
    stem = last.removesuffix(ending).encode()[:MOST_BYTES_OF_A_NAME].decode(errors="ignore")[:110]
    return (stem or "file") + (ending or endings[0])


def _kind(content: bytes, *, takes_office: bool) -> str:
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    if words := strange(content):
        raise BadFile(words)
    try:
        with Image.open(BytesIO(content), formats=list(PICTURES)) as image:
            if max(image.size) > MOST_PIXELS:
                raise _too_wide()
            kind = str(image.format)
            image.verify()
    except Image.DecompressionBombError as fault:
        raise _too_wide() from fault
    except (OSError, SyntaxError, ValueError) as fault:
        if isinstance(fault, BadFile):
            raise
        if takes_office:
            words = _(
                "This is no PDF, PNG, JPEG, Word, Excel or PowerPoint file, or it is damaged. Save it as PDF and choose it again."
            )
            raise BadFile(words) from fault
        raise BadFile(_("This is no PDF, PNG or JPEG file, or it is damaged. Save it as PDF and choose it again.")) from fault
    # Several pictures in one, as telephones write them, are a JPEG to whoever opens the file; Pillow calls that MPO.
    return PICTURES.get(kind, PICTURES["JPEG"])


def _too_wide() -> BadFile:
    return BadFile(_("The picture is larger than 12,000 pixels on one side. Make it smaller."))


def _office(content: bytes) -> str:
    """What a file of an office program is; empty when it is none. One with macros is refused."""
    if not content.startswith(b"PK\x03\x04"):
        return ""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
    except BROKEN:
        return ""
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise BadFile(_("This file holds macros, which are programs. Save it without them and choose it again."))
    return next((mime for part, mime in OFFICE.items() if part in names and "[Content_Types].xml" in names), "")


def _pdf(content: bytes) -> str:
    try:
        with pikepdf.open(BytesIO(content)) as document:
            pages = len(document.pages)
    except pikepdf.PasswordError as fault:
        raise BadFile(_("This PDF is locked with a password. Save it without one and choose it again.")) from fault
    except (pikepdf.PdfError, ValueError, RuntimeError) as fault:
        raise BadFile(_("This PDF is damaged and cannot be opened. Save it anew and choose it again.")) from fault
    if not pages:
        raise BadFile(_("This PDF has no page."))
    return "application/pdf"


def handed_out(*, key: str, name: str, mime: str, sha256: str) -> HttpResponse:
    """The stored file for download, unless it is no longer the one handed in (Tampered).

    The browser neither guesses its type nor shows it inside the site.
    """
    content = kept(key, sha256)
    disposition = f"attachment; filename=\"evidence.{ENDINGS[mime]}\"; filename*=UTF-8''{quote(name, safe='')}"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=mime, headers=headers)
