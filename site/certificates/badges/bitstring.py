"""A status list as bits (W3C Bitstring Status List v1.0): one bit for each credential, at a place drawn at random.

Random, because a running number would tell in what order people were certified, and a verifier that fetches one list for
131,072 credentials does not tell us which it looks at. Pure rules: docs/algorithms/badges.md.
"""

import base64
import gzip
import secrets
from collections.abc import Iterable

# The least the specification allows: fewer would let a list be told apart by who is on it.
SIZE = 131_072


def draw() -> int:
    """A place on a list; whether it is taken only the register knows."""
    return secrets.randbelow(SIZE)


def encode(set_places: Iterable[int]) -> str:
    """The list with these bits set. The same bits are the same text on any day (no time in the gzip header).

    >>> encode([]).startswith("uH4sIAAAAAAAC"), encode([5, 3]) == encode([3, 5])
    (True, True)
    """
    bits = bytearray(SIZE // 8)
    for place in set_places:
        bits[place >> 3] |= 0x80 >> (place & 7)
    packed = bytearray(gzip.compress(bytes(bits), compresslevel=9, mtime=0))
    packed[9] = 0xFF  # which system packed it is nobody's concern and differs between versions of Python
    return "u" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode()
