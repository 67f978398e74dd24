"""Blanks and signs (空格): where a language sets a blank around its signs, where none, and which signs are its own.

Chinese has full-width signs and no blank beside them, nor between a Chinese character and a letter: the browser
leaves that gap (`text-autospace`). English has a blank on both sides of a sign that joins two numbers and none behind
one that belongs to its number, none before %, and an en dash from figure to figure. Its quotation marks are curly,
its brackets square.
"""

import re
from collections.abc import Iterator
from typing import Any

from pages.linting.reading import Finding, Shipped

_UNITS = r"(?:mm|cm|km|μm|kg|mg|mL|ml|kPa|MPa|kV|kW|min|dB|Hz)"
_UNIT = re.compile(rf"(?<![A-Za-z])\d{_UNITS}(?![A-Za-z\d])")
_HYPHEN = re.compile(r"\d - \d|(?:^|[\s(|（/])-\d", re.MULTILINE)
_RULES = {
    "zh": {
        "a half-width sign": re.compile(r"(?<=[\w%)）]) ?[=<>] ?(?=[\w(√])|(?<=[\d)])[+−](?=[\d(√])"),
        # ××× stands for what a number leaves open.
        "a blank beside a sign": re.compile(r"(?<!\|) [＝＋－÷＜＞]|[＝＋－÷＜＞] | (?<!×)×(?!×)|(?<!×)×(?!×) "),
        "a blank beside letters": re.compile(
            r"[A-Za-z\u0304\u0370-\u03ff] [\u4e00-\u9fff]|[\u4e00-\u9fff] [A-Za-z\u0370-\u03ff]"
        ),
        "a blank before %": re.compile(r"\d %"),
        "a hyphen for a minus": _HYPHEN,
        "no blank before a unit": _UNIT,
    },
    "en": {
        "no blank beside a sign": re.compile(
            r"[^\s×][×÷](?!×)|(?<!×)[×÷][^\s×]|[\w)\]](?<!<)=|(?<![<>!])=\w|[\w)\]²³][+−][\w(√]|[\w)][≤≥≈]|[≤≥≈]\S|\d±\d"
        ),
        "a hyphen for a minus": _HYPHEN,
        "a letter for ×": re.compile(r"\d x \d|\d ?\* ?\d"),
        "a blank before %": re.compile(r"\d %"),
        "a hyphen for a dash": re.compile(r"[\w”\",)*] - [\w“\"(]|\)-\("),
        "a hyphen from figure to figure": re.compile(
            # Not the number of a standard, not a month or day, not a code.
            r"(?<![\w/.\-–])(?<!GB )(?<!GB/T )(?<!ISO )(?<!IEC )(?<!CAQ )(?<!xxx )"
            r"\d[\d,.:]*-(?!(?:19|20)\d\d\b)(?<!20\d\d-)\d[\d,.:]*(?![\w-])"
        ),
        "no blank before a unit": _UNIT,
        "a straight quotation mark": re.compile('"'),
        "a bracket of Chinese": re.compile("[〔〕【】]"),
        "a dash in a standard's number": re.compile(r"\d—(?:19|20)\d\d"),
    },
}
# What is written for machines: addresses, code, the head of a table; and what the law says, as it is.
_MACHINE = re.compile(
    r"^```(?!figure)[^`]*^```|^(?:centre|upper|lower|points|then|kind):.*$|`[^`]*`|\]\([^)]*\)|https?://\S+|^>.*$", re.M
)


def blanks(shipped: Shipped) -> Iterator[Finding]:
    """Of every lesson, page, question and row of the lists, in the signs of its language."""
    for place, language, words in _told(shipped):
        plain = _MACHINE.sub("", words)
        for what, wrong in _RULES[language].items():
            if hit := wrong.search(plain):
                yield Finding("blank", place, f"{what}: …{plain[max(0, hit.start() - 12) : hit.end() + 12]}…")


def _told(shipped: Shipped) -> Iterator[tuple[str, str, str]]:
    for text in shipped.texts:
        yield text.name, text.language, text.body
    rows = {f"{name}.json": shipped.rows(name) for name in _ROWS} | {"syllabus.json": shipped.syllabus["lessons"]}
    for name, told in rows.items():
        for row in told:
            for language in ("zh", "en"):
                place = f"{name} {row.get('id') or row.get('code') or row.get('article') or ''}".strip()
                yield place, language, "\n".join(_told_in(row, language))
    for item in shipped.items:
        for language in ("zh", "en"):
            yield item["id"], language, "\n".join(_strings({name: item.get(name) for name in _WORDED}, language))


_ROWS = ("articles", "cases", "policies", "awards", "bases", "events", "organisations")


def _told_in(row: dict[str, Any], language: str) -> Iterator[str]:
    """What a row says in one language: `name_zh`, `description_en`."""
    for name, value in row.items():
        if name.endswith(f"_{language}"):
            yield from map(str, value if isinstance(value, list) else [value])


_WORDED = ("stem", "choices", "left", "right", "parts", "explanation")


def _strings(value: Any, language: str) -> Iterator[str]:
    """Each line of an item in one language, a case's parts and their rubric included."""
    if isinstance(value, dict):
        if isinstance(value.get(language), str):
            yield value[language]
        for part in value.values():
            yield from _strings(part, language)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part, language)
