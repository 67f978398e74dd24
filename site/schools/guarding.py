"""Guards for office files (防护): what a Word, Excel or PowerPoint file may hold. Pure.

Every part that is markup is read by a parser that takes no entities, whatever its name says and wherever it lies: the list of
contents may call any of them the document. Programs, foreign objects, pages and whatever is fetched from elsewhere when the file
is opened are refused; a link to the web that a reader clicks is not. A workbook or document within passes the same guard, one
level deep, also under another name.
"""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from core.archives import MEGABYTE, Archive, Bounds, Refusal

_BOUNDS = Bounds(entries=2000, unpacked=80 * MEGABYTE)
# Parts that are programs or pages, or are run by another program than the one that shows the file.
_PROGRAMS = re.compile(
    r"vbaproject|vbadata|activex|macrosheets|customui|webextension"
    r"|\.(exe|dll|com|scr|msi|js|jse|vbs|vbe|wsf|hta|bat|cmd|ps1|lnk|html?|mht|mhtml|swf)$"
    r"|\.(docm|dotm|xlsm|xlam|xltm|xlsb|pptm|ppam|potm)$",
    re.IGNORECASE,
)
# Objects of another program (OLE), and how each begins: formulas of an older editor, packed files, old office files.
_OBJECTS = re.compile(r"/embeddings/.*\.bin$", re.IGNORECASE)
_OBJECT, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
# The last word of a relationship's type: macros, controls, pages set into the text.
_FOREIGN = {
    "vbaproject",
    "wordvbadata",
    "control",
    "activexcontrolbinary",
    "xlmacrosheet",
    "xlintlmacrosheet",
    "afchunk",
}
_FOREIGN |= {"attachedtoolbars", "keymapcustomizations", "ui/extensibility"}
_NESTED = (".docx", ".xlsx", ".pptx")
# Where a field begins and where its words end, as they are told below.
_BEGINS, _ENDS = "\x01", "\x02"
# Fields that fetch or start something by themselves, or whose first word is the outcome of another field.
_FIELDS = re.compile(rf"{_BEGINS}\s*(?:{_BEGINS}|(?:DDE|DDEAUTO|LINK|INCLUDETEXT|INCLUDEPICTURE|IMPORT|MACROBUTTON)\b)")
# Cells that ask another program or the web.
_FORMULAS = re.compile(r"\w\s*\|\s*'|\b(?:WEBSERVICE|RTD)\s*\(|_XLFN\.IMAGE\s*\(")
_FETCHING = {"ddeLink", "oleLink", "webPr"}
_STARTING = ("ppaction://program", "ppaction://macro", "ppaction://ole")
_SCHEMES = {"http:", "https:", "mailto:", "tel:"}


def guard(content: bytes, *, is_within: bool = False) -> None:
    """Raises core.archives.Refusal: its own codes, `macros`, `foreign-object`, `reaches-out`, `strange-link`, `xml-entities`."""
    archive = Archive(BytesIO(content), len(content), _BOUNDS)
    if any(_PROGRAMS.search(name) for name in archive.names):
        raise Refusal("macros")
    for name, part in archive.items():
        low = name.lower()
        if _OBJECTS.search(low) or part.startswith(_OBJECT):
            raise Refusal("foreign-object")
        if low.endswith(_NESTED) or part.startswith(_ZIP):
            if is_within:
                raise Refusal("nested-archive", name=name[:80])
            guard(part, is_within=True)
        elif low.endswith((".xml", ".rels")) or _is_markup(part):
            _looked_at(low, part)


def _is_markup(part: bytes) -> bool:
    return part.startswith((b"\xff\xfe", b"\xfe\xff")) or part[:64].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def _looked_at(name: str, part: bytes) -> None:
    try:
        _judged(name, _elements(part))
    except DefusedXmlException as fault:
        raise Refusal("xml-entities") from fault
    except (ParseError, ValueError, LookupError) as fault:
        # A drawing of an older office program (.vml) need not be well-formed; what is not, no office program reads as text.
        if name.endswith((".xml", ".rels")):
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
    else:
        _written(elements)


def _related(elements: Iterable[Element]) -> None:
    for one in elements:
        told = one.get("Type", "").lower()
        kind = told.partition("/relationships/")[2] or told.rpartition("/")[2]
        if kind in _FOREIGN:
            raise Refusal("macros")
        if kind == "oleobject":
            raise Refusal("foreign-object")
        is_outside = one.get("TargetMode", "").lower() == "external"
        if kind == "attachedtemplate" or (is_outside and kind != "hyperlink"):
            raise Refusal("reaches-out")
        if is_outside and not is_for_clicking(one.get("Target", "")):
            raise Refusal("strange-link", name=one.get("Target", "")[:80])


def is_for_clicking(target: str) -> bool:
    """Whether a link leads to the web or stays within; one to a disk or a program is nothing for others. Of a PDF's links too."""
    plain = "".join(unquote(target).split()).replace("\\", "/").lower()
    scheme = re.match(r"[^/?#]*?:", plain)
    return not plain.startswith("//") and (scheme is None or scheme[0] in _SCHEMES)


def _written(elements: Iterable[Element]) -> None:
    """What stands in a part. A field's instruction may be cut into pieces that stand in elements of their own."""
    told: list[str] = []
    for one in elements:
        tag = one.tag.rpartition("}")[2]
        if tag in _FETCHING or (tag == "connection" and one.get("refreshOnLoad") in ("1", "true")):
            raise Refusal("reaches-out")
        if tag == "f" and _FORMULAS.search((one.text or "").upper()):
            raise Refusal("reaches-out")
        if one.get("action", "").lower().startswith(_STARTING):
            raise Refusal("macros")
        told += _of_field(tag, one)
    if _FIELDS.search("".join(told).upper()):
        raise Refusal("reaches-out")


def _of_field(tag: str, one: Element) -> list[str]:
    if tag == "instrText":
        return [one.text or ""]
    if tag == "fldChar":
        return [_ENDS if _attribute(one, "fldCharType") in ("separate", "end") else _BEGINS]
    return [_BEGINS, _attribute(one, "instr"), _ENDS] if tag == "fldSimple" else []


def _attribute(one: Element, name: str) -> str:
    """By its name alone: there are two families of office files, each with a space of names of its own."""
    return next((value for key, value in one.attrib.items() if key.rpartition("}")[2] == name), "")
