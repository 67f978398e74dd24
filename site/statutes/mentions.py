"""Finding where a text cites the Regulation (条例), in the ways people write it.

Chinese: 条例第九条, 《珠海经济特区质量创新发展条例》第八条、第九条第二款, 条例第二十七至二十九条, 条例 1-7, 30.
English: the Regulation, art. 9(2); arts. 8 and 9 of the Regulation.
Another law's articles are left alone: 认证认可条例 2, 《医疗器械监督管理条例》第九条.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from statutes.numerals import from_chinese

LAST_ARTICLE = 30  # a higher number can only belong to another law


@dataclass(frozen=True)
class Mention:
    """`text[start:end]` speaks of this article."""

    start: int
    end: int
    article: int


_N = r"(?:[一二三四五六七八九十]{1,4}|\d{1,2})"
_PART = rf"(?:第?[（(]?{_N}[）)]?[款项項]|[（(]第?{_N}[款项項]?[）)])*"
_AND = r"\s*(?:[、，,]|和|及|与|與|以及|至|到|[-–—~～])\s*"
# A bare 条例 is ours only where no other law's name runs into it.
_LEAD = re.compile(
    r"《(?:珠海经济特区质量创新发展|珠海經濟特區質量創新發展)?[条條]例》"
    r"|(?:珠海经济特区质量创新发展|珠海經濟特區質量創新發展)[条條]例"
    r"|(?:(?<![\u4e00-\u9fff])|(?<=[本按照据據依由与與和及在对對从從见見该該查]))[条條]例"
)
_LIST = re.compile(rf"第{_N}(?:[条條]{_PART})?(?:{_AND}第?{_N}(?:[条條]{_PART})?)*")
_SHORT = re.compile(
    r"\s?(?:arts?\.\s?)?\d{1,2}(?:\(\d{1,2}\))*(?:\s*[,，、–-]\s*\d{1,2}(?:\(\d{1,2}\))*)*(?![\d.%]|\s*[年月日号个人条條项項款次课])"
)
_ITEM = re.compile(rf"第?({_N})([条條]{_PART}|(?:\(\d{{1,2}}\))*)")
_NUMBERS = r"\d{1,2}(?:\(\d{1,2}\))*(?:(?:,|\s*–|\s*-|,?\s+and|,?\s+to)\s*\d{1,2}(?:\(\d{1,2}\))*)*"
_ENGLISH = re.compile(
    r"(?:[Tt]he Regulation|Regulation on Quality Innovation and Development),?\s+"
    rf"(?:arts?\.|[Aa]rticles?)\s+({_NUMBERS})(?![\d.%]\d)"
    rf"|\b(?:[Aa]rts?\.|[Aa]rticles?)\s+({_NUMBERS})\s+of the Regulation\b"
)
_ENGLISH_ITEM = re.compile(r"(\d{1,2})(?:\(\d{1,2}\))*")
_OPENING = re.compile(rf"\W*(?:第({_N})[条條]|Article\s+(\d{{1,2}})\b)")


def mentions(text: str) -> list[Mention]:
    """Every article of the Regulation that `text` cites, in order of place.

    >>> [m.article for m in mentions("条例第九条、第二十七条；认证认可条例 2；条例 1-7, 30")]
    [9, 27, 1, 7, 30]
    >>> [m.article for m in mentions("the Regulation, arts. 8(6) and 9; art. 26 of the Regulation; art. 9 of that law")]
    [8, 9, 26]
    """
    return sorted([*_chinese(text), *_english(text)], key=lambda mention: mention.start)


def cited(text: str) -> list[int]:
    """The articles a list such as "条例 8(6), 9" names, a range with everything between its ends.

    >>> cited("条例 1-3, 30"), cited("产品质量法 12")
    ([1, 2, 3, 30], [])
    """
    found = mentions(text)
    numbers: list[int] = []
    for before, here in zip([None, *found], found, strict=False):
        between = text[before.end : here.start].strip() if before else ""
        first = before.article + 1 if before and between in {"-", "–", "—", "~", "至", "到"} else here.article
        numbers += range(first, here.article + 1) if first <= here.article else [here.article]
    return list(dict.fromkeys(numbers))


def opening(text: str) -> int | None:
    """The article a quotation begins with: 第九条第二款 …, Article 9(2) …

    >>> opening("**第九条第二款** 首席质量官负责"), opening("Article 26 The education"), opening("企业应当")
    (9, 26, None)
    """
    match = _OPENING.match(text)
    return _number(match[1] or match[2]) if match else None


def _number(written: str) -> int | None:
    number = int(written) if written.isdecimal() else from_chinese(written)
    return number if number is not None and 1 <= number <= LAST_ARTICLE else None


def _chinese(text: str) -> Iterator[Mention]:
    for lead in _LEAD.finditer(text):
        listed = _LIST.match(text, lead.end())
        short = None if listed else _SHORT.match(text, lead.end())
        match = listed or short
        if match is None:
            continue
        items = list(_ITEM.finditer(text, match.start(), match.end()))
        while listed and items and not items[-1][2]:  # 第九条、第二款: the last number is no article's
            items.pop()
        yield from _told(items, lead.start())


def _english(text: str) -> Iterator[Mention]:
    for match in _ENGLISH.finditer(text):
        group = 1 if match[1] else 2
        yield from _told(list(_ENGLISH_ITEM.finditer(text, match.start(group), match.end(group))), match.start())


def _told(items: list[re.Match[str]], start: int) -> Iterator[Mention]:
    """The first mention takes the statute's name along; a number that cannot be ours ends the list."""
    for item in items:
        number = _number(item[1])
        if number is None:
            return
        yield Mention(start if item is items[0] else item.start(), item.end(), number)
