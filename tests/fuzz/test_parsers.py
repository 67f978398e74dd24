"""U09: whatever a file holds, its reader answers or refuses it: no other error, no hang, no memory without end.

Each reader gets so many spoilt files of one seed. HAIZHUN_FUZZ_SECONDS=600 makes it a night's work: other seeds for as long.
"""

import os
import random
import resource
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.fuzz.mutating import spoilt
from tests.fuzz.parsers import PARSERS, Parser

SECONDS = float(os.environ.get("HAIZHUN_FUZZ_SECONDS", "0"))
FILES = 300
# Two seconds are the rule of a night's run on an idle machine; what is shared with others gets more before it counts as a hang.
LONGEST = 2 if SECONDS else 30
MOST_MEMORY = 300 * 1024 * 1024


class Hung(BaseException):
    """Nobody's `except Exception` takes it for an answer."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Hung after so many seconds."""

    def ring(signum: int, frame: Any) -> None:
        raise Hung

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def fault(parser: Parser, data: bytes, longest: float = LONGEST) -> str:
    """What is wrong with how the reader takes this; "" when nothing is."""
    try:
        with within(longest):
            parser.read(data)
    except parser.may_raise:
        return ""
    except Hung:
        return f"hung for {longest} s"
    except Exception as reason:
        return f"{type(reason).__name__}: {str(reason)[:200]}"
    return ""


def spoils(parser: Parser) -> Iterator[tuple[int, bytes]]:
    """Files in their order, by seed; without end at night."""
    seed, end = 1, time.monotonic() + SECONDS
    if SECONDS:
        seed = random.SystemRandom().randrange(2**31)
    for number in range(seed, seed + (2**31 if SECONDS else FILES)):
        if SECONDS and time.monotonic() > end:
            return
        chance = random.Random(number)
        yield number, spoilt(chance.choice(parser.begins), chance, parser.begins)


def memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@pytest.mark.parametrize("name", PARSERS)
def test_u09_a_spoilt_file_is_read_or_refused(name: str) -> None:
    parser = PARSERS[name]
    for begin in parser.begins:
        assert fault(parser, begin) == "", "not even the whole file is read"
    before = memory()
    faults = {f"seed {number}: {data[:400]!r}": said for number, data in spoils(parser) if (said := fault(parser, data))}
    assert faults == {}
    assert memory() - before < MOST_MEMORY


def _always(error: Callable[[], BaseException]) -> Callable[[bytes], Any]:
    def read(data: bytes) -> Any:
        raise error()

    return read


def _without_end(data: bytes) -> Any:
    while data is not None:
        pass


def test_control_another_error_and_a_hang_are_seen() -> None:
    assert fault(Parser(_always(lambda: KeyError("x")), [b""], (ValueError,)), b"") == "KeyError: 'x'"
    assert fault(Parser(_always(lambda: ValueError("x")), [b""], (ValueError,)), b"") == ""
    assert fault(Parser(_without_end, [b""]), b"", longest=0.2) == "hung for 0.2 s"
