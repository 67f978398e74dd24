"""Every page says for whom it is, and names no field of quality the law does not have (面向与领域)."""

from collections.abc import Iterator
from typing import Any

from pages.linting.reading import Finding, Shipped
from statutes.fields import FIELDS

AUDIENCES = ("enterprise", "association", "school", "department", "public")
# Lesson plans are for schools, every one; they say for which grade.
_OTHERS = "pages/school/"


def unaddressed(shipped: Shipped) -> Iterator[Finding]:
    """Pages and courses; both languages of a page are for the same readers and of the same fields."""
    told: dict[str, tuple[Any, Any]] = {}
    for text in shipped.pages:
        if not text.name.startswith(_OTHERS):
            yield from _faults(text.name, text.head)
            mine = text.head.get("audiences"), text.head.get("fields")
            if told.setdefault(text.name.rpartition(".")[0], mine) != mine:
                yield Finding("facets", text.name, "says another thing than its translation")
            for line in text.head.get("materials") or ():
                yield from _faults(f"{text.name} {line['file']}", line)
    for code, words in shipped.courses.items():
        yield from _faults(f"course {code}", words)
    for lesson in shipped.syllabus["lessons"]:
        yield from _unknown(f"lesson {lesson['code']}", lesson.get("fields") or [], FIELDS)


def _faults(place: str, told: dict[str, Any]) -> Iterator[Finding]:
    if not told.get("audiences"):
        yield Finding("facets", place, "does not say for whom it is")
    yield from _unknown(place, told.get("audiences") or [], AUDIENCES)
    yield from _unknown(place, told.get("fields") or [], FIELDS)


def _unknown(place: str, told: list[str], known: tuple[str, ...]) -> Iterator[Finding]:
    """In the order of the list, which is that of the law."""
    if told != [one for one in known if one in told]:
        yield Finding("facets", place, f"not of the list, or not in its order: {', '.join(map(str, told))}")
