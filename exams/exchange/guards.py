"""Guards (防护): a file is looked at from outside before anything unpacks or parses it.

A 380 KB workbook can unpack to 157 MB, and no parser refuses it: so the directory of an archive is read first, and each
entry is unpacked under a bound, because a directory may lie. XML is read by defusedxml alone: no DTD, no entities.
"""

import codecs
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from exams.exchange.drafts import Refused

MEGABYTE = 1024 * 1024
LARGEST_UPLOAD = 10 * MEGABYTE
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


@dataclass(frozen=True)
class Bounds:
    """How much an archive may hold."""

    entries: int = 200
    unpacked: int = 20 * MEGABYTE
    ratio: int = 100


WORKBOOK = Bounds()
PACKAGE = Bounds(entries=6000, unpacked=100 * MEGABYTE)


def check_size(data: bytes, most: int = LARGEST_UPLOAD) -> None:
    """Raise Refused for an empty file, or one that is too large."""
    if not data:
        raise Refused("empty-file")
    if len(data) > most:
        raise Refused("too-large", megabytes=most // MEGABYTE)


def is_archive(data: bytes) -> bool:
    return data.startswith(_ZIP)


def is_old_office(data: bytes) -> bool:
    """An OLE file: .xls, .doc, or a workbook under a password."""
    return data.startswith(_OLE)


class Archive:
    """A zip file that has passed the guard: its names, and its entries read under the bounds."""

    def __init__(self, data: bytes, bounds: Bounds) -> None:
        check_size(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as fault:
            raise Refused("broken-archive") from fault
        self._bounds = bounds
        self._left = bounds.unpacked
        self._check(len(data))
        self.names = [info.filename for info in self._zip.infolist() if not info.is_dir()]

    def _check(self, packed: int) -> None:
        entries = self._zip.infolist()
        if len(entries) > self._bounds.entries:
            raise Refused("too-many-entries", entries=len(entries), most=self._bounds.entries)
        unpacked = sum(info.file_size for info in entries)
        if unpacked > self._bounds.unpacked or (unpacked > 5 * MEGABYTE and unpacked > packed * self._bounds.ratio):
            raise Refused("bomb", unpacked=max(1, unpacked // MEGABYTE), packed=max(1, packed // 1024))
        names: set[str] = set()
        for info in entries:
            if info.flag_bits & 0x1:
                raise Refused("locked-archive")
            if _strays(info.filename) or info.filename in names:
                raise Refused("stray-name", name=info.filename[:80])
            if info.filename.lower().endswith((".zip", ".jar", ".rar", ".7z", ".gz")):
                raise Refused("nested-archive", name=info.filename[:80])
            names.add(info.filename)

    def read(self, name: str) -> bytes:
        """One entry, never more than the bounds leave, whatever the directory says."""
        try:
            with self._zip.open(name) as entry:
                data = entry.read(self._left + 1)
        except KeyError as fault:
            raise Refused("missing-entry", name=name[:80]) from fault
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError, RuntimeError, zlib.error) as fault:
            raise Refused("broken-archive") from fault
        self._left -= len(data)
        if self._left < 0:
            raise Refused("bomb", unpacked=self._bounds.unpacked // MEGABYTE, packed=0)
        return data

    def items(self) -> Iterator[tuple[str, bytes]]:
        """Every entry; reads to the end, so a lie about any size comes out."""
        return ((name, self.read(name)) for name in self.names)


def _strays(name: str) -> bool:
    """Whether a name would leave its folder, or cannot be one.

    >>> [_strays(name) for name in ("items/1.xml", "../x", "/etc/x", "C:\\\\x", "a/../../x", "a\\0b")]
    [False, True, True, True, True, True]
    """
    plain = name.replace("\\", "/")
    return plain.startswith("/") or ".." in plain.split("/") or ":" in plain or "\0" in plain or len(name) > 400


def xml(data: bytes, name: str = "") -> Element:
    """The root of an XML document. One with a DTD or entities, or that is not well-formed, is refused."""
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as fault:
        raise Refused("xml-entities", name=name) from fault
    except (ParseError, ValueError, LookupError) as fault:
        line = getattr(fault, "position", (0, 0))[0]
        raise Refused("xml-broken", name=name, line=line) from fault
    return root


def text(data: bytes) -> str:
    """The text of a file in UTF-8 (with or without a mark), UTF-16 or GB18030, line ends made one.

    >>> text("质量".encode("gb18030")) == text("质量".encode("utf-8-sig")) == text("质量".encode("utf-16")) == "质量"
    True
    """
    check_size(data)
    decoded = _decoded(data)
    if "\0" in decoded:
        raise Refused("not-text")
    return decoded.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as fault:
                raise Refused("not-text") from fault
    for encoding in _likely(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("not-text")


def _likely(data: bytes) -> tuple[str, ...]:
    """UTF-16 without a mark has a nought beside every Latin letter, comma and line end."""
    if b"\0" not in data[:4096]:
        return ("utf-8", "gb18030")
    return ("utf-16-le",) if data[1:4096:2].count(0) >= data[0:4096:2].count(0) else ("utf-16-be",)
