"""Pictures in files: the first of a question goes with it, further ones are listed. Whether it is fit, the bank says."""

import base64
import re
from html import unescape
from urllib.parse import unquote

LARGEST = 1024 * 1024
_TAG = re.compile(r"<img\b[^>]*>", re.I)
_ATTRIBUTE = re.compile(r"""\b(src|alt)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.I)
_INLINE = re.compile(r"^data:image/(?:png|jpe?g|webp);base64,", re.I)
_SIGNS = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"RIFF", "webp"))


def tags(html: str) -> list[tuple[str, str, str]]:
    """(tag, source, what it shows in words) of every picture in a text.

    >>> tags('<p><img alt="图 1" src="@@PLUGINFILE@@/%E5%9B%BE.png"></p>')
    [('<img alt="图 1" src="@@PLUGINFILE@@/%E5%9B%BE.png">', '@@PLUGINFILE@@/图.png', '图 1')]
    """
    found = []
    for match in _TAG.finditer(html):
        said = {name.lower(): unescape(double or single) for name, double, single in _ATTRIBUTE.findall(match[0])}
        found.append((match[0], unquote(said.get("src", "")), said.get("alt", "").strip()))
    return found


def inline(source: str) -> bytes | None:
    """The bytes of a picture that stands in its own address."""
    return decoded(source.partition(",")[2]) if _INLINE.match(source) else None


def decoded(text: str) -> bytes | None:
    """Base64, or None where it is none, or more than the bank takes."""
    if len(text) > LARGEST * 3 // 2:
        return None
    try:
        return base64.b64decode(re.sub(r"\s+", "", text), validate=True)
    except ValueError:
        return None


def ending(data: bytes) -> str:
    """The ending for a file of these bytes; empty when the bank would not take it.

    >>> ending(b"\\xff\\xd8\\xff\\xe0"), ending(b"GIF89a")
    ('jpg', '')
    """
    return next((name for sign, name in _SIGNS if data.startswith(sign)), "")
