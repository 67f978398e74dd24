"""The manifest as honest XML (清单文本): course makers declare one encoding and write another, and forget namespaces. Pure.

What is well-formed is read as it stands. What is not is read once more with the three faults mended that are met in the wild:
a prefix nobody declared, a lone ampersand, an entity of HTML. Entities that a document declares itself are refused.
"""

import codecs
import html
import re
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from core.archives import Refusal

_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*\?>")
_ENCODING = re.compile(rb"""\A\s*<\?xml\b[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
# A DOCTYPE that only names a grammar of old; one with declarations of its own is left for the parser to refuse.
_GRAMMAR = re.compile(r"""<!DOCTYPE\s+[\w:.-]+(\s+(SYSTEM\s+("[^"]*"|'[^']*')|PUBLIC(\s+("[^"]*"|'[^']*')){1,2}))?\s*>""")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FIRST_TAG = re.compile(r"<[A-Za-z_][\w.:-]*")
_PREFIX = re.compile(r"""[<\s]/?([A-Za-z_][\w.-]*):[A-Za-z_]""")
_AMPERSAND = re.compile(r"&(?!#\d+;|#x[0-9A-Fa-f]+;|(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]*;)?")
_DECLARED = re.compile(r"""xmlns:([A-Za-z_][\w.-]*)""")
# Encodings of text. Others that have a name cost time beyond measure (punycode), or are none (idna).
_TEXT = re.compile(r"utf|us-ascii|ascii|gb|cp\d|x-gbk|big5|hz|iso|latin|l\d|windows|shift|sjis|euc|koi|mac")
_CJK = re.compile("[\u2e80-\uffff]")


def root(data: bytes) -> Element:
    """The outermost element. Raises Refusal."""
    text = _GRAMMAR.sub(_as_blank, written(data), count=1)
    try:
        return _parsed(text)
    except (ParseError, ValueError) as fault:
        mended = _mended(text)
        if mended == text:
            raise Refusal("manifest-broken", line=_line(fault)) from fault
    try:
        return _parsed(mended)
    except (ParseError, ValueError) as fault:
        raise Refusal("manifest-broken", line=_line(fault)) from fault


def written(data: bytes) -> str:
    """The text, in whatever it is really encoded, without its declaration and what stands around it. Raises Refusal."""
    try:
        text = _decoded(data)
    except (UnicodeError, LookupError) as fault:
        raise Refusal("manifest-broken", line=0) from fault
    return _DECLARATION.sub(_as_blank, text.lstrip("\ufeff").rstrip("\0\x1a \t\r\n"))


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding)
    if data[:1] == b"<" and data[1:2] == b"\0":
        return data.decode("utf-16-le")
    if data[:2] == b"\0<":
        return data.decode("utf-16-be")
    found = _ENCODING.match(data)
    declared = found[1].decode().lower() if found else "utf-8"
    if declared.startswith(("gb", "cp936", "x-gbk")):
        declared = "gb18030"
    if not _TEXT.match(declared):
        raise LookupError(declared)
    return _one_of(data, declared)


def _one_of(data: bytes, declared: str) -> str:
    """What it says of itself, unless the bytes say otherwise: half of all tools write UTF-8 whatever they declare."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return data.decode("gb18030" if declared.startswith(("utf", "us-ascii", "ascii")) else declared)
    is_honest = declared.startswith(("utf", "us-ascii", "ascii")) or data.isascii() or _CJK.search(text)
    return text if is_honest else data.decode(declared)


def _parsed(text: str) -> Element:
    try:
        found: Element = fromstring(text.encode(), forbid_dtd=True)
    except DefusedXmlException as fault:
        raise Refusal("manifest-entities") from fault
    return found


def _mended(text: str) -> str:
    """With what is met in the wild put right."""
    text = _AMPERSAND.sub(_entity, text)
    prefixes = {*_PREFIX.findall(text)} - {*_DECLARED.findall(text)} - {"xml", "xmlns"}
    names = "".join(f' xmlns:{one}="undeclared:{one}"' for one in sorted(prefixes))
    return _FIRST_TAG.sub(lambda found: found[0] + names, text, count=1)


def _entity(found: re.Match[str]) -> str:
    """What HTML means by a name, as a character; any other ampersand as itself."""
    meant = html.unescape(found[0]) if found[1] else found[0]
    return meant if meant != found[0] and meant not in "<>&" else "&amp;" + found[0][1:]


def _as_blank(found: re.Match[str]) -> str:
    """As many lines as it had, so that a line number told is that of the file."""
    return "\n" * found[0].count("\n")


def _line(fault: Exception) -> int:
    return int(getattr(fault, "position", (0, 0))[0])
