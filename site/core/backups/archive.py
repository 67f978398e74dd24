"""The archive (备份档): one tar whose last member, the manifest, tells size and SHA-256 of every other. Pure rules.

The manifest bears the seal of the site that made it, and has a digest of its own that whoever makes a backup can write down.
A reader believes nothing it has not checked: what is cut, changed, added or taken away is refused, by name.
"""

import hashlib
import hmac
import io
import json
import tarfile
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import IO, Any

FORMAT = "haizhun-backup/1"
MANIFEST, SEAL = "manifest.json", "manifest.seal"
Seal = Callable[[bytes], str]


class Flaw(StrEnum):
    """What may be wrong with an archive."""

    NO_ARCHIVE = "no archive"
    CUT = "cut"
    OTHER_FORMAT = "other format"
    FOREIGN = "foreign"
    OTHER_DIGEST = "other digest"
    CHANGED = "changed"
    MISSING = "missing"
    SURPLUS = "surplus"


class Refused(Exception):
    """The archive is not to be restored; which flaw, and of which member."""

    def __init__(self, flaw: Flaw, name: str = "") -> None:
        super().__init__(f"{flaw}: {name}" if name else str(flaw))
        self.flaw, self.name = flaw, name


class _Read:
    """A file whose bytes are hashed as they are read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest, self.size = file, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        chunk = self.file.read(size)
        self.digest.update(chunk)
        self.size += len(chunk)
        return chunk


class Writer:
    """An archive being written. Without `finish` it stays cut, and no reader takes it."""

    def __init__(self, file: IO[bytes], made_at: float) -> None:
        self.made_at = int(made_at)
        self.tar = tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - closed by finish
        self.files: dict[str, dict[str, Any]] = {}

    def add(self, name: str, file: IO[bytes], size: int) -> None:
        """Take up `size` bytes of `file` under this name. Raises OSError when there are fewer."""
        read = _Read(file)
        self.tar.addfile(self._named(name, size), read)
        self.files[name] = {"size": size, "sha256": read.digest.hexdigest()}

    def finish(self, facts: Mapping[str, Any], seal: Seal) -> str:
        """Write the manifest and its seal; the manifest's digest."""
        told = {"format": FORMAT, **facts, "files": self.files}
        manifest = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode()
        for name, content in ((MANIFEST, manifest), (SEAL, seal(manifest).encode())):
            self.tar.addfile(self._named(name, len(content)), io.BytesIO(content))
        self.tar.close()
        return hashlib.sha256(manifest).hexdigest()

    def _named(self, name: str, size: int) -> tarfile.TarInfo:
        info = tarfile.TarInfo(name)
        info.size, info.mtime, info.mode = size, self.made_at, 0o600
        return info


class Reader:
    """An archive that lies there. `trust` asks where it comes from, `check` whether it is whole; then `open` its members."""

    def __init__(self, path: Path) -> None:
        try:
            self.tar = tarfile.open(path, "r:")  # noqa: SIM115 - closed by the context
            self.members = {member.name: member for member in self.tar.getmembers()}
        except (tarfile.TarError, EOFError) as reason:
            raise Refused(Flaw.NO_ARCHIVE, path.name) from reason
        if MANIFEST not in self.members or SEAL not in self.members:
            raise Refused(Flaw.CUT, path.name)
        self.manifest_bytes = self._whole(MANIFEST)
        self.digest = hashlib.sha256(self.manifest_bytes).hexdigest()
        self.facts = self._facts(path.name)
        self.files: dict[str, dict[str, Any]] = self.facts["files"]

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *reason: object) -> None:
        self.tar.close()

    def trust(self, seal: Seal, digest: str = "") -> None:
        """It is of this site (its seal), or the one whose digest was written down. Raises Refused."""
        if digest:
            if not hmac.compare_digest(digest.strip().lower().encode(), self.digest.encode()):
                raise Refused(Flaw.OTHER_DIGEST)
        elif not hmac.compare_digest(self._whole(SEAL), seal(self.manifest_bytes).encode()):
            raise Refused(Flaw.FOREIGN)

    def check(self) -> None:
        """Every member is there, and is what the manifest says; there is none besides. Raises Refused."""
        for name in self.files:
            if name not in self.members:
                raise Refused(Flaw.MISSING, name)
        for name, member in self.members.items():
            if name in (MANIFEST, SEAL):
                continue
            if name not in self.files or not member.isreg() or not _is_inside(name):
                raise Refused(Flaw.SURPLUS, name)
            self._compare(name)

    def open(self, name: str) -> IO[bytes]:
        """The member's bytes. Only what `check` has seen."""
        file = self.tar.extractfile(self.members[name])
        if file is None:
            raise Refused(Flaw.SURPLUS, name)
        return file

    def under(self, folder: str) -> list[str]:
        """The names of the members in this folder."""
        return [name for name in self.files if name.startswith(folder + "/")]

    def _compare(self, name: str) -> None:
        try:
            with self.open(name) as file:
                read = _Read(file)
                while read.read(1 << 20):
                    pass
        except (OSError, EOFError, tarfile.TarError) as reason:
            raise Refused(Flaw.CHANGED, name) from reason
        if {"size": read.size, "sha256": read.digest.hexdigest()} != self.files[name]:
            raise Refused(Flaw.CHANGED, name)

    def _whole(self, name: str) -> bytes:
        file = self.tar.extractfile(self.members[name]) if self.members[name].isreg() else None
        if file is None:
            raise Refused(Flaw.CUT, name)
        return file.read()

    def _facts(self, name: str) -> dict[str, Any]:
        try:
            facts = json.loads(self.manifest_bytes)
        except ValueError as reason:
            raise Refused(Flaw.CHANGED, MANIFEST) from reason
        if not isinstance(facts, dict) or facts.get("format") != FORMAT or not isinstance(facts.get("files"), dict):
            raise Refused(Flaw.OTHER_FORMAT, name)
        return facts


def _is_inside(name: str) -> bool:
    """A plain path below the archive's root.

    >>> _is_inside("media/a.png"), _is_inside("../a"), _is_inside("/etc/passwd"), _is_inside("a//b")
    (True, False, False, False)
    """
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and str(path) == name
