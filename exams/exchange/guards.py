"""Guards (防护): a file is looked at from outside before anything unpacks or parses it.

A 380 KB workbook can unpack to 157 MB, and no parser refuses it: archives pass `core.archives` first. XML is read by
defusedxml alone: no DTD, no entities.
"""

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from core import archives
from core.archives import Bounds
from exams.exchange.drafts import Refused

MEGABYTE = archives.MEGABYTE
LARGEST_UPLOAD = 10 * MEGABYTE
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


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


class Archive(archives.Archive):
    """An archive under the house's guard; what that refuses is told like any other fault of a file."""

    def __init__(self, data: bytes, bounds: Bounds) -> None:
        check_size(data)
        with _told():
            super().__init__(io.BytesIO(data), len(data), bounds)

    def read(self, name: str) -> bytes:
        with _told():
            return super().read(name)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except archives.Refusal as fault:
        raise Refused(fault.code, **fault.facts) from fault


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
