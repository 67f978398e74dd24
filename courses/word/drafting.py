"""A lesson made of a Word file, as a draft (课时草稿): pictures become pictures of the library, with words for who cannot see."""

import io
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django.core.files.images import ImageFile
from django.db import transaction
from PIL import Image as Opened
from PIL import UnidentifiedImageError
from wagtail.images import get_image_model

from accounts.models import User
from core.audit import record
from courses.models import LessonIndexPage, LessonPage
from courses.word.reading import Picture, Text

_MOST_PIXELS = 40_000_000
_FORMATS = {"png": "PNG", "jpg": "JPEG", "gif": "GIF", "webp": "WEBP"}


def opens(picture: Picture) -> bool:
    """Whether a picture is what it says it is, and no larger than a screen can use."""
    try:
        with Opened.open(io.BytesIO(picture.data), formats=[_FORMATS[picture.ending]]) as image:
            if image.width * image.height > _MOST_PIXELS:
                return False
            image.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Opened.DecompressionBombError):
        return False
    return True


def sound(text: Text) -> list[Picture]:
    """The pictures that can be kept; how many cannot is a finding."""
    found = [picture for picture in text.pictures if opens(picture)]
    text.findings["picture-broken"] += len(text.pictures) - len(found)
    return found


@transaction.atomic
def draft(*, text: Text, alts: Mapping[int, str], facts: Mapping[str, Any], shelf: LessonIndexPage, by: User) -> LessonPage:
    """The lesson as a draft under `shelf`; nothing is published. `alts`: words for each picture, by its number."""
    page = LessonPage(live=False, owner=by, locale_id=shelf.locale_id, **facts)
    images = {one.number: _image(one, alts[one.number], by) for one in text.pictures if one.number in alts}
    page.body = page.body.stream_block.to_python(_body(text.parts, images, alts))
    page.full_clean(exclude=["path", "depth", "numchild"])
    shelf.add_child(instance=page)
    page.save_revision(user=by)
    record("lesson.imported", page, by=by, pictures=len(images))
    return page


def _image(picture: Picture, alt: str, by: User) -> Any:
    name = f"word-{uuid4().hex[:12]}.{picture.ending}"
    image = get_image_model()(title=alt[:255], file=ImageFile(io.BytesIO(picture.data), name), uploaded_by_user=by)
    image.save()
    return image


def _body(parts: Sequence[dict[str, Any]], images: Mapping[int, Any], alts: Mapping[int, str]) -> list[dict[str, Any]]:
    body = []
    for part in parts:
        if part["type"] != "picture":
            body.append(part)
        elif part["value"] in images:
            number = part["value"]
            rule = {"by": "viewed", "at_least": None, "required": False}
            value = {"title": alts[number][:120], "image": images[number].pk, "alt": alts[number], "note": "", "rule": rule}
            body.append({"type": "image", "value": value, "id": part["id"]})
    return body
