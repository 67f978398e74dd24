"""Keeping (存档): a made document is written once under a name that holds its digest. The same bytes are never written twice."""

import hashlib
from collections.abc import Iterable
from io import BufferedReader
from pathlib import Path
from typing import cast

from django.core.files.base import ContentFile, File
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


def keep_file(key: str, path: Path, sha256: str) -> str:
    """Write a file that is too large to be held in memory; the name it got. The same bytes already there are used again."""
    storage = storages["artefacts"]
    if storage.exists(key):
        with storage.open(key) as file:
            if hashlib.file_digest(file, "sha256").hexdigest() == sha256:
                return key
    with path.open("rb") as source:
        return storage.save(key, File(source))


def kept_file(key: str, sha256: str) -> BufferedReader:
    """The file under this name, opened at its beginning, once its digest was found right. Raises Tampered."""
    file = cast(BufferedReader, storages["artefacts"].open(key))
    if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
        file.close()
        raise Tampered(key)
    file.seek(0)
    return file


def drop(key: str) -> None:
    """Take away what need not be kept any longer; not there, it is no fault."""
    storages["artefacts"].delete(key)


def drop_all(keys: Iterable[str]) -> int:
    """Take these away; how many were still there, so that a second run after a worker died is told from the first."""
    there = [key for key in keys if storages["artefacts"].exists(key)]
    for key in there:
        drop(key)
    return len(there)
