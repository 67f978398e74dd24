"""Archives (压缩包): a zip file is looked at from outside before anything of it is unpacked. Pure: it knows no framework.

A few kilobytes can unpack to gigabytes, a directory may lie about every size, and a name may point out of its folder. So
the directory is judged first and each entry is unpacked under what is left of the bounds. Names are those the maker saw:
Windows in Chinese writes them in GBK without saying so.
"""

import lzma
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, cast
from urllib.parse import unquote

MEGABYTE = 1024 * 1024
_CHUNK = 256 * 1024
_FLOOR = 5 * MEGABYTE  # what unpacks to less is no bomb, however well it was packed
_NESTED = (".zip", ".jar", ".rar", ".7z", ".gz", ".tar", ".bz2", ".xz")
_A_LINE = 1000  # bytes of the directory for each entry it may have: a long name, and what programs add to it
# What the library says of a broken file, each decoder in its own way.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    NotImplementedError,
    ValueError,
    RuntimeError,
)


class Refusal(Exception):
    """Why an archive is not taken: a code, and the facts that the reader's sentence needs."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code, facts)
        self.code, self.facts = code, facts


@dataclass(frozen=True)
class Bounds:
    """How much an archive may hold; `nested`: whether archives within it are let be (nobody unpacks them)."""

    entries: int = 200
    unpacked: int = 20 * MEGABYTE
    ratio: int = 100
    nested: bool = False


class _Shelved:
    """The file as the library reads it. It takes the directory in one piece and counts afterwards: five million entries
    would be gigabytes of memory by then."""

    def __init__(self, file: IO[bytes], entries: int) -> None:
        self._file, self._entries = file, entries
        self._longest = max(MEGABYTE, entries * _A_LINE)
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        if size > self._longest:
            raise Refusal("too-many-entries", entries=f">{self._entries}", most=self._entries)
        return self._file.read(size)


class Archive:
    """A zip file that has passed the guard: its names, and its entries read under the bounds. Raises Refusal."""

    def __init__(self, file: IO[bytes], packed: int, bounds: Bounds) -> None:
        try:
            self._zip = zipfile.ZipFile(cast("IO[bytes]", _Shelved(file, bounds.entries)))
        except BROKEN as fault:
            raise Refusal("broken-archive") from fault
        self._bounds = bounds
        self._left = bounds.unpacked
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._check_amount(packed)
        for info in self._zip.infolist():
            self._admit(info)
        self.names = list(self._entries)

    def _check_amount(self, packed: int) -> None:
        entries = self._zip.infolist()
        if len(entries) > self._bounds.entries:
            raise Refusal("too-many-entries", entries=len(entries), most=self._bounds.entries)
        unpacked = sum(info.file_size for info in entries)
        if unpacked > self._bounds.unpacked or (unpacked > _FLOOR and unpacked > packed * self._bounds.ratio):
            raise Refusal("bomb", unpacked=max(1, unpacked // MEGABYTE), packed=max(1, packed // 1024))
        # Entries that lie upon one another: the directory promises more packed bytes than the file has.
        if sum(info.compress_size for info in entries) > packed:
            raise Refusal("broken-archive")

    def _admit(self, info: zipfile.ZipInfo) -> None:
        name = name_of(info)
        if info.flag_bits & 0x1:
            raise Refusal("locked-archive")
        if strays(name) or stat.S_ISLNK(info.external_attr >> 16):
            raise Refusal("stray-name", name=name[:80])
        if name.endswith("/"):
            return
        if (twin := self._entries.get(name)) and not self._is_same(twin, info):
            raise Refusal("stray-name", name=name[:80])  # the same file packed twice is one file
        if not self._bounds.nested and name.lower().endswith(_NESTED):
            raise Refusal("nested-archive", name=name[:80])
        self._entries[name] = info

    def _is_same(self, one: zipfile.ZipInfo, other: zipfile.ZipInfo) -> bool:
        """Byte for byte. A second file of the same checksum is easily made, and others may read the one not judged here."""
        if one.file_size != other.file_size:
            return False
        try:
            with self._zip.open(one) as first, self._zip.open(other) as second:
                while (piece := first.read(_CHUNK)) == second.read(_CHUNK):
                    if not piece:
                        return True
        except BROKEN as fault:
            raise Refusal("broken-archive") from fault
        return False

    def chunks(self, name: str) -> Iterator[bytes]:
        """One entry piece by piece, never more than the bounds leave, whatever the directory says."""
        info = self._entries.get(name)
        if info is None:
            raise Refusal("missing-entry", name=name[:80])
        try:
            with self._zip.open(info) as entry:
                while piece := entry.read(min(_CHUNK, self._left + 1)):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise Refusal("bomb", unpacked=self._bounds.unpacked // MEGABYTE, packed=0)
                    yield piece
        except BROKEN as fault:
            raise Refusal("broken-archive") from fault

    def read(self, name: str, most: int | None = None) -> bytes:
        """One entry as a whole; of one longer than `most` no more than shows that it is."""
        kept = bytearray()
        for piece in self.chunks(name):
            kept += piece
            if most is not None and len(kept) > most:
                break
        return bytes(kept)

    def items(self) -> Iterator[tuple[str, bytes]]:
        """Every entry; reads to the end, so a lie about any size comes out."""
        return ((name, self.read(name)) for name in self.names)


def name_of(info: zipfile.ZipInfo) -> str:
    """The name its maker gave an entry, with forward slashes.

    Where the archive does not say that a name is UTF-8, Python reads it as cp437; the bytes are taken back from that
    and read as UTF-8 (macOS) or as GB18030 (Chinese Windows).
    """
    name = info.orig_filename
    if not info.flag_bits & 0x800 and not name.isascii():
        name = _reread(name)
    return name.replace("\\", "/")


def _reread(name: str) -> str:
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def strays(name: str) -> bool:
    """Whether a name would leave its folder, or cannot be one; percent signs are undone, however often they were doubled.

    >>> [strays(name) for name in ("items/1.xml", "../x", "/etc/x", "C:\\\\x", "a/../../x", "a\\0b", "%252e%252e/x")]
    [False, True, True, True, True, True, True]
    """
    plain = _undone(name).replace("\\", "/")
    bad = plain.startswith("/") or ".." in plain.split("/") or ":" in plain or len(name) > 400
    return bad or re.search(r"[\x00-\x1f\x7f]", plain) is not None


def _undone(name: str) -> str:
    for _again in range(4):
        plain = unquote(name)
        if plain == name:
            break
        name = plain
    return name
