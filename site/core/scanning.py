"""Scanning for malware (查毒): one question to whatever scanner the operator runs. Without one nothing is asked, nothing found.

`MALWARE_SCANNER` names it: `clamd://host:3310` or `clamd:///run/clamav/clamd.ctl`. A scanner that does not answer is away, which
is neither clean nor infected: who asks keeps the file back and asks again.
"""

import socket
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_PATIENCE, _PIECE, _LONGEST_ANSWER = 20.0, 64 * 1024, 4096


class ScannerAway(Exception):
    """It did not answer, or with what is no answer."""


class Scanner(Protocol):
    def scan(self, content: bytes) -> str:
        """What was found; empty: nothing. Raises ScannerAway."""


class Nothing:
    """No scanner: the site says so to the operator (docs/running/files.md), and files are judged by their form alone."""

    def scan(self, content: bytes) -> str:
        return ""


@dataclass(frozen=True)
class Clamd:
    """ClamAV's daemon over its socket: INSTREAM sends the bytes themselves, so it needs no access to our files."""

    host: str
    port: int = 3310
    path: str = ""

    def scan(self, content: bytes) -> str:
        try:
            with self._connected() as line:
                line.sendall(b"zINSTREAM\0")
                for start in range(0, len(content), _PIECE):
                    piece = content[start : start + _PIECE]
                    line.sendall(len(piece).to_bytes(4, "big") + piece)
                line.sendall(bytes(4))
                answer = _answer(line)
        except OSError as fault:
            raise ScannerAway(str(fault)) from fault
        if answer == "stream: OK":
            return ""
        if answer.startswith("stream: ") and answer.endswith(" FOUND"):
            return answer.removeprefix("stream: ").removesuffix(" FOUND")
        raise ScannerAway(answer[:200] or "no answer")

    def _connected(self) -> socket.socket:
        if not self.path:
            return socket.create_connection((self.host, self.port), timeout=_PATIENCE)
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(_PATIENCE)
        line.connect(self.path)
        return line


def _answer(line: socket.socket) -> str:
    told = b""
    while b"\0" not in told and len(told) < _LONGEST_ANSWER and (piece := line.recv(_LONGEST_ANSWER)):
        told += piece
    return told.partition(b"\0")[0].decode("utf-8", "replace").strip()


def is_set() -> bool:
    return bool(settings.MALWARE_SCANNER)


def scanner() -> Scanner:
    """The one the operator named."""
    if not is_set():
        return Nothing()
    parts = urlsplit(settings.MALWARE_SCANNER)
    if parts.scheme != "clamd" or not (parts.hostname or parts.path):
        raise ImproperlyConfigured("HAIZHUN_MALWARE_SCANNER is clamd://host:port or clamd:///path/to/socket.")
    return Clamd(parts.hostname or "", parts.port or 3310, "" if parts.hostname else parts.path)
