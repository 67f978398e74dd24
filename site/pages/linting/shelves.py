"""The other shelves are full (栏目齐全): Quality Month, contest, school pack, samples, notes and help, in both languages."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from pages.linting.reading import LANGUAGES, Finding, Shipped

# What the site promises: docs/statute.md, and the pages every operator needs.
NOTES = (
    *("about", "privacy", "accessibility", "certificate-is-not", "exam-rules", "appeals"),
    *("help-learner", "help-quality-officer", "help-training-manager", "help-school-editor"),
    *("help-examiner", "help-regulator", "help-administrator"),
)
# What their names begin with.
AUDIENCES = ("public", "enterprise", "school", "worker")
PLANS = {"P": 6, "S": 6, "V": 6}
CONTEST_ITEMS = 60
_SAMPLE = {"zh": ("示例", "虚构"), "en": ("ample", "ictional")}
_SHEET = re.compile(r"^## .*(?:学习单|任务单|记录单|活动单|工作单|[Ss]heet)", re.MULTILINE)


def missing(shipped: Shipped) -> Iterator[Finding]:
    """Each shelf in turn."""
    yield from _pages(shipped, [f"pages/site/{name}" for name in NOTES])
    yield from _years(shipped)
    yield from _articles(shipped)
    yield from _plans(shipped)
    for name in ("policies", "awards", "bases", "events", "organisations"):
        yield from _samples(name, shipped.rows(name))
    found = len(shipped.questions.get("CONTEST", ()))
    if found < CONTEST_ITEMS:
        yield Finding("missing", "CONTEST", f"{found} of {CONTEST_ITEMS} items")


def _pages(shipped: Shipped, names: list[str]) -> Iterator[Finding]:
    there = {text.name for text in shipped.pages if text.body.strip() and text.head.get("title")}
    for name in names:
        for language in LANGUAGES:
            if f"{name}.{language}" not in there:
                yield Finding("missing", f"{name}.{language}", "no such page")


def _years(shipped: Shipped) -> Iterator[Finding]:
    """The year that runs and the one to come; every theme of the past with where it was read."""
    checked = [dt.date.fromisoformat(f"{text.head['checked']}"[:10]) for text in shipped.pages if "quality-month-2" in text.name]
    year = max(checked).year
    yield from _pages(shipped, [f"pages/quality-month-{year + n}" for n in (0, 1)])
    for row in shipped.rows("quality-month-themes"):
        if not row["source"].strip() or not row["theme_zh"].strip():
            yield Finding("missing", f"theme {row['year']}", "no source")


def _articles(shipped: Shipped) -> Iterator[Finding]:
    told = [text for text in shipped.pages if text.name.startswith("pages/campaign/") and text.language == "zh"]
    for audience in AUDIENCES:
        if not any(text.name.startswith(f"pages/campaign/{audience}-") for text in told):
            yield Finding("missing", "pages/campaign", f"nothing for {audience}")
    yield from _pages(shipped, [text.name.removesuffix(".zh") for text in told])


def _plans(shipped: Shipped) -> Iterator[Finding]:
    for stage, number in PLANS.items():
        yield from _pages(shipped, [f"pages/school/{stage}{n}" for n in range(1, number + 1)])
    for text in shipped.pages:
        if text.name.startswith("pages/school/") and not _SHEET.search(text.body):
            yield Finding("missing", text.name, "no sheet to print")


def _samples(name: str, rows: list[dict[str, Any]]) -> Iterator[Finding]:
    """What is invented says so, in the field and in its name."""
    if not rows:
        yield Finding("missing", f"{name}.json", "empty")
    for row in rows:
        for language in LANGUAGES:
            told = row.get(f"name_{language}") or row.get(f"title_{language}") or ""
            if not row.get("sample") or not any(word in told for word in _SAMPLE[language]):
                yield Finding("sample", f"{name} {row.get('id', '')}", f"not marked as a sample ({language}): {told}")
