"""How things are spelt in every format: blanks, letters of choices, numbers. And the reason why a question cannot be used."""

import re
from decimal import Decimal, InvalidOperation
from itertools import count, product
from string import ascii_uppercase
from unicodedata import normalize

BLANK = "____"
_BLANKS = re.compile(r"_{2,}")
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")


class Unusable(ValueError):
    """The question cannot be an item of ours; `code` says why."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def blanked(text: str) -> str:
    """Text with every blank in one form, however long it was drawn.

    >>> blanked("权力来自__，不来自________。")
    '权力来自____，不来自____。'
    """
    return _BLANKS.sub(BLANK, text)


def letters(number: int) -> list[str]:
    """The first letters: A … Z, AA …

    >>> letters(2), letters(28)[-2:]
    (['A', 'B'], ['AA', 'AB'])
    """
    found: list[str] = []
    for length in count(1):
        found += ["".join(signs) for signs in product(ascii_uppercase, repeat=length)]
        if len(found) >= number:
            break
    return found[:number]


def plain(number: Decimal) -> str:
    """A number without idle noughts.

    >>> plain(Decimal("2.50")), plain(Decimal("100"))
    ('2.5', '100')
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def number(word: str) -> str:
    """A number as a key keeps it, or Unusable.

    A comma parts thousands where three figures follow each, as in what candidates type; else it is the decimal sign.

    >>> number("1.25e2"), number("12,5"), number("1,000"), number("１２．５")
    ('125', '12.5', '1000', '12.5')
    """
    plain = normalize("NFKC", word).replace(" ", "")
    plain = plain.replace(",", "") if _THOUSANDS.fullmatch(plain) else plain.replace(",", ".")
    try:
        value = Decimal(plain)
    except InvalidOperation as fault:
        raise Unusable("not-a-number", word=word[:40]) from fault
    if not value.is_finite() or abs(value.adjusted()) > 30:
        raise Unusable("not-a-number", word=word[:40])
    return f"{value:f}"
