"""Citations resolve (引用): an article that the Regulation has, or a source that content/sources.json names."""

import re
from collections.abc import Iterator

from pages.linting.reading import Finding, Shipped
from statutes.mentions import cited

_ARTICLE = re.compile(r"\d+")
# Beside laws and standards an item may rest on a lesson, or on a method that its words name.
_LESSON = re.compile(r"[A-Z]{3}-\d\d(?:$|[^\d])")
_OURS = "条例"


def dangling(shipped: Shipped) -> Iterator[Finding]:
    """In the heads of all texts; and in questions wherever one cites a law by article."""
    for text in shipped.texts:
        for cite in text.head.get("cites") or ():
            yield from _resolved(shipped, text.name, str(cite))
        for number in cited(text.body):
            if not 1 <= number <= shipped.sources[_OURS]["last"]:
                yield Finding("citation", text.name, f"the Regulation has no article {number}")
    for item in shipped.items:
        if not item["source"].strip():
            yield Finding("citation", item["id"], "no source")
        for part in re.split(r"[；;]", item["source"]):
            if _named(shipped, part.strip()):
                yield from _resolved(shipped, item["id"], part.strip())
        objective = item["objective"]
        if _LESSON.match(objective + " ") and objective not in shipped.codes:
            yield Finding("citation", item["id"], f"no lesson {objective}")


def articles(shipped: Shipped) -> Iterator[Finding]:
    """Thirty articles, each with notes and a translation that says it is unofficial, and lessons that are there."""
    told = {row["article"]: row for row in shipped.articles}
    for number in range(1, shipped.sources[_OURS]["last"] + 1):
        row = told.get(number)
        if row is None or not (row["note_zh"].strip() and row["note_en"].strip() and row["translation_en"].strip()):
            yield Finding("missing", f"article {number}", "no note in both languages")
            continue
        for code in row.get("courses") or ():
            if code not in shipped.codes and code not in shipped.plans:
                yield Finding("citation", f"article {number}", f"no lesson {code}")


_QUOTE = {
    "zh": re.compile(r"^> (?:\*\*)?第[一二三四五六七八九十]+条(?:（?第[^ *]*）?)?(?:\*\*)? (.*)$", re.MULTILINE),
    "en": re.compile(r"^> (?:\*\*)?Article \d+(?:\(\d\)|, paragraph \d)?(?:\*\*)? (.*)$", re.MULTILINE),
}
_UNOFFICIAL = " (Unofficial translation; the Chinese text governs.)"


def misquoted(shipped: Shipped) -> Iterator[Finding]:
    """The Regulation is quoted to the letter, and in English in the one translation there is, which says what it is."""
    told = {"zh": shipped.regulation, "en": "\n".join(row["translation_en"] for row in shipped.articles)}
    for text in shipped.lessons.values():
        for words in _QUOTE[text.language].findall(text.body):
            if text.language == "en" and not words.endswith(_UNOFFICIAL):
                yield Finding("quotation", text.name, "an English quotation that does not say it is unofficial")
            for part in re.split(r"…+", words.removesuffix(_UNOFFICIAL)):
                if part.strip() not in told[text.language]:
                    yield Finding("quotation", text.name, f"not the words of the Regulation: {part.strip()[:60]}")


def _named(shipped: Shipped, cite: str) -> str:
    """The source a citation names, the longest that fits; empty where it names none."""
    fits = [name for name in shipped.sources if re.match(re.escape(name) + r"(?:$|[\s\d(（第])", cite)]
    return max(fits, key=len, default="")


def _resolved(shipped: Shipped, place: str, cite: str) -> Iterator[Finding]:
    name = _named(shipped, cite)
    if not name:
        yield Finding("citation", place, f"no such source in sources.json: {cite}")
        return
    last: int = shipped.sources[name].get("last", 0)
    numbers = map(int, _ARTICLE.findall(re.sub(r"[(（].*?[)）]", "", cite.removeprefix(name))))
    for number in numbers if last else ():
        if not 1 <= number <= last:
            yield Finding("citation", place, f"{name} has no article {number}")
