"""Taking in a medium (上传素材): judged by its content, kept under its digest; what is refused leaves nothing behind."""

import hashlib
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import storages

from courses.media import duration, sniffing
from courses.models import Medium

MEGABYTE = 1024 * 1024


class Refused(ValueError):
    """An upload cannot be used: "unknown", "empty" or "too-large" (then `limit` in MB)."""

    def __init__(self, fault: str, limit: int = 0) -> None:
        super().__init__(fault)
        self.fault, self.limit = fault, limit


def look_at(file: IO[bytes], name: str, size: int) -> sniffing.Sort:
    """What an upload is. Raises Refused."""
    file.seek(0)
    sort = sniffing.sort_of(file.read(sniffing.HEAD), name)
    file.seek(0)
    if not size:
        raise Refused("empty")
    if sort is None:
        raise Refused("unknown")
    limit = settings.MEDIA_MAX_MB if sort.kind in ("video", "audio") else settings.DOCUMENT_MAX_MB
    if size > limit * MEGABYTE:
        raise Refused("too-large", limit)
    return sort


def take_in(medium: Medium, file: Any, name: str, size: int) -> None:
    """Fill in a new medium from an upload and keep its bytes. The same bytes are kept once. Raises Refused."""
    sort = look_at(file, name, size)
    medium.kind, medium.type, medium.ending, medium.size = sort.kind, sort.type, sort.ending, size
    if sort.kind in ("video", "audio"):
        medium.milliseconds = duration.milliseconds(file, size, sort.type) or 0
    medium.sha256 = _digest(file)
    storage = storages["artefacts"]
    if storage.exists(medium.storage_key):
        if storage.size(medium.storage_key) == size:
            return
        storage.delete(medium.storage_key)  # half a file of a worker that died
    storage.save(medium.storage_key, File(file, name=medium.storage_key))


def _digest(file: IO[bytes]) -> str:
    sha = hashlib.sha256()
    file.seek(0)
    while piece := file.read(MEGABYTE):
        sha.update(piece)
    file.seek(0)
    return sha.hexdigest()
