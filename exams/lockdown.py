"""The lock-down browser (Safe Exam Browser), where a sitting asks for it: a deterrent, never a proof.

SEB sends, with each request, the SHA-256 of the address and its Config Key; whoever knows the key can send the same from
elsewhere. So a right header says little, a wrong one only that this is not the browser that was asked for.
"""

import hashlib
import hmac

HEADER = "X-SafeExamBrowser-ConfigKeyHash"


def expected(url: str, config_key: str) -> str:
    """What SEB sends for this address.

    >>> expected("https://example.org/exams/#part", "ab" * 32) == expected("https://example.org/exams/", "AB" * 32)
    True
    """
    return hashlib.sha256((url.partition("#")[0] + config_key.lower()).encode()).hexdigest()


def is_sent(header: str, url: str, config_key: str) -> bool:
    """Whether the header is the one expected; compared in constant time."""
    return hmac.compare_digest(header.lower().encode(), expected(url, config_key).encode())
