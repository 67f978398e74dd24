"""Keeping (存档): a made document is written once under a name that holds its digest. The same bytes are never written twice."""

from django.core.files.base import ContentFile
from django.core.files.storage import storages


def keep(key: str, content: bytes) -> str:
    """Write the file; the name it got. The same bytes already there (a worker that died in between) are used again."""
    storage = storages["artefacts"]
    if storage.exists(key):
        with storage.open(key) as file:
            if file.read() == content:
                return key
    return storage.save(key, ContentFile(content))
