"""Bringing in the notes about the site, in Chinese and English. (Traditional pages convert the Chinese as they show it.)"""

from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.db import transaction

from cms import tree
from core.report import Report
from core.shipped import KEPT, decide, difference
from pages.models import NoteIndexPage, NotePage
from statutes.models import LATER

# In this order the notes stand on their shelf; what is not named follows by name.
_ORDER = ("about", "exam-rules", "certificate-is-not", "appeals", "help-learner", "accessibility", "privacy")
_SHELF = {"zh-hans": "说明与帮助", "en": "Notes and help"}


class Unreadable(ValueError):
    """A note without its head."""


@transaction.atomic
def load(folder: Path, report: Report) -> None:
    """Load `pages/site/<slug>.<zh|en>.md`, then the articles of Quality Month. What an editor changed on the site is kept."""
    for shelf in (folder / "pages" / "site", folder / "pages" / "campaign"):
        slugs = {path.name.split(".")[0] for path in shelf.glob("*.md")}
        for slug in sorted(slugs, key=lambda slug: (_ORDER.index(slug) if slug in _ORDER else len(_ORDER), slug)):
            _note(shelf, slug, report)


def _note(folder: Path, slug: str, report: Report) -> None:
    for language, suffix in (("zh-hans", "zh"), ("en", "en")):
        key, path = f"{slug}.{suffix}", folder / f"{slug}.{suffix}.md"
        if not path.exists():
            report.missing("note", key, "no file")
            continue
        try:
            _write(language, slug, read(path.read_text(encoding="utf-8")), key, report)
        except (Unreadable, yaml.YAMLError, ValidationError) as reason:
            report.refused("note", key, str(reason))


def read(text: str) -> dict[str, Any]:
    """A file's head (YAML between two `---`) and its Markdown."""
    _before, head, body = [*text.split("---\n", 2), "", ""][:3]
    meta: Any = yaml.safe_load(head)
    if not isinstance(meta, dict) or not meta.get("title") or not body.strip():
        raise Unreadable("a head with a title and a text below it are needed")
    cites = "；".join(meta.get("cites") or [])
    facets = {"audiences": meta.get("audiences") or LATER["audiences"], "quality_fields": meta.get("fields") or []}
    checked = str(meta.get("checked") or "")
    return {"title": str(meta["title"]), "text": body.strip(), "cites": cites, "checked": checked, **facets}


def _write(language: str, slug: str, values: dict[str, Any], key: str, report: Report) -> None:
    shelf = _shelf(language)
    page = NotePage.objects.child_of(shelf).filter(slug=slug).first()
    shipped = NotePage(slug=slug, **values)
    is_new = page is None
    page = page or NotePage(slug=slug, locale=shelf.locale, **_twin_of(slug))
    decision = decide(loaded=page.content_sha256, now=page.fingerprint, shipped=shipped.fingerprint, force=report.force or is_new)
    if decision == "same":
        report.same("note", key)
        return
    if decision == "keep":
        report.changed("note", key, KEPT, _difference(page, values))
        return
    told = [] if is_new else _difference(page, values)
    for name, value in values.items():
        setattr(page, name, value)
    page.content_sha256 = shipped.fingerprint
    if is_new:
        shelf.add_child(instance=page)
        report.accepted("note", key)
    else:
        report.changed("note", key, "text", told)
    page.save_revision().publish()


def _difference(page: NotePage, values: dict[str, Any]) -> list[str]:
    return difference({name: getattr(page, name) for name in values}, values)


def _twin_of(slug: str) -> dict[str, Any]:
    """The key a note shares with its translations, if one of them is there already."""
    key = NotePage.objects.filter(slug=slug).values_list("translation_key", flat=True).first()
    return {"translation_key": key} if key else {}


def _shelf(language: str) -> NoteIndexPage:
    """The shelf of a language, made if it is not there yet."""
    home = tree.home(tree.locale(language))
    shelf: NoteIndexPage | None = NoteIndexPage.objects.child_of(home).first()
    if shelf is None:
        shelf = NoteIndexPage(title=_SHELF[language], slug="pages", locale=home.locale)
        home.add_child(instance=shelf)
    return shelf
