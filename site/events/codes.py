"""The code by which somebody is let in (签到码): eight signs that are hard to confuse, typed in any case. Pure rules."""

import secrets
import unicodedata

# As in certificate numbers: no 0 O 1 I L U.
SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8


def new_code() -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def shown(code: str) -> str:
    """As printed: in two fours.

    >>> shown("K7M49XQ2")
    'K7M4-9XQ2'
    """
    return f"{code[:4]}-{code[4:]}"


def typed(text: str) -> str:
    """As kept, whatever the width, the case and the gaps of what was typed.

    >>> typed(" k7m4－9xq2 "), typed("")
    ('K7M49XQ2', '')
    """
    folded = unicodedata.normalize("NFKC", text[:40]).upper()
    return "".join(sign for sign in folded if sign in SIGNS)
