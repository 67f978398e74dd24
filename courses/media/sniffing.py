"""What a file is, told by its first bytes and never by its name (识别文件). No framework."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["video", "audio", "pdf", "file"]
HEAD = 4096


@dataclass(frozen=True)
class Sort:
    """What a file is, as what it is served, and what its name ends in."""

    kind: Kind
    type: str
    ending: str


_MP4_BRANDS = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash", b"M4V ", b"MSNV", b"qt  ")
_OFFICE = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "zip": "application/zip",
}


def sort_of(head: bytes, name: str) -> Sort | None:
    """What the file is; None when it is nothing a lesson may offer.

    >>> sort_of(b"%PDF-1.7", "x.exe").type, sort_of(b"MZ......", "film.mp4")
    ('application/pdf', None)
    >>> sort_of(b"\\x1a\\x45\\xdf\\xa3" + b"..webm", "a.webm").kind
    'video'
    """
    return _film(head) or _sound(head) or _document(head, name.rpartition(".")[2].lower())


def _film(head: bytes) -> Sort | None:
    if head[4:8] == b"ftyp":
        if head[8:12] in (b"M4A ", b"M4B "):
            return Sort("audio", "audio/mp4", "m4a")
        return Sort("video", "video/mp4", "mp4") if head[8:12] in _MP4_BRANDS else None
    if head[:4] == b"\x1a\x45\xdf\xa3" and b"webm" in head[:64]:
        is_sound = b"A_OPUS" in head and b"V_VP" not in head and b"V_AV1" not in head
        return Sort("audio", "audio/webm", "webm") if is_sound else Sort("video", "video/webm", "webm")
    return None


def _sound(head: bytes) -> Sort | None:
    if head[:3] == b"ID3" or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2):
        return Sort("audio", "audio/mpeg", "mp3")
    if head[:4] == b"OggS":
        return Sort("audio", "audio/ogg", "ogg") if b"OpusHead" in head or b"vorbis" in head else None
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return Sort("audio", "audio/wav", "wav")
    return None


def _document(head: bytes, ending: str) -> Sort | None:
    if head[:5] == b"%PDF-":
        return Sort("pdf", "application/pdf", "pdf")
    if head[:4] == b"PK\x03\x04" and ending in _OFFICE:
        return Sort("file", _OFFICE[ending], ending)
    if ending in ("txt", "csv") and head and b"\x00" not in head:
        return Sort("file", "text/csv" if ending == "csv" else "text/plain", ending)
    return None
