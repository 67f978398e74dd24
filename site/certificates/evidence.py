"""Evidence (证明材料): files that people hand in. What one is, is read from its bytes, never from its name; it stays private.

The bytes are kept as they came: evidence that was redrawn would prove nothing. So they are only ever handed out for
download, to the person and to whoever decides, and never shown inside a page.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import IO
from urllib.parse import quote
from uuid import UUID

import pikepdf
from django.http import HttpResponse
from django.utils.translation import gettext as _
from PIL import Image

from core.keeping import keep, kept
from core.text import clean

MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 12_000
PICTURES: Mapping[str, str] = {"PNG": "image/png", "JPEG": "image/jpeg"}
ENDINGS: Mapping[str, str] = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}
ENDINGS_TAKEN: Mapping[str, tuple[str, ...]] = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
}


class BadEvidence(ValueError):
    """A file that is not taken; the message says why and what to do."""


@dataclass(frozen=True)
class Evidence:
    """A file that may be kept."""

    content: bytes
    name: str
    mime: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    def keep(self, owner: UUID) -> str:
        """Store it under its owner's name and its digest; the key it got."""
        return keep(f"evidence/{owner}-{self.sha256[:16]}.{ENDINGS[self.mime]}", self.content)


def read(upload: IO[bytes], *, name: str, size: int) -> Evidence:
    """The file, if it is one that is taken; else BadEvidence. The size is asked before a byte is read."""
    if size > MOST_BYTES:
        told = {"size": f"{size / 1024 / 1024:.1f}"}
        raise BadEvidence(_("The file has %(size)s MB; at most 8 MB are taken. Scan it at a lower resolution.") % told)
    content = upload.read(MOST_BYTES + 1)
    mime = _kind(content)
    return Evidence(content, _named(name, mime), mime)


def _named(name: str, mime: str) -> str:
    """The last part of the name without signs that cannot be seen, ending as its bytes ask for.

    What is a PDF and calls itself .html would be run by the browser of whoever opens it after the download.
    """
    last = "".join(sign for sign in clean(name.replace("\\", "/").rpartition("/")[2]) if sign.isprintable())
    endings = ENDINGS_TAKEN[mime]
    ending = "" if last.lower().endswith(endings) else endings[0]
    return (last or "file")[-(120 - len(ending)) :] + ending


def _kind(content: bytes) -> str:
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    try:
        with Image.open(BytesIO(content), formats=list(PICTURES)) as image:
            if max(image.size) > MOST_PIXELS:
                raise BadEvidence(_("The picture is larger than 12,000 pixels on one side. Make it smaller."))
            kind = str(image.format)
            image.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as fault:
        if isinstance(fault, BadEvidence):
            raise
        raise BadEvidence(_("This is no PDF, PNG or JPEG file, or it is damaged. Save it as PDF and choose it again.")) from fault
    return PICTURES[kind]


def _pdf(content: bytes) -> str:
    try:
        with pikepdf.open(BytesIO(content)) as document:
            pages = len(document.pages)
    except pikepdf.PasswordError as fault:
        raise BadEvidence(_("This PDF is locked with a password. Save it without one and choose it again.")) from fault
    except (pikepdf.PdfError, ValueError, RuntimeError) as fault:
        raise BadEvidence(_("This PDF is damaged and cannot be opened. Save it anew and choose it again.")) from fault
    if not pages:
        raise BadEvidence(_("This PDF has no page."))
    return "application/pdf"


def handed_out(*, key: str, name: str, mime: str, sha256: str) -> HttpResponse:
    """The stored file for download, unless it is no longer the one handed in (Tampered).

    The browser neither guesses its type nor shows it inside the site.
    """
    content = kept(key, sha256)
    disposition = f"attachment; filename=\"evidence.{ENDINGS[mime]}\"; filename*=UTF-8''{quote(name, safe='')}"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=mime, headers=headers)
