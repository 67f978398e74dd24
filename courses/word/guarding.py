"""Guards for Word files (防护): what a .docx may hold is settled before anything of it is converted. Pure.

A .docx is an archive of XML that others made: it passes `core.archives`, every part of it is read by defusedxml (no DTD, no
entities), and nothing in it may reach out of it, except what a reader clicks.
"""

import io
from collections import Counter
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from core import archives
from core.archives import MEGABYTE, Bounds

LARGEST = 20 * MEGABYTE
_BOUNDS = Bounds(entries=2000, unpacked=60 * MEGABYTE)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_D = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
# Elements that no converter keeps, by the name under which their loss is told.
_LOST = {
    f"{_M}oMath": "formula",
    f"{_W}object": "object",
    f"{_C}chart": "chart",
    f"{_D}relIds": "diagram",
    f"{_W}txbxContent": "text-box",
    f"{_W}commentReference": "comment",
    f"{_W}del": "deletion",
    f"{_W}ins": "insertion",
    f"{_W}sdt": "control",
    f"{_W}footnoteReference": "footnote",
    f"{_W}endnoteReference": "footnote",
}


class Refused(Exception):
    """Why a file is not taken: a code, and the facts its sentence needs."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code, facts)
        self.code, self.facts = code, facts


@dataclass(frozen=True)
class Guarded:
    """A file that may be converted, and how often it holds what will be lost."""

    data: bytes
    lost: Counter[str]


def guard(data: bytes) -> Guarded:
    """The file, looked at from outside and part by part. Raises Refused."""
    if not data:
        raise Refused("empty")
    if len(data) > LARGEST:
        raise Refused("too-large", megabytes=LARGEST // MEGABYTE)
    if data.startswith(_OLE):
        raise Refused("old-word")
    if not data.startswith(b"PK"):
        raise Refused("not-word")
    try:
        archive = archives.Archive(io.BytesIO(data), len(data), _BOUNDS)
        return Guarded(data, _looked_through(archive))
    except archives.Refusal as refusal:
        raise Refused(refusal.code, **refusal.facts) from refusal


def _looked_through(archive: archives.Archive) -> Counter[str]:
    names = set(archive.names)
    if not {"[Content_Types].xml", "word/document.xml"} <= names:
        raise Refused("not-word")
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise Refused("macros")
    lost: Counter[str] = Counter()
    for name, content in archive.items():
        if not name.lower().endswith((".xml", ".rels")):
            continue
        root = _parsed(name, content)
        if name == "[Content_Types].xml":
            _check_types(root)
        elif name.lower().endswith(".rels"):
            _check_relations(root)
        elif name == "word/document.xml":
            lost += Counter(_LOST[one.tag] for one in root.iter() if one.tag in _LOST)
        elif name.startswith(("word/header", "word/footer")) and "".join(root.itertext()).strip():
            lost["header"] += 1
    return lost


def _parsed(name: str, content: bytes) -> Element:
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as fault:
        raise Refused("broken-part", name=name[:80]) from fault
    return root


def _check_types(root: Element) -> None:
    kinds = {one.get("ContentType", "") for one in root}
    if any("macroEnabled" in kind or "vbaProject" in kind for kind in kinds):
        raise Refused("macros")
    if _MAIN not in kinds:
        raise Refused("not-word")


def _check_relations(root: Element) -> None:
    """Whatever the file would fetch from elsewhere: linked pictures, templates, objects. A link to click is none."""
    for one in root:
        kind = one.get("Type", "").rpartition("/")[2]
        if one.get("TargetMode", "").lower() == "external" and kind != "hyperlink":
            raise Refused("reaches-out", kind=kind[:40], target=one.get("Target", "")[:80])
