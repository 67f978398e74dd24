"""What is wrong with a letter: read as a careful reader reads it, in the language it is written in."""

import re
from collections.abc import Iterable, Iterator

from core.traditional import traditional

_ADDRESS = re.compile(r"https?://\S+|[\w.+-]+@[\w.-]+\w|\b[0-9a-f]{64}\b|\b\d+(?:\.\d+){3}\b", re.ASCII)
_UNTOLD = re.compile(r"%\(|%[sd]\b|\{\{|\{%|\bNone\b|\bnull\b")
_CHINESE = r"[\u3400-\u9fff]"
_FULL = r"[\u3000-\u303f\uff01-\uff60]"
_HALF = re.compile(rf"{_CHINESE}[,;:?!.()]|[,;:?!()]{_CHINESE}")
# Between a day and its hour stands a blank in every language.
_BLANK = re.compile(rf"{_CHINESE} +[0-9A-Z](?!\d?:\d\d)|[0-9A-Za-z%] +{_CHINESE}")
_TWICE = {"zh": re.compile(r"[。，；：？、][。，；：？、]"), "en": re.compile(r"[.,;:][.,;:]|\s[.,;:](?=\s|$)")}
# Characters that Traditional Chinese has too, in some words.
_BOTH = "准"
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# Written as they are in every language.
_ABBREVIATIONS = re.compile(r"\b(?:CQO|QSD|QSO|PDF)\b")


def faults(text: str, language: str, names: Iterable[str] = ()) -> Iterator[str]:
    """What a reader would stumble over. `names` are people's, firms' and titles, written as their owners write them."""
    chinese = language.startswith("zh")
    plain = _ADDRESS.sub("0" if chinese else "there", text)
    for name in sorted(names, key=len, reverse=True):
        plain = plain.replace(name, "名" if chinese else "Name")
    rules = {"not filled in": _UNTOLD, "a day for machines": _ISO_DAY, "twice a sign": _TWICE[language[:2]]}
    if chinese:
        plain = _ABBREVIATIONS.sub("0", plain)
        rules |= {"English": re.compile(r"[A-Za-z]{2,}"), "half-width sign": _HALF, "blank": _BLANK}
    else:
        rules |= {"Chinese": re.compile(f"{_CHINESE}|{_FULL}")}
    for what, rule in rules.items():
        if hit := rule.search(plain):
            yield f"{what}: …{plain[max(0, hit.start() - 15) : hit.end() + 15]}…"
    if language == "zh-hant" and (left := [sign for sign in plain if sign not in _BOTH and traditional(sign) != sign]):
        yield f"Simplified: {''.join(left)[:20]}"
