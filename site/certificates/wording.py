"""The words on a certificate (证书用语), filled in from the scheme. What they may not say: forbidden.py. Pure rules."""

from decimal import Decimal


def hours_in_words(hours: Decimal) -> str:
    """Hours without an idle decimal.

    >>> hours_in_words(Decimal("16.0")), hours_in_words(Decimal("15.5"))
    ('16', '15.5')
    """
    return f"{hours.normalize():f}"


def fill(text: str, hours: Decimal) -> str:
    """The text with the hours put in.

    >>> fill("完成{hours}学时的学习", Decimal("16.0"))
    '完成16学时的学习'
    """
    return text.replace("{hours}", hours_in_words(hours))
