"""The draw of prizes (抽奖): anybody can do it again. Knows no framework.

Before the contest the SHA-256 of a secret seed is published, after it the seed. Tickets stand in the order of
SHA-256(seed:ticket); the first win. Who knows the seed early gains nothing by choosing a ticket: tickets are given out.
"""

import hashlib
from collections.abc import Iterable


def commitment(seed: str) -> str:
    """What is published before.

    >>> commitment("abc")[:8]
    'ba7816bf'
    """
    return hashlib.sha256(seed.encode()).hexdigest()


def value(seed: str, ticket: str) -> str:
    """By which a ticket is ordered."""
    return hashlib.sha256(f"{seed}:{ticket}".encode()).hexdigest()


def order(seed: str, tickets: Iterable[str]) -> list[str]:
    """Every ticket in the order of the draw, however they were given.

    >>> order("s", ["A", "B", "C"]) == order("s", ["C", "A", "B", "A"])
    True
    """
    return sorted(set(tickets), key=lambda ticket: (value(seed, ticket), ticket))


def digest(tickets: Iterable[str]) -> str:
    """Of the list of tickets, a line each in the order of the alphabet."""
    return hashlib.sha256("\n".join(sorted(set(tickets))).encode()).hexdigest()
