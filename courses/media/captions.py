"""Captions (字幕): WebVTT or SRT read into cues, and written out as WebVTT. No framework but the reader of captions."""

import re
from dataclasses import dataclass
from html import unescape
from io import StringIO

from webvtt import WebVTT
from webvtt.errors import MalformedCaptionError, MalformedFileError

LARGEST = 1024 * 1024
_STAMP = r"(?:\d{1,3}:)?[0-5]?\d:[0-5]\d[.,]\d{3}"
_TIMING = re.compile(rf"\s*{_STAMP}\s+-->\s+{_STAMP}(?:\s.*)?")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Cue:
    """One line of a transcript: from when to when, in milliseconds, and its words."""

    start: int
    end: int
    text: str


class Faulty(ValueError):
    """A captions file cannot be used: `fault` names why, `line` where (0: the whole file)."""

    def __init__(self, fault: str, line: int = 0) -> None:
        super().__init__(fault, line)
        self.fault, self.line = fault, line


def read(content: bytes) -> list[Cue]:
    """The cues of a file, in order. UTF-8, or GB18030 as Chinese Windows writes it.

    >>> read("WEBVTT\\n\\n00:01.000 --> 00:03.500\\n质量 <b>第一</b>\\n".encode())
    [Cue(start=1000, end=3500, text='质量 第一')]
    >>> read("1\\n00:00:01,000 --> 00:00:02,000\\n质量第一\\n".encode("gb18030"))
    [Cue(start=1000, end=2000, text='质量第一')]
    """
    if len(content) > LARGEST:
        raise Faulty("too-large")
    text = _decoded(content).replace("\r\n", "\n").replace("\r", "\n")
    _look_at(text)
    is_vtt = text.startswith("WEBVTT")
    try:
        told = WebVTT.from_buffer(StringIO(text), format="vtt" if is_vtt else "srt")
    except (MalformedFileError, MalformedCaptionError) as reason:
        raise Faulty("not-captions") from reason
    cues = [Cue(_in_ms(one.start), _in_ms(one.end), " ".join(unescape(_TAG.sub("", one.text)).split())) for one in told.captions]
    cues = sorted((cue for cue in cues if cue.text), key=lambda cue: cue.start)
    if not cues:
        raise Faulty("empty")
    return cues


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Faulty("encoding")


def _look_at(text: str) -> None:
    """What the reader of captions would silently pass over: a time that is none, an end before its beginning."""
    found = False
    for number, line in enumerate(text.split("\n"), start=1):
        if "-->" not in line and not re.match(rf"\s*{_STAMP}\s*-+>?", line):
            continue
        if not _TIMING.fullmatch(line) or line.count("-->") > 1:
            raise Faulty("time", number)
        start, end = line.split("-->")
        if _in_ms(end.split()[0]) <= _in_ms(start.strip()):
            raise Faulty("backwards", number)
        found = True
    if not found:
        raise Faulty("not-captions")


def _in_ms(stamp: str) -> int:
    clock, milli = re.split(r"[.,]", stamp)
    seconds = 0
    for part in clock.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds * 1000 + int(milli)


def as_vtt(cues: list[Cue]) -> str:
    """The file a browser shows.

    >>> as_vtt([Cue(1000, 3500, "a < b")])
    'WEBVTT\\n\\n00:00:01.000 --> 00:00:03.500\\na &lt; b\\n'
    """
    parts = []
    for cue in cues:
        words = cue.text.replace("&", "&amp;").replace("<", "&lt;").replace("-->", "→")
        parts.append(f"{_stamp(cue.start)} --> {_stamp(cue.end)}\n{words}\n")
    return "WEBVTT\n\n" + "\n".join(parts)


def _stamp(ms: int) -> str:
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"


def clock(ms: int) -> str:
    """A time as readers see it.

    >>> clock(65_000), clock(3_725_000)
    ('1:05', '1:02:05')
    """
    hours, minutes, seconds = ms // 3_600_000, ms // 60_000 % 60, ms // 1000 % 60
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
