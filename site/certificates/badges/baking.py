"""Baking a badge into its picture (徽章写入图片), so that the picture is the credential: Open Badges 3.0, "Baked Badge".

The token goes into an uncompressed iTXt chunk of a PNG, or into an element at the head of an SVG. Pure rules.
"""

import struct
import zlib
from xml.sax.saxutils import quoteattr

PNG = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"


def into_png(picture: bytes, token: str) -> bytes:
    """The picture with the token behind its header."""
    after_header = len(PNG) + 25
    # Keyword; not compressed; no compression method, language or translated keyword; then the text itself.
    chunk = KEYWORD + b"\0" + b"\0\0" + b"\0" + b"\0" + token.encode("ascii")
    return picture[:after_header] + _chunk(b"iTXt", chunk) + picture[after_header:]


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def into_svg(picture: str, token: str) -> str:
    """The picture with the token as its first element."""
    tag, rest = picture.split(">", 1)
    return f'{tag} xmlns:openbadges="{NAMESPACE}"><openbadges:credential verify={quoteattr(token)}/>{rest}'
