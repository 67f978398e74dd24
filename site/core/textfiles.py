"""Files as they come (来文件): their size, what they are whatever their name says, and the text of those that are text.

Pure: it knows no framework. What is not taken is refused with core.archives.Refusal.
"""

import codecs

from core.archives import MEGABYTE, Refusal

LARGEST_UPLOAD = 10 * MEGABYTE
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def check_size(data: bytes, most: int = LARGEST_UPLOAD) -> None:
    """Raise Refusal for an empty file, or one that is too large."""
    if not data:
        raise Refusal("empty-file")
    if len(data) > most:
        raise Refusal("too-large", megabytes=most // MEGABYTE)


def is_archive(data: bytes) -> bool:
    return data.startswith(_ZIP)


def is_old_office(data: bytes) -> bool:
    """An OLE file: .xls, .doc, or a workbook under a password."""
    return data.startswith(_OLE)


def text(data: bytes) -> str:
    """The text of a file in UTF-8 (with or without a mark), UTF-16 or GB18030, line ends made one.

    >>> text("质量".encode("gb18030")) == text("质量".encode("utf-8-sig")) == text("质量".encode("utf-16")) == "质量"
    True
    """
    check_size(data)
    decoded = _decoded(data)
    if "\0" in decoded:
        raise Refusal("not-text")
    return decoded.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as fault:
                raise Refusal("not-text") from fault
    for encoding in _likely(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal("not-text")


def _likely(data: bytes) -> tuple[str, ...]:
    """UTF-16 without a mark has a nought beside every Latin letter, comma and line end."""
    if b"\0" not in data[:4096]:
        return ("utf-8", "gb18030")
    return ("utf-16-le",) if data[1:4096:2].count(0) >= data[0:4096:2].count(0) else ("utf-16-be",)
