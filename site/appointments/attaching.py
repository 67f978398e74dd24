"""Attaching (附件): files that show what an entry, a veto or a decision says. A photo does not tell where it was taken."""

import dataclasses
from collections.abc import Sequence
from io import BytesIO
from uuid import uuid4

from PIL import Image

from appointments.models import Attachment, DutyEntry, Veto, VetoRuling
from certificates.evidence import Evidence

# The part of a photo's notes that holds its place (EXIF 2.32, tag 0x8825).
_PLACE = 0x8825


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
    if file.mime != "image/jpeg":
        return file
    with Image.open(BytesIO(file.content), formats=["JPEG"]) as image:
        notes = image.getexif()
        if _PLACE not in notes:
            return file
        del notes[_PLACE]
        out = BytesIO()
        image.save(out, "JPEG", quality="keep", exif=notes, icc_profile=image.info.get("icc_profile"))
    return dataclasses.replace(file, content=out.getvalue())
