"""Attaching (附件): files that show what an entry, a veto or a decision says. A photo does not tell where it was taken."""

import dataclasses
from collections.abc import Sequence
from io import BytesIO
from typing import Any
from uuid import uuid4

from PIL import Image

from appointments.models import Attachment, DutyEntry, Veto, VetoRuling
from certificates.evidence import Evidence

# The part of a photo's notes that holds its place (EXIF 2.32, tag 0x8825); some programs write it into a second kind of notes.
_PLACE, _SECOND = 0x8825, b"GPS"
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}


def attach(
    files: Sequence[Evidence], *, entry: DutyEntry | None = None, veto: Veto | None = None, ruling: VetoRuling | None = None
) -> None:
    """Keep the files with what they show."""
    for given in files:
        file, pk = without_place(given), uuid4()
        Attachment.objects.create(
            pk=pk,
            entry=entry,
            veto=veto,
            ruling=ruling,
            name=file.name,
            media_type=file.mime,
            size=len(file.content),
            key=file.keep(pk),
            sha256=file.sha256,
        )


def without_place(file: Evidence) -> Evidence:
    """The same picture, its other notes and its turning kept, without the place. The picture itself is not drawn anew."""
    kind = _FORMATS.get(file.mime)
    if kind is None:
        return file
    with Image.open(BytesIO(file.content), formats=[kind]) as image:
        image.load()  # a PNG may keep its notes behind the picture
        notes, second = image.getexif(), _second(image)
        if _PLACE not in notes and _SECOND not in second:
            return file
        notes.pop(_PLACE, None)
        kept: dict[str, Any] = {"exif": notes, "icc_profile": image.info.get("icc_profile")}
        if kind == "JPEG":
            kept |= {"quality": "keep", "xmp": b"" if _SECOND in second else second}
        out = BytesIO()
        image.info = {}  # what is not named above does not come along
        image.save(out, kind, **kept)
    return dataclasses.replace(file, content=out.getvalue())


def _second(image: Image.Image) -> bytes:
    """The second kind of notes (XMP), as it stands in the file."""
    found = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    return found if isinstance(found, bytes) else str(found).encode()
