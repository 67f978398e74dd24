"""One number follows a request (请求编号) through the page, the jobs it leaves behind and every line of the log about either."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_WELL_FORMED = re.compile(r"[A-Za-z0-9-]{8,36}")
_number: ContextVar[str] = ContextVar("request number", default="")


def current() -> str:
    """The number of what is being done; nothing outside of a request and its jobs."""
    return _number.get()


def accepted(given: str) -> str:
    """A number from outside, if it is one; otherwise a new one.

    >>> accepted("4bf92f3577b34da6"), len(accepted("an injected\\nline"))
    ('4bf92f3577b34da6', 16)
    """
    return given if _WELL_FORMED.fullmatch(given) else secrets.token_hex(8)


@contextmanager
def following(number: str) -> Iterator[None]:
    """Within the block this is the number."""
    token = _number.set(number)
    try:
        yield
    finally:
        _number.reset(token)
