"""Lessons are whole (课文齐全): nothing of a lesson is missing, and both languages are built alike."""

import re
from collections.abc import Iterator

from core.unverified import MARK
from courses.markdown import ACTIVITY, POINTS, SOURCES
from pages.linting.reading import LANGUAGES, Finding, Shipped, Text

_WHY = {"为什么重要", "Why it matters"}
_FICTIONAL = re.compile(r"虚构|fictional|fictitious|invented", re.IGNORECASE)
_EXAMPLE = re.compile(
    r"^(?:\*\*(?:例|算例|Worked example|Example)|#{2,3} .*(?:算例|示例|例题|样例|例子|[Ee]xample))", re.MULTILINE
)
_CHECKED = re.compile(r"(?:核对日期|[Cc]hecked)\D{0,12}20\d\d")
CHECKS = 3


def missing(shipped: Shipped) -> Iterator[Finding]:
    """Every lesson of the library in both languages, with its self-checks; every unit of a programme with a self-test."""
    for code in shipped.codes:
        for language in LANGUAGES:
            if (code, language) not in shipped.lessons:
                yield Finding("missing", f"{code}.{language}", "no file")
        if len(shipped.checks.get(code, ())) < CHECKS:
            yield Finding("missing", f"{code}.check", f"fewer than {CHECKS} self-checks")
    for name, programme in shipped.syllabus["programmes"].items():
        for unit in programme["modules"]:
            for code in unit["lessons"]:
                if code not in shipped.codes:
                    yield Finding("missing", f"{name} {unit['title_en']}", f"no lesson {code} in the library")
            if not any(_testable(shipped, code) for code in unit["lessons"]):
                yield Finding("missing", f"{name} {unit['title_en']}", "nothing its self-test could ask")


def _testable(shipped: Shipped, code: str) -> bool:
    return any(not item["verify"] for item in shipped.checks.get(code, ()))


def parts(shipped: Shipped) -> Iterator[Finding]:
    """A case, a worked example, an activity with a named form, key points, dated sources."""
    for text in shipped.lessons.values():
        for words in _lacking(text):
            yield Finding("part", text.name, words)


def _lacking(text: Text) -> Iterator[str]:
    kinds = {"why": _WHY, "activity": ACTIVITY, "key points": POINTS, "sources": SOURCES}
    told = {kind: "".join(text.sections[title] for title in titles & text.sections.keys()) for kind, titles in kinds.items()}
    for kind, words in told.items():
        if not words.strip():
            yield f"no {kind}"
    if not _FICTIONAL.search(told["why"]):
        yield "no case that is marked as invented"
    if not _EXAMPLE.search(text.body):
        yield "no worked example"
    if "\n|" not in told["activity"]:
        yield "no table to fill in with the activity"
    if not text.head.get("form"):
        yield "no name of its form in the head"
    if not _CHECKED.search(told["sources"]):
        yield "no day on which the sources were checked"


def parity(shipped: Shipped) -> Iterator[Finding]:
    """The English lesson is built like the Chinese one."""
    for code in shipped.codes:
        twins = [shipped.lessons.get((code, language)) for language in LANGUAGES]
        if None in twins:
            continue
        chinese, english = (_build(text) for text in twins if text)
        for part, measure in chinese.items():
            if measure != english[part]:
                yield Finding("parity", code, f"{part}: {measure} in Chinese, {english[part]} in English")


def _build(text: Text) -> dict[str, object]:
    return {
        "minutes": text.head.get("minutes"),
        "sections": len(text.sections),
        "tables": [(len(table), max(map(len, table))) for table in text.tables],
        "figures": re.findall(r"^```figure\s+kind: (\w+)", text.body, re.MULTILINE),
        "key points": len(text.head.get("key_points") or ()),
        "items of lists": len(re.findall(r"^(?:- |\d+\. )", text.body, re.MULTILINE)),
        "worked examples": len(_EXAMPLE.findall(text.body)),
        "doubts": len(MARK.findall(text.body)),
    }
