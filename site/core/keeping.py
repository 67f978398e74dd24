"""Keeping (存档): a made document is written once under a name that holds its digest. The same bytes are never written twice."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import storages


class Tampered(Exception):
    """A kept file is not the one whose digest was recorded; it is not handed out."""


def keep(key: str, content: bytes) -> str:
    """Write the file; the name it got. The same bytes already there (a worker that died in between) are used again."""
    storage = storages["artefacts"]
    if storage.exists(key):
        with storage.open(key) as file:
            if file.read() == content:
                return key
    return storage.save(key, ContentFile(content))


def kept(key: str, sha256: str) -> bytes:
    """The bytes under this name, only if they are still those whose digest was recorded. Raises Tampered."""
    with storages["artefacts"].open(key) as file:
        content: bytes = file.read()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Tampered(key)
    return content
