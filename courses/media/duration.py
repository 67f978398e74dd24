"""How long a film or a sound lasts, read from the file itself (时长). Nobody's word is taken for it: hours rest on it.

MP4 and M4A: the movie header. WebM: the segment's info. WAV: its length. MP3: the frame count where the encoder wrote one,
else the bit rate of the first frame. Ogg: the last page. None when the file does not say; then an editor has to.
"""

import struct
from typing import IO

_MP3_RATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
_MP3_HERTZ = (44100, 48000, 32000, 0)
_DEEP = 4 * 1024 * 1024


def milliseconds(file: IO[bytes], size: int, kind: str) -> int | None:
    """The length of the file of this media type; it is put back to its start."""
    readers = {
        "video/mp4": _mp4,
        "audio/mp4": _mp4,
        "video/webm": _webm,
        "audio/webm": _webm,
        "audio/wav": _wav,
        "audio/mpeg": _mp3,
        "audio/ogg": _ogg,
    }
    reader = readers.get(kind)
    file.seek(0)
    try:
        found = reader(file, size) if reader else None
    except (struct.error, IndexError, ValueError, ZeroDivisionError):
        found = None
    file.seek(0)
    return found if found and 0 < found < 24 * 3600 * 1000 else None


def _mp4(file: IO[bytes], size: int) -> int | None:
    place = _box(file, 0, size, b"moov")
    inner = _box(file, place[0], place[1], b"mvhd") if place else None
    if inner is None:
        return None
    file.seek(inner[0])
    data = file.read(32)
    scale, length = struct.unpack(">IQ", data[20:32]) if data[0] == 1 else struct.unpack(">II", data[12:20])
    return int(length * 1000 // scale)


def _box(file: IO[bytes], start: int, end: int, name: bytes) -> tuple[int, int] | None:
    """Where the content of the first box of that name begins and ends."""
    at = start
    while at + 8 <= end:
        file.seek(at)
        head = file.read(16)
        if len(head) < 8:
            return None
        length, body = struct.unpack(">I", head[:4])[0], at + 8
        if length == 1:
            length, body = struct.unpack(">Q", head[8:16])[0], at + 16
        elif length == 0:
            length = end - at
        if length < 8:
            return None
        if head[4:8] == name:
            return body, min(at + length, end)
        at += length
    return None


def _webm(file: IO[bytes], size: int) -> int | None:
    """The Duration element of Segment > Info, in units of TimestampScale nanoseconds."""
    data = file.read(min(size, _DEEP))
    info = data.find(b"\x15\x49\xa9\x66")
    if info < 0:
        return None
    at = data.find(b"\x44\x89", info, info + 1024)
    if at < 0:
        return None
    length = data[at + 2] & 0x7F
    value = struct.unpack(">d" if length == 8 else ">f", data[at + 3 : at + 3 + length])[0]
    scale_at = data.find(b"\x2a\xd7\xb1", info, info + 1024)
    scale = 1_000_000
    if scale_at >= 0:
        width = data[scale_at + 3] & 0x7F
        scale = int.from_bytes(data[scale_at + 4 : scale_at + 4 + width], "big")
    return int(value * scale / 1_000_000)


def _wav(file: IO[bytes], size: int) -> int | None:
    data = file.read(64)
    rate = struct.unpack("<I", data[28:32])[0]
    return (size - 44) * 1000 // rate


def _mp3(file: IO[bytes], size: int) -> int | None:
    head = file.read(10)
    skip = 0
    if head[:3] == b"ID3":
        skip = 10 + ((head[6] & 127) << 21 | (head[7] & 127) << 14 | (head[8] & 127) << 7 | head[9] & 127)
    file.seek(skip)
    data = file.read(256)
    if data[0] != 0xFF or data[1] & 0xFE != 0xFA:  # MPEG-1 layer III alone; others need their length typed
        return None
    kbit, hertz = _MP3_RATES[data[2] >> 4], _MP3_HERTZ[data[2] >> 2 & 3]
    for mark in (b"Xing", b"Info"):
        at = data.find(mark)
        if at >= 0 and data[at + 7] & 1:
            return int.from_bytes(data[at + 8 : at + 12], "big") * 1152 * 1000 // hertz
    return (size - skip) * 8 // kbit


def _ogg(file: IO[bytes], size: int) -> int | None:
    head = file.read(64)
    hertz = 48000 if b"OpusHead" in head else struct.unpack("<I", head[40:44])[0]
    file.seek(max(0, size - 65536))
    tail = file.read()
    at = tail.rfind(b"OggS")
    return int.from_bytes(tail[at + 6 : at + 14], "little") * 1000 // hertz if at >= 0 else None
