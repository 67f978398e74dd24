"""The code on the screen (动态二维码): another one every twenty seconds, good for two of them, for one meeting. No framework.

A code is the number of its step and a signature over it. So a code that was photographed is told from one that was forged,
and neither needs a row in the database.
"""

import base64
import hashlib
import hmac
from typing import Literal

SECONDS = 20
# The present code and the one before: who has just scanned is not refused because the picture changed.
GOOD_FOR = 2
Verdict = Literal["good", "stale", "foreign"]


def step_at(moment: float) -> int:
    """Which code is shown at a moment (seconds since 1970)."""
    return int(moment // SECONDS)


def seconds_left(moment: float) -> int:
    """Until the next code; at least one.

    >>> seconds_left(19.5), seconds_left(20.0)
    (1, 20)
    """
    return max(1, SECONDS - int(moment % SECONDS))


def code(key: bytes, step: int) -> str:
    """The code of a step. The key is the meeting's own.

    >>> code(b"one", 5) == code(b"one", 5), code(b"one", 5) == code(b"two", 5)
    (True, False)
    """
    return f"{step:x}.{_signature(key, step)}"


def judged(key: bytes, text: str, moment: float) -> Verdict:
    """What a code is worth at a moment.

    >>> shown = code(b"one", step_at(1000.0))
    >>> [judged(b"one", shown, moment) for moment in (1000.0, 1039.0, 1060.0)], judged(b"two", shown, 1000.0)
    (['good', 'good', 'stale'], 'foreign')
    >>> judged(b"one", "no code", 0.0), judged(b"one", code(b"one", 99), 20.0)
    ('foreign', 'foreign')
    """
    number, _dot, signature = text.partition(".")
    step = _read(number)
    if step is None or not hmac.compare_digest(signature.encode(), _signature(key, step).encode()):
        return "foreign"
    age = step_at(moment) - step
    if age < -1:  # a clock of another machine may be a moment ahead
        return "foreign"
    return "good" if age < GOOD_FOR else "stale"


def _read(number: str) -> int | None:
    try:
        return int(number, 16) if number.isascii() and number.isalnum() and len(number) < 12 else None
    except ValueError:
        return None


def _signature(key: bytes, step: int) -> str:
    digest = hmac.new(key, str(step).encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:10]).decode()
