"""Spoiling files (变异), by a seed: bytes flipped, cut out, doubled, moved, replaced by what parsers stumble over. Pure."""

import io
import random
import zipfile
from collections.abc import Callable, Sequence

WORDS = (
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3\x28", b"\xed\xa0\x80", "＝".encode(), "\u202e".encode(), "\u2028".encode()),
    *(b"-1", b"0", b"1e999", b"99999999999999999999", b"NaN", b"%n%s", b"=cmd|' /C calc'!A0", b"../../etc/passwd"),
    *(b"<![CDATA[", b"]]>", b"<!--", b"&amp;", b"&#0;", b"&x;", b'<!DOCTYPE a SYSTEM "file:///etc/passwd">', b"</", b'"', b"'"),
    *(b"{", b"}", b"=", b"~", b"#", b"\\", b"-->", b"99:59:59.999", b"\r", b"\n\n", b",,,,", b"\t", b"<a>" * 200, b"(" * 200),
)
LONGEST = 1024 * 1024


def spoilt(data: bytes, chance: random.Random, others: Sequence[bytes] = ()) -> bytes:
    """`data` with one to eight faults; one in four archives is spoilt within, so that it still opens."""
    if data[:2] == b"PK" and chance.random() < 0.75:
        return _within(data, chance)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        data = chance.choice(_FAULTS)(data, chance, others)[:LONGEST]
    return data


def _place(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randint(0, len(data))
    return start, min(len(data), start + chance.choice((1, 2, 4, 16, 64, 512)))


def _flipped(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    start, end = _place(data, chance)
    return data[:start] + bytes(byte ^ (1 << chance.randrange(8)) for byte in data[start:end]) + data[end:]


def _without(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    start, end = _place(data, chance)
    return data[:start] + data[end:]


def _doubled(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    start, end = _place(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 2, 50)) + data[end:]


def _moved(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    start, end = _place(data, chance)
    rest = data[:start] + data[end:]
    at = chance.randint(0, len(rest))
    return rest[:at] + data[start:end] + rest[at:]


def _with_word(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    start, end = _place(data, chance)
    return data[:start] + chance.choice(WORDS) + data[chance.choice((start, end)) :]


def _cut(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    return data[: chance.randint(0, len(data))]


def _spliced(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    """The beginning of one file and the end of another."""
    other = chance.choice(others) if others else data
    return data[: chance.randint(0, len(data))] + other[chance.randint(0, len(other)) :]


_FAULTS: tuple[Callable[[bytes, random.Random, Sequence[bytes]], bytes], ...] = (
    *(_flipped, _without, _doubled, _moved, _with_word, _with_word, _cut, _spliced),
)


def _within(data: bytes, chance: random.Random) -> bytes:
    """The archive with one of its files spoilt, lost or doubled."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = [(info.filename, archive.read(info)) for info in archive.infolist()]
    at = chance.randrange(len(files))
    name, content = files[at]
    files[at] = name, spoilt(content, chance, [other for _, other in files])
    if chance.random() < 0.1:
        files.pop(chance.randrange(len(files)))
    if chance.random() < 0.1:
        files.append((chance.choice(("../" + name, name + "\x01", name.upper())), content))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for each, its in files:
            made.writestr(each, its)
    return out.getvalue()
