"""Files that are not taken (不收的文件), told apart by how they begin: whoever chose one learns what helps. Pure."""

import zipfile
from io import BytesIO

from django.utils.translation import gettext as _

_OLDER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
# Whatever is packed as one of these is one document, though it is a ZIP inside: Word, Excel, PowerPoint; ODF.
_DOCUMENTS = frozenset({"word/document.xml", "xl/workbook.xml", "ppt/presentation.xml", "mimetype"})
# What a telephone calls its photographs.
_HEIF = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif"}


def strange(content: bytes) -> str:
    """What a file is that is not taken, and what helps, in one sentence or two; empty when it is no kind known here."""
    if not content:
        return _("This file is empty.")
    if content.startswith(_OLDER):
        return _older(content)
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF:
        return _("This is a photo in the HEIC format, which many devices cannot show. Save it as JPEG and choose it again.")
    if content.startswith(_ARCHIVES) and not _is_document(content):
        return _("This is an archive. Unpack it and choose the files in it one by one.")
    return ""


def _is_document(content: bytes) -> bool:
    """Nobody is told to unpack one, nor what is broken."""
    if not content.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return not _DOCUMENTS.isdisjoint(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, OverflowError):
        return True


def _older(content: bytes) -> str:
    """The same shell holds a newer file that is locked."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return _("This file is locked with a password. Save it without one and choose it again.")
    return _("This file is of an older kind (.doc, .xls, .ppt, .wps). Save it as PDF and choose it again.")
