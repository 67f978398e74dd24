"""Guards (防护): a file is looked at from outside before anything unpacks or parses it.

A 380 KB workbook can unpack to 157 MB, and no parser refuses it: archives pass `core.archives` first. XML is read by
defusedxml alone: no DTD, no entities.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from core import archives, textfiles
from core.archives import Bounds
from core.sheets import WORKBOOK as WORKBOOK  # noqa: PLC0414 - handed on with the room's own
from core.textfiles import is_archive as is_archive  # noqa: PLC0414
from exams.exchange.drafts import Refused

MEGABYTE = archives.MEGABYTE
LARGEST_UPLOAD = textfiles.LARGEST_UPLOAD
PACKAGE = Bounds(entries=6000, unpacked=100 * MEGABYTE)


def check_size(data: bytes, most: int = LARGEST_UPLOAD) -> None:
    """Raise Refused for an empty file, or one that is too large."""
    with as_refused():
        textfiles.check_size(data, most)


class Archive(archives.Archive):
    """An archive under the house's guard; what that refuses is told like any other fault of a file."""

    def __init__(self, data: bytes, bounds: Bounds) -> None:
        check_size(data)
        with as_refused():
            super().__init__(io.BytesIO(data), len(data), bounds)

    def read(self, name: str, most: int | None = None) -> bytes:
        with as_refused():
            return super().read(name, most)


@contextmanager
def as_refused() -> Iterator[None]:
    """What the house's guards refuse, told like any other fault of a file."""
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
    """The text of a file in UTF-8, UTF-16 or GB18030, line ends made one."""
    with as_refused():
        return textfiles.text(data)
