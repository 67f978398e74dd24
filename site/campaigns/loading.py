"""Bringing in the years of Quality Month and the files they offer. What an editor changed on the site is kept (core.shipped)."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from wagtail.documents.models import Document

from campaigns.models import CampaignIndexPage, CampaignPage, Contest, Material
from cms import tree
from core.report import Report
from core.shipped import KEPT, decide, difference
from statutes.models import LATER

_SHELF = {"zh-hans": "质量月", "en": "Quality Month"}
_LANGUAGES = (("zh-hans", "zh"), ("en", "en"))


class Unreadable(ValueError):
    """A year without its head."""


@transaction.atomic
def load(folder: Path, report: Report) -> None:
    """Load `pages/quality-month-<year>.<zh|en>.md`, oldest year first, and the contests of `contests.json`."""
    for language, suffix in _LANGUAGES:
        for path in sorted((folder / "pages").glob(f"quality-month-2*.{suffix}.md")):
            key = path.name.removesuffix(".md")
            try:
                _write(language, read(path.read_text(encoding="utf-8")), key, folder, report)
            except (Unreadable, yaml.YAMLError, ValidationError) as reason:
                report.refused("quality month", key, str(reason))
    _contests(folder / "contests.json", report)


def _contests(path: Path, report: Report) -> None:
    """A contest that is there stays as its office left it."""
    for line in json.loads(path.read_text(encoding="utf-8")) if path.exists() else []:
        times = {name: dt.datetime.fromisoformat(line[name]) for name in ("opens_at", "closes_at")}
        _contest, is_new = Contest.objects.get_or_create(year=line["year"], defaults={**line, **times})
        (report.accepted if is_new else report.same)("contest", str(line["year"]))


def read(text: str) -> dict[str, Any]:
    """A file's head (YAML between two `---`) and its Markdown."""
    _before, head, body = [*text.split("---\n", 2), "", ""][:3]
    meta: Any = yaml.safe_load(head)
    if not isinstance(meta, dict) or not meta.get("title") or not meta.get("year"):
        raise Unreadable("a head with a title and a year is needed")
    # What the editors doubt about a source is told with the source.
    source = "；".join(filter(None, (meta.get("theme_source"), meta.get("theme_status")))) if meta.get("theme") else ""
    return {
        "year": int(meta["year"]),
        "title": str(meta["title"]),
        "theme": str(meta.get("theme") or ""),
        "theme_source": source,
        "summary": str(meta.get("summary") or ""),
        "pledge": "\n".join(meta.get("pledge") or []),
        "notice": body.strip(),
        "audiences": meta.get("audiences") or LATER["audiences"],
        "quality_fields": meta.get("fields") or [],
        "materials": meta.get("materials") or [],
    }


def _write(language: str, values: dict[str, Any], key: str, folder: Path, report: Report) -> None:
    shelf, materials = _shelf(language), values.pop("materials")
    page = CampaignPage.objects.child_of(shelf).filter(year=values["year"]).first()
    shipped = CampaignPage(**values)
    is_new = page is None
    page = page or CampaignPage(locale=shelf.locale, **_twin_of(values["year"]))
    decision = decide(loaded=page.content_sha256, now=page.fingerprint, shipped=shipped.fingerprint, force=report.force or is_new)
    if decision == "same":
        report.same("quality month", key)
        return
    if decision == "keep":
        report.changed("quality month", key, KEPT, difference(_now(page, values), values))
        return
    told = [] if is_new else difference(_now(page, values), values)
    for name, value in values.items():
        setattr(page, name, value)
    page.content_sha256 = shipped.fingerprint
    page.slug = str(page.year)
    if is_new:
        shelf.add_child(instance=page)
        report.accepted("quality month", key)
    else:
        report.changed("quality month", key, "text", told)
    _offer(page, materials, folder)
    page.save_revision().publish()


def _now(page: CampaignPage, values: dict[str, Any]) -> dict[str, Any]:
    return {name: getattr(page, name) for name in values}


def _offer(page: CampaignPage, materials: list[dict[str, Any]], folder: Path) -> None:
    """The files of a year, each stored once."""
    page.materials.set(
        Material(
            title=line["title"],
            note=line.get("note", ""),
            licence=line["licence"],
            audiences=line.get("audiences") or LATER["audiences"],
            document=_document(line["title"], folder / "pages" / "campaign" / "files" / line["file"]),
        )
        for line in materials
    )


def _document(title: str, path: Path) -> Document:
    found: Document | None = Document.objects.filter(title=title, file__contains=path.stem).first()
    if found is not None:
        return found
    with path.open("rb") as content:
        made: Document = Document.objects.create(title=title, file=File(content, name=path.name))
    made.get_file_size()
    return made


def _twin_of(year: int) -> dict[str, Any]:
    """The key a year shares with its translations, if one of them is there already."""
    key = CampaignPage.objects.filter(year=year).values_list("translation_key", flat=True).first()
    return {"translation_key": key} if key else {}


def _shelf(language: str) -> CampaignIndexPage:
    """The shelf of a language, made if it is not there yet."""
    home = tree.home(tree.locale(language))
    shelf: CampaignIndexPage | None = CampaignIndexPage.objects.child_of(home).first()
    if shelf is None:
        shelf = CampaignIndexPage(title=_SHELF[language], slug="quality-month", locale=home.locale)
        home.add_child(instance=shelf)
    return shelf
