"""The unified social credit code (统一社会信用代码) of GB 32100-2015: eighteen signs, the last of which checks the others.

Pure: it knows no framework. A code says who registered a body, of what kind it is, where, and its organisation code; this
module tells whether a code can be one, and if not, why. Whether such a body exists only its register can tell.
"""

import unicodedata
from dataclasses import dataclass
from typing import Literal

# No I, O, S, V, Z: they look too much like 1, 0, 5, U, 2.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))

Fault = Literal["empty", "length", "sign", "region", "check"]


@dataclass(frozen=True)
class Verdict:
    """A code in its one form, and what is wrong with it: `at` is the place of the first bad sign, counted from one."""

    code: str
    fault: Fault | None = None
    at: int = 0
    found: str = ""
    expected: str = ""

    def __bool__(self) -> bool:
        return self.fault is None


def normal(written: str) -> str:
    """The code as it is kept: half-width capitals, no blanks, no dashes.

    >>> normal(" ９１11-0000 6000 37341l")
    '91110000600037341L'
    """
    folded = unicodedata.normalize("NFKC", written).upper()
    return "".join(sign for sign in folded if not sign.isspace() and sign not in "-–—‐\u200b\ufeff")


def check_sign(first: str) -> str:
    """The eighteenth sign for the first seventeen.

    >>> check_sign("91110000600037341")
    'L'
    """
    total = sum(ALPHABET.index(sign) * weight for sign, weight in zip(first, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def judge(written: str) -> Verdict:
    """Whether this can be a code, and if not, why.

    >>> bool(judge("91110000600037341L")), judge("91110000600037341M").fault, judge("911100006000373411").expected
    (True, 'check', 'L')
    >>> judge("9111000O600037341L").at, judge("91AB0000600037341L").fault, judge("123").fault, judge(" ").fault
    (8, 'region', 'length', 'empty')
    """
    code = normal(written)
    if not code:
        return Verdict(code, "empty")
    if len(code) != 18:
        return Verdict(code, "length", found=str(len(code)))
    for place, sign in enumerate(code, 1):
        if sign not in ALPHABET:
            return Verdict(code, "sign", place, sign)
    for place, sign in enumerate(code[2:8], 3):
        if not sign.isdigit():
            return Verdict(code, "region", place, sign)
    expected = check_sign(code[:17])
    return Verdict(code) if code[17] == expected else Verdict(code, "check", 18, code[17], expected)
