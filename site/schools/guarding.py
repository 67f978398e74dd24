"""Guards for office files (防护): what a Word, Excel or PowerPoint file may hold. Pure.

Every description of a part is read by a parser that takes no entities, never by its letters: an attribute may be written in many
ways. Programs, foreign objects, pages and whatever is fetched from elsewhere when the file is opened are refused; a link that a
reader clicks is not. A workbook or document within passes the same guard, one level deep.
"""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from core.archives import MEGABYTE, Archive, Bounds, Refusal

_BOUNDS = Bounds(entries=2000, unpacked=80 * MEGABYTE)
# Parts that are programs or pages, or are run by another program than the one that shows the file.
_PROGRAMS = re.compile(
    r"vbaproject|vbadata|activex|macrosheets|customui|/embeddings/.*\.bin$"
    r"|\.(exe|dll|com|scr|msi|js|jse|vbs|vbe|wsf|hta|bat|cmd|ps1|lnk|html?|mht|mhtml|swf)$"
    r"|\.(docm|dotm|xlsm|xlam|xltm|xlsb|pptm|ppam|potm)$",
    re.IGNORECASE,
)
# The last word of a relationship's type: macros, controls, foreign objects, pages set into the text.
_FOREIGN = {
    "vbaproject",
    "wordvbadata",
    "control",
    "activexcontrolbinary",
    "oleobject",
    "xlmacrosheet",
    "xlintlmacrosheet",
    "afchunk",
}
_FOREIGN |= {"attachedtoolbars", "keymapcustomizations", "ui/extensibility"}
_NESTED = (".docx", ".xlsx", ".pptx")
# Fields of a document that fetch or start something by themselves.
_FIELDS = re.compile(r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|MACROBUTTON)\b")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def guard(content: bytes, *, is_within: bool = False) -> None:
    """Raises core.archives.Refusal: its own codes, and `macros`, `reaches-out`, `xml-entities`."""
    archive = Archive(BytesIO(content), len(content), _BOUNDS)
    if any(_PROGRAMS.search(name) for name in archive.names):
        raise Refusal("macros")
    for name, part in archive.items():
        low = name.lower()
        if low.endswith(_NESTED):
            if is_within:
                raise Refusal("nested-archive", name=name[:80])
            guard(part, is_within=True)
        elif low.endswith((".xml", ".rels")):
            _looked_at(low, part)


def _looked_at(name: str, part: bytes) -> None:
    try:
        _judged(name, _elements(part))
    except DefusedXmlException as fault:
        raise Refusal("xml-entities") from fault
    except (ParseError, ValueError, LookupError) as fault:
        raise Refusal("broken-archive") from fault


def _elements(part: bytes) -> Iterator[Element]:
    """One element after the other, as each ends; it is emptied then, for a sheet as a tree takes many times its size."""
    for _event, one in iterparse(BytesIO(part), events=("end",), forbid_dtd=True):
        yield one
        one.clear()


def _judged(name: str, elements: Iterator[Element]) -> None:
    if name == "[content_types].xml":
        if any("macroenabled" in one.get("ContentType", "").lower() for one in elements):
            raise Refusal("macros")
    elif name.endswith(".rels"):
        _related(elements)
    elif name.startswith("word/"):
        _fields(elements)
    elif name.startswith("xl/externallinks/") or name == "xl/connections.xml":
        if any(one.tag.endswith(("}ddeLink", "}webPr")) or one.get("refreshOnLoad") in ("1", "true") for one in elements):
            raise Refusal("reaches-out")
    else:
        # A declaration of entities stands before the first element.
        next(elements, None)


def _related(elements: Iterable[Element]) -> None:
    for one in elements:
        told = one.get("Type", "").lower()
        kind = told.partition("/relationships/")[2] or told.rpartition("/")[2]
        if kind in _FOREIGN:
            raise Refusal("macros")
        if kind == "attachedtemplate" or (one.get("TargetMode", "").lower() == "external" and kind != "hyperlink"):
            raise Refusal("reaches-out")


def _fields(elements: Iterable[Element]) -> None:
    """A field's instruction may be cut into pieces that stand in elements of their own."""
    told = ""
    for one in elements:
        if one.tag == f"{_W}instrText":
            told += one.text or ""
        elif one.tag in (f"{_W}fldChar", f"{_W}fldSimple"):
            told += f" {one.get(f'{_W}instr', '')} "
    if _FIELDS.search(told.upper()):
        raise Refusal("reaches-out")
