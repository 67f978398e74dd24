"""Bringing in the synonyms of the search."""

import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from cms.models import Synonyms, split
from core.report import Report
from core.shipped import KEPT, decide, digest


@transaction.atomic
def load(folder: Path, report: Report) -> None:
    """Load `synonyms.json`, an object of key -> words. A group that an editor changed on the site is kept."""
    path = folder / "synonyms.json"
    if not path.exists():
        report.missing("synonyms", path.name, "no file")
        return
    known = {row.key: row for row in Synonyms.objects.exclude(key="")}
    for key, words in json.loads(path.read_text(encoding="utf-8")).items():
        _group(known.get(key) or Synonyms(key=key), "、".join(split("、".join(words))), report)


def _group(row: Synonyms, words: str, report: Report) -> None:
    is_new, shipped = row.pk is None, digest(words)
    decision = decide(loaded=row.content_sha256, now=digest(row.words), shipped=shipped, force=report.force or is_new)
    if decision == "same":
        report.same("synonyms", row.key)
        return
    if decision == "keep":
        report.changed("synonyms", row.key, KEPT)
        return
    row.words, row.content_sha256 = words, shipped
    try:
        row.full_clean()
    except ValidationError as reason:
        report.refused("synonyms", row.key, "; ".join(reason.messages))
        return
    row.save()
    if is_new:
        report.accepted("synonyms", row.key)
    else:
        report.changed("synonyms", row.key, "words")
