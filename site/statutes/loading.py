"""Bringing the Regulation (条例) in: its published text, and beside it what the editors wrote on each article."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from core.report import Report
from core.shipped import KEPT, decide, difference, digest
from statutes import source
from statutes.models import Article, Statute

SLUG = "zhuhai-quality"
# The Regulation has no official English title; this is the editors' working title.
TITLE_EN = "Zhuhai Special Economic Zone Regulation on Quality Innovation and Development"
_UNOFFICIAL = "[Unofficial translation] "
_EDITORS = (
    "heading_zh",
    "heading_en",
    "translation_en",
    "note_zh",
    "note_en",
    "force",
    "force_detail_zh",
    "force_detail_en",
    "bearing",
    "services_zh",
    "services_en",
)


@transaction.atomic
def load(folder: Path, report: Report) -> None:
    """Load the Regulation. Its text always follows the file; editors' words on the site are kept (core.shipped)."""
    published = source.read((folder / "regulation.zh-hans.txt").read_text(encoding="utf-8"))
    statute = _statute(published, report)
    rows = json.loads((folder / "pages" / "articles.json").read_text(encoding="utf-8"))
    notes = {row["article"]: row for row in rows}
    known = {article.number: article for article in statute.articles.all()}
    for number, text in published.articles.items():
        if number not in notes:
            report.missing("article", str(number), "no heading or note in pages/articles.json")
            continue
        article = known.get(number, Article(statute=statute, number=number))
        _article(article, text, _words(notes[number]), report)
    for number in sorted(notes.keys() - published.articles.keys()):
        report.refused("article", str(number), "the Regulation has no such article")


def _statute(published: source.Source, report: Report) -> Statute:
    values = {
        "title": published.title,
        "title_en": TITLE_EN,
        "adopted": published.adopted,
        "in_force_on": published.in_force_on,
    }
    fingerprint = digest(values)
    statute = Statute.objects.filter(slug=SLUG).first()
    if statute is None:
        report.accepted("statute", SLUG)
        return Statute.objects.create(slug=SLUG, content_sha256=fingerprint, **values)
    if statute.content_sha256 == fingerprint:
        report.same("statute", SLUG)
    else:
        Statute.objects.filter(pk=statute.pk).update(content_sha256=fingerprint, **values)
        report.changed("statute", SLUG, "title or dates")
    return statute


def _words(row: dict[str, Any]) -> dict[str, str]:
    """The editors' words on an article; the page itself says that a translation is unofficial."""
    words = {field: row.get(field) or "" for field in _EDITORS}
    words["bearing"] = row.get("bearing") or Article.Bearing.CONTENT
    for language, key in (("zh", "services"), ("en", "services_en")):
        words[f"services_{language}"] = "\n".join(map(_service, row.get(key) or []))
    words["translation_en"] = words["translation_en"].removeprefix(_UNOFFICIAL)
    return words


def _service(row: str | dict[str, str]) -> str:
    """A service's line: its words, and the address where there is one."""
    return row if isinstance(row, str) else f"{row['words']} | {row['address']}"


def _article(article: Article, text: str, words: dict[str, str], report: Report) -> None:
    key, is_new, fingerprint = str(article.number), article.pk is None, digest(words)
    now = {field: getattr(article, field) for field in _EDITORS}
    decision = decide(loaded=article.content_sha256, now=digest(now), shipped=fingerprint, force=report.force or is_new)
    if decision == "keep":
        report.changed("article", key, KEPT, difference(now, words))
    if decision != "write" and article.text == text:
        if decision == "same":
            report.same("article", key)
        return
    if decision == "write":
        for field, value in words.items():
            setattr(article, field, value)
        article.content_sha256 = fingerprint
    told = difference({**now, "text": article.text}, {**(words if decision == "write" else {}), "text": text})
    what = "published text" if article.text != text else "editors' words"
    article.text = text
    article.full_clean()
    article.save()
    if is_new:
        report.accepted("article", key)
    else:
        report.changed("article", key, what, told)
