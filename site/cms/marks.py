"""The operator's mark (标识): a picture in place of the shipped one, at the head of every page and on what is shared."""

import logging
from hashlib import sha256
from typing import TYPE_CHECKING

from PIL import Image as Drawing
from wagtail.images import get_image_model
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

if TYPE_CHECKING:
    from wagtail.images.models import AbstractImage, AbstractRendition

log = logging.getLogger(__name__)
# Twice as large as it is shown, for sharp screens; a clear ground stays clear.
_FIT = "max-480x160|format-png"


def picture(image: "AbstractImage | None") -> "AbstractRendition | None":
    """The picture as pages show it; None without one, or when its file is gone: then the shipped mark stands there."""
    if image is None:
        return None
    try:
        return image.get_rendition(_FIT)
    except (SourceImageIOError, InvalidFilterSpecError, OSError) as reason:
        log.warning("The operator's mark cannot be drawn: %s", reason)
        return None


def key(image: "AbstractImage | None") -> str:
    """Which picture it is, for the address of what is drawn with it: another file makes another address."""
    if image is None or picture(image) is None:
        return ""
    return f"{image.pk}-{sha256(image.file.name.encode()).hexdigest()[:8]}"


def drawn(key: str) -> Drawing.Image | None:
    """The picture of such a key, to be laid on another; None when it is there no more."""
    number = key.partition("-")[0]
    shown = picture(get_image_model().objects.filter(pk=int(number)).first()) if number.isdecimal() else None
    if shown is None:
        return None
    with shown.file.open("rb") as file, Drawing.open(file) as found:
        return found.convert("RGBA")
