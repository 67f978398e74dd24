"""Keeping a package's files (课件包存放): each under the digests of the package and of its path, never under a name it chose.

The folder is named by the digest of the upload, so the same bytes are unpacked once, and what a version holds never changes.
A worker killed half way leaves files that the next try finds and completes; the row comes last.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from typing import IO

from django.core.files import File
from django.core.files.storage import storages

from core.archives import MEGABYTE, Archive
from courses.packages.outline import Contents
from courses.packages.paths import folded


def digest(file: IO[bytes]) -> str:
    """The SHA-256 of an upload, read piece by piece; the file is put back to its start."""
    file.seek(0)
    sha = hashlib.sha256()
    while piece := file.read(1024 * 1024):
        sha.update(piece)
    file.seek(0)
    return sha.hexdigest()


def unpack(archive: Archive, contents: Contents, sha256: str) -> int:
    """Write every kept file; how many bytes they are."""
    return sum(_write(_key(sha256, path), archive.chunks(entry)) for path, entry in contents.files.items())


def opened(sha256: str, path: str) -> "File[bytes] | None":
    """A file of a package, or None."""
    storage, key = storages["artefacts"], _key(sha256, path)
    return storage.open(key) if storage.exists(key) else None


def _key(sha256: str, path: str) -> str:
    name = hashlib.sha256(folded(path).encode()).hexdigest()[:40]
    return f"packages/{sha256}/{name[:2]}/{name[2:]}"


def _write(key: str, pieces: Iterator[bytes]) -> int:
    """A film goes by way of the disk, so that a package needs no more memory than its largest piece."""
    storage = storages["artefacts"]
    with tempfile.SpooledTemporaryFile(max_size=4 * MEGABYTE) as content:
        size = sum(map(content.write, pieces))
        if storage.exists(key):
            if storage.size(key) == size:
                return size
            storage.delete(key)  # half a file of a worker that died
        content.seek(0)
        storage.save(key, File(content, name=key))
    return size
