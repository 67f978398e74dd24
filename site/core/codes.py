"""Codes that people read aloud, copy and type (码): which signs they are made of, drawing one, printing it, reading it back.

Every room draws its codes here: class, join and check-in codes, admission numbers, the codes of papers, the random part of
certificate numbers. What is drawn cannot be guessed. Pure rules.
"""

import secrets
import unicodedata
from collections.abc import Callable, Sequence

# Thirty signs that nobody confuses: no 0 O, no 1 I L, no U. Each carries 4.9 bits.
# Codes of six, eight and ten signs that were drawn before November 2026 may hold an L or a U; they are read back all the same.
SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
# Longer input is no code; cutting it early keeps a hostile paste from costing anything.
LONGEST_INPUT = 60


def drawn(length: int, choose: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """A new code.

    >>> len(drawn(8)), set(drawn(8)) <= set(SIGNS)
    (8, True)
    """
    return "".join(choose(SIGNS) for _sign in range(length))


def grouped(code: str) -> str:
    """As printed: in fours.

    >>> grouped("K7M49XQ2"), grouped("7K4M9XQ2H9ZC")
    ('K7M4-9XQ2', '7K4M-9XQ2-H9ZC')
    """
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def typed(text: str) -> str:
    """The letters and figures of what was typed or pasted, whatever its width, its case and its gaps.

    >>> typed(" k7m4－9xq2 "), typed("ｃｑｏ－26 7k4m‐9xq2"), typed("证书")
    ('K7M49XQ2', 'CQO267K4M9XQ2', '')
    """
    folded = unicodedata.normalize("NFKC", text[:LONGEST_INPUT]).upper()
    return "".join(sign for sign in folded if sign.isascii() and sign.isalnum())


def paper_code() -> str:
    """`7K4M-9XQ2-H9ZC`: by it anybody checks a paper; 58 bits, so that nobody can list whose papers there are."""
    return grouped(drawn(12))


def paper_code_typed(text: str) -> str:
    """The code of a paper as it is kept.

    >>> paper_code_typed("7k4m9xq2 h9zc")
    '7K4M-9XQ2-H9ZC'
    """
    return grouped(typed(text))
