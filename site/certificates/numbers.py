"""Certificate numbers (证书编号): readable, unguessable, self-checking.

`CQO-26-7K4M-9XQ2-H9`: scheme, year of issue, nine random symbols, one check character. Random, because a
running number would let anyone list every holder; the nine symbols carry 44 bits. Drawn from thirty symbols
that nobody confuses (no 0 O, no 1 I L, no U). The check is ISO 7064 MOD 37,36 over the fourteen characters
before it: every single mistyped character is caught, so "mistyped" and "unknown" get different answers.

Pure rules: docs/algorithms/certificates.md.
"""

import re
import secrets
from collections.abc import Callable, Sequence

from stdnum.iso7064 import mod_37_36

from core.codes import SIGNS, drawn, typed

RANDOM_SYMBOLS = 9
# A number may come with the address that stands under it or in the code.
_ADDRESS = re.compile(r"/v/([^/?#\s]+)", re.IGNORECASE)
_SHAPE = re.compile(r"([A-Z]{3})([0-9]{2})([0-9A-Z]{4})([0-9A-Z]{4})([0-9A-Z]{2})")


def draw(scheme: str, year: int, choose: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """A new number. The check character is held to the same thirty symbols by drawing again (about 1 in 6)."""
    while True:
        body = f"{scheme}{year % 100:02d}" + drawn(RANDOM_SYMBOLS, choose)
        check = mod_37_36.calc_check_digit(body)
        if check in SIGNS:
            return hyphenated(body + check)


def blank(scheme: str, year: int) -> str:
    """Where a number will stand that is not given yet; nobody can take it for one.

    >>> blank("QSO", 2026), canonical(blank("QSO", 2026)) is None
    ('QSO-26-····-····-··', True)
    """
    return f"{scheme}-{year % 100:02d}-····-····-··"


def canonical(text: str) -> str | None:
    """The number as it is printed, or None when this cannot be one of our numbers at all.

    >>> canonical("cqo267k4m9xq2h9")
    'CQO-26-7K4M-9XQ2-H9'
    >>> canonical("https://example.org/v/QSO-26-NQ34-X4MY-3S/?from=scan")
    'QSO-26-NQ34-X4MY-3S'
    >>> canonical("HZ-2026-000128") is None
    True
    """
    address = _ADDRESS.search(text)
    bare = typed(address[1] if address else text)
    return hyphenated(bare) if _SHAPE.fullmatch(bare) else None


def hyphenated(bare: str) -> str:
    """Fifteen characters in the groups they are printed in."""
    match = _SHAPE.fullmatch(bare)
    if match is None:
        raise ValueError(bare)
    return "-".join(match.groups())


def checks_out(text: str) -> bool:
    """Whether the check character agrees. If not, the number was mistyped: it was never issued.

    >>> checks_out(draw("QSO", 2026)), checks_out("QSO-26-2222-2222-22")
    (True, False)
    """
    number = canonical(text)
    return number is not None and bool(mod_37_36.is_valid(typed(number)))
