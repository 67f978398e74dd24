"""Simplified Chinese in Hong Kong's and Macao's Traditional characters, with the glossary's terms and 「」 for “”.

OpenCC reads the longest word it knows from wherever it stands, without asking where a word ends: 换|发 is taken for 发 the
hair, 名单|只 for a thing one counts. `_MISREAD` sets right what it misreads in words as we use them.
"""

import csv
import re
from functools import cache

from django.conf import settings
from opencc import OpenCC

# An apostrophe alone is no quotation mark.
_INNER = re.compile("‘([^‘’]*)’")
_QUOTES = str.maketrans("“”", "「」")

# Where one Simplified character stands for several: what must not stand, and what does instead.
_MISREAD = [
    (re.compile(pattern), right)
    for pattern, right in (
        ("(?<![皇太王])后", "後"),
        ("(?<![理毛頭])髮|(?<=頭)髮(?=[熱燙現出生給])", "發"),
        ("(?<=發)布", "佈"),
        ("麪(?![粉包條食團筋])", "面"),
        ("(?<=[聲寫說説表證註標指講]明)瞭", "了"),
        ("幷|併(?=發(?!症))|併(?=兼)|(?<!合)併(?=為)|(?<![合兼吞])併(?=到)", "並"),
        (r"(?<![一二兩三四五六七八九十百千萬幾每數半整\d])隻|(?<=最多)隻", "只"),
        ("(?<=[一而]是)隻", "只"),
        ("(?<=復)制|(?<=重新)制(?=作)", "製"),
        ("復(?=製)", "複"),
        ("迴(?=[音流])", "回"),
        ("繫(?=統)|(?<=關)係(?=統)", "系"),
        (r"(?<![公英海鄰故千萬百十\d])里(?![程弄氏])", "裏"),
        ("枱(?=秤)|臺", "台"),
        (r"周(?=排查|檢查|報|期|內|數據|末|月|調度)|(?<=第\d)周|(?<=哪)周", "週"),
        ("週(?=歲)", "周"),
        ("捲(?=上)", "卷"),
        ("注(?=[銷冊]|日期)", "註"),
        ("(?<![風精神興喝])采", "採"),
        ("蔘", "參"),
        ("匯(?=總)", "彙"),
        ("(?<=題)[乾干]", "幹"),
        ("(?<![委推拜信囑付])託(?![管付運兒])", "托"),
        ("衝(?=[回抵])", "沖"),
        ("遊(?=標)", "游"),
        ("(?<=[獲批核])準(?!確)|準(?=考|許|予)", "准"),
        ("(?<=不)準(?=在)", "准"),
        ("(?<=書)籤(?=[名署發])|(?<![標書抽封浮])籤(?!條)", "簽"),
    )
]


@cache
def _converter() -> OpenCC:
    """Loading its tables takes 50 ms: once per process."""
    return OpenCC("s2hk")


def _converted(text: str) -> str:
    result: str = _converter().convert(text)
    for pattern, right in _MISREAD:
        result = pattern.sub(right, result)
    return result


@cache
def _terms() -> list[tuple[str, str]]:
    """The glossary's own Traditional terms where they differ from a character-by-character reading."""
    with (settings.CONTENT_DIR / "glossary.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["zh_hans"], row["zh_hant_hk"]) for row in csv.DictReader(file)]
    return sorted(((_converted(a), b) for a, b in rows if _converted(a) != b), key=lambda pair: -len(pair[0]))


def traditional(text: str) -> str:
    """The same words in Traditional characters."""
    result = _converted(text)
    for plain, term in _terms():
        result = result.replace(plain, term)
    return _INNER.sub(r"『\1』", result).translate(_QUOTES)
