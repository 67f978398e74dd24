"""Turns of phrase that spoil a question (命题用语): choices that speak of the others, negations nobody sees. Pure."""

import re
from dataclasses import dataclass

from core.text import fold

_CATCH_ALL = re.compile(
    r"^(?:以上|上述|前述|前面|(?:[a-h][、,和]?)+)(?:各项|各選項|选项|選項|说法|說法|几项|三项|都|均|全部?|皆)*"
    r"(?:都|均|全|皆|不|非|无|没有|無|沒有).{0,6}$"
    r"|^(?:all|none|neither|both|any) of the (?:above|others|choices).*$"
)
_ASKS_FOR_WRONG = re.compile(
    r"不(?:正确|正確|属于|屬於|包括|符合|恰当|恰當|应当|應當|应|應|是|宜|需要|得)|错误的|錯誤的|有误|有誤|除外|\bnot\b|\bexcept\b|\bincorrect\b"
)
_DOUBLE = re.compile(
    r"(?:并非|並非|不是|没有|沒有)[^，。；？,;?]{0,8}[不无無非]|不[能得可会會][^，。；？,;?]{0,4}不|不[^，。；？,;?]{1,8}不(?:正确|正確|属于|屬於|包括|符合)"
    r"|\bnot\b[^,;.?]{0,30}\b(?:not|un\w+|incorrect)\b"
)
_MARKED = re.compile(r"\*\*.+?\*\*")


@dataclass(frozen=True)
class Negations:
    """The words that deny twice, and those that ask for the wrong choice without standing out."""

    doubled: str = ""
    unmarked: str = ""


def is_catch_all(choice: str) -> bool:
    """Whether a choice speaks of the others, so that it must keep its place at the end.

    >>> [is_catch_all(text) for text in ("以上都对", "上述说法均不正确", "A和B都对", "None of the above", "以上级文件为准")]
    [True, True, True, True, False]
    """
    return bool(_CATCH_ALL.match(fold(choice)))


def negations(stem: str) -> Negations:
    """What a hurried reader would miss in a stem; words in **bold** stand out.

    >>> negations("下列说法不正确的是"), negations("下列说法**不正确**的是")
    (Negations(doubled='', unmarked='不正确'), Negations(doubled='', unmarked=''))
    >>> negations("企业不能不做的是哪一项").doubled
    '不能不'
    """
    doubled = _DOUBLE.search(stem)
    last = stem.rpartition("\n")[2]
    asks = _ASKS_FOR_WRONG.search(_MARKED.sub("", last)) if re.search(r"的[是有]|哪|[（(]\s*[)）]|which", last.lower()) else None
    return Negations(doubled[0] if doubled else "", asks[0] if asks else "")
