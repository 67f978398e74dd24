"""Taking a picture into the bank: what it is, is read from its bytes; what is kept is drawn anew, so that nothing rides along."""

import hashlib
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from accounts.models import User
from core.audit import record
from exams.models import ItemPicture

MOST_BYTES = 1024 * 1024
MOST_PIXELS = 2000
# What browsers of any age show, and what each is kept as.
KEPT = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}


class BadPicture(ValueError):
    """A picture that is not taken; the message says why and what to do."""


@dataclass(frozen=True)
class Drawn:
    """A picture as the bank would keep it."""

    data: bytes
    kind: str
    width: int
    height: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@transaction.atomic
def take(upload: IO[bytes], *, size: int, by: User) -> ItemPicture:
    """Keep an uploaded picture; the one already kept if it is the same."""
    image = drawn(upload, size=size)
    facts = {"mime": KEPT[image.kind], "width": image.width, "height": image.height, "uploaded_by": by}
    picture, created = ItemPicture.objects.get_or_create(sha256=image.sha256, defaults=facts)
    if created:
        record("item_picture.uploaded", picture, by=by, sha256=image.sha256)
    _lay(picture.path, image)
    return picture


def _lay(path: str, image: Drawn) -> None:
    """Write the file where it is missing or damaged: “upload it again” is what people are told to do."""
    storage = storages["artefacts"]
    if storage.exists(path):
        with storage.open(path) as file:
            if hashlib.sha256(file.read()).hexdigest() == image.sha256:
                return
        storage.delete(path)
    storage.save(path, ContentFile(image.data))


def drawn(upload: IO[bytes], *, size: int) -> Drawn:
    """What would be kept of an upload, or BadPicture."""
    if size > MOST_BYTES:
        raise BadPicture(
            _("The picture has %(size)s KB; at most 1024 KB are taken. Make it smaller.") % {"size": -(-size // 1024)}
        )
    image, kind = _read(upload)
    data = _drawn_anew(image, kind)
    if len(data) > MOST_BYTES:
        raise BadPicture(_("Cleaned, the picture has more than 1024 KB. Make it smaller, or save photographs as JPEG."))
    return Drawn(data, kind, image.width, image.height)


def _read(upload: IO[bytes]) -> tuple[Image.Image, str]:
    """The picture and its format. The size is read from the head, before anything is unpacked: a bomb goes no further."""
    try:
        image = Image.open(upload, formats=list(KEPT))
        if max(image.size) > MOST_PIXELS:
            raise BadPicture(
                _("The picture is %(width)s × %(height)s pixels; at most 2000 × 2000 are taken. Make it smaller.")
                % {"width": image.width, "height": image.height}
            )
        kind = str(image.format)
        image.load()
        return ImageOps.exif_transpose(image), kind
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as fault:
        if isinstance(fault, BadPicture):
            raise
        raise BadPicture(
            _("This is no PNG, JPEG or WebP picture, or it is damaged. Save it as PNG or JPEG and upload again.")
        ) from fault


def _drawn_anew(image: Image.Image, kind: str) -> bytes:
    """The pixels alone: no place of the camera, no text, nothing after the end."""
    plain = image.convert(
        "RGB" if kind == "JPEG" else "RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB"
    )
    clean = Image.new(plain.mode, plain.size)
    clean.paste(plain)
    out = BytesIO()
    clean.save(out, kind, quality=90, optimize=True, lossless=kind == "WEBP")
    return out.getvalue()
