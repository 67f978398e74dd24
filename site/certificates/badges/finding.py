"""Finding the token in a file that anyone may have sent (取出徽章凭证): PNG, SVG, JSON or the token itself.

A stranger's file: nothing in it is drawn, run, fetched or unpacked. A PNG is walked from chunk to chunk without looking at
its pixels; an SVG is read as a stream of tags, without document type, entities or outside references, and left as soon as
the one element is found. Pure rules.
"""

import json
import re
import struct
import zlib
from enum import StrEnum
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from certificates.badges.baking import KEYWORD, NAMESPACE, PNG

# The largest file taken in: our own pictures have a tenth of it, and a photograph is no badge.
LARGEST = 1024 * 1024
_LONGEST_TOKEN = 32 * 1024
_TOKEN = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_ENVELOPE = "data:application/vc+jwt,"


class Problem(StrEnum):
    """Why there is nothing to check."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    BROKEN = "broken"
    NOTHING_INSIDE = "nothing-inside"
    UNSIGNED = "unsigned"
    COMPRESSED = "compressed"
    UNKNOWN = "unknown"


class NoToken(Exception):
    """The file holds no token; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


def token_in(data: bytes) -> str:
    """The token that a file carries. Raises NoToken."""
    if not data.strip():
        raise NoToken(Problem.EMPTY)
    if len(data) > LARGEST:
        raise NoToken(Problem.TOO_LARGE)
    if data.startswith(PNG):
        return _token(_in_png(data))
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        return _token(_in_svg(data))
    return _token(_in_json(data) if start.startswith(b"{") else _text(data))


def _in_png(data: bytes) -> str:
    at = len(PNG)
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        if kind == b"iTXt" and body.startswith(KEYWORD + b"\0"):
            checksum = data[at + 8 + length : at + 12 + length]
            if len(checksum) < 4 or zlib.crc32(kind + body) != int.from_bytes(checksum):
                raise NoToken(Problem.BROKEN)
            return _in_chunk(body[len(KEYWORD) + 1 :])
        at += 12 + length
    raise NoToken(Problem.NOTHING_INSIDE)


def _in_chunk(body: bytes) -> str:
    """Flag, method, language and translated keyword, then the text. Compressed text is against the format: not unpacked."""
    if body[:1] != b"\0":
        raise NoToken(Problem.COMPRESSED)
    parts = body[2:].split(b"\0", 2)
    if len(parts) < 3:
        raise NoToken(Problem.BROKEN)
    return _text(parts[2])


class _Found(Exception):
    """The element was met: the rest of the picture is of no interest."""


class _Looker:
    """Sees the tags of an SVG go by and keeps nothing."""

    token = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == f"{{{NAMESPACE}}}credential":
            self.token = attributes.get("verify", "")
            raise _Found

    def end(self, tag: str) -> None:
        """Nothing to do when a tag closes."""

    def data(self, text: str) -> None:
        """Nor with the text in it."""

    def close(self) -> None:
        """Nothing was built."""


def _in_svg(data: bytes) -> str:
    looker = _Looker()
    parser = DefusedXMLParser(target=looker, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(data)
        parser.close()
    except _Found:
        if not looker.token:
            raise NoToken(Problem.UNSIGNED) from None
        return looker.token
    except (ParseError, DefusedXmlException, ValueError, LookupError) as problem:
        raise NoToken(Problem.BROKEN) from problem
    raise NoToken(Problem.NOTHING_INSIDE)


def _in_json(data: bytes) -> str:
    try:
        told: Any = json.loads(data)
    except (ValueError, RecursionError) as problem:
        raise NoToken(Problem.BROKEN) from problem
    address = told.get("id") if isinstance(told, dict) else None
    if isinstance(address, str) and address.startswith(_ENVELOPE):
        return address.removeprefix(_ENVELOPE)
    raise NoToken(Problem.UNSIGNED if "@context" in told else Problem.UNKNOWN)


def _text(data: bytes) -> str:
    try:
        return data.decode("ascii").strip()
    except UnicodeDecodeError as problem:
        raise NoToken(Problem.UNKNOWN) from problem


def _token(text: str) -> str:
    """The text, if it has the shape of a signed token at all."""
    if len(text) > _LONGEST_TOKEN or not _TOKEN.fullmatch(text):
        raise NoToken(Problem.UNKNOWN)
    return text
