"""The files beside the database, asked of their storage whatever it is: a folder or an object store."""

from collections.abc import Iterator
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import storages

# Folder in the archive, storage in the settings: what people uploaded, and what was issued.
KEPT = {"media": "default", "artefacts": "artefacts"}


def names(storage: Any, folder: str = "") -> Iterator[str]:
    """Everything it holds, deeper and deeper. A folder that was never made is empty."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}/{name}" if folder else name
    for name in sorted(folders):
        yield from names(storage, f"{folder}/{name}" if folder else name)


def opened(folder: str) -> Iterator[tuple[str, IO[bytes], int]]:
    """Name in the archive, bytes and size of each. What is deleted while they are read was not kept; it is passed over."""
    storage = storages[KEPT[folder]]
    for name in names(storage):
        try:
            file = storage.open(name)
            size = storage.size(name)
        except FileNotFoundError:
            continue
        with file:
            yield f"{folder}/{name}", file, size


def occupied() -> list[str]:
    """Which of the folders are not empty."""
    return [folder for folder, alias in KEPT.items() if next(names(storages[alias]), None) is not None]


def put(member: str, content: IO[bytes]) -> None:
    """Write one back under its own name; one of the same name gives way to it."""
    folder, _, name = member.partition("/")
    storage = storages[KEPT[folder]]
    if storage.exists(name):
        storage.delete(name)
    written = storage.save(name, File(content))
    if written != name:
        raise OSError(f"{member} was stored as {written}")


def digest_of(member: str) -> tuple[int, str]:
    """Size and SHA-256 of what lies there now under the name it has in the archive."""
    import hashlib

    folder, _, name = member.partition("/")
    storage = storages[KEPT[folder]]
    with storage.open(name) as file:
        return storage.size(name), hashlib.file_digest(file, "sha256").hexdigest()
