"""Chinese numerals as statutes count their articles: 第一条 … 第九十九条."""

_DIGITS = "零一二三四五六七八九"


def in_chinese(number: int) -> str:
    """A number from 1 to 99 in Chinese.

    >>> [in_chinese(n) for n in (1, 10, 11, 20, 30, 99)]
    ['一', '十', '十一', '二十', '三十', '九十九']
    """
    if not 1 <= number <= 99:
        raise ValueError(f"no statute here counts to {number}")
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")


def from_chinese(text: str) -> int | None:
    """The number that `text` writes (1 to 99), or None.

    >>> [from_chinese(t) for t in ("九", "十", "十二", "二十", "三十", "十十", "万")]
    [9, 10, 12, 20, 30, None, None]
    """
    return _NUMBERS.get(text)


_NUMBERS = {in_chinese(number): number for number in range(1, 100)}
