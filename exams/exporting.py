"""Exporting (导出): items of the bank as drafts, with the wording and the key in use."""

from collections.abc import Iterable
from typing import Any

from accounts.models import User
from core.audit import record
from exams import illustrating
from exams.exchange.drafts import Draft
from exams.models import AnswerKey, Item, ItemVersion
from exams.planning import as_draft


def drafts(items: Iterable[Item]) -> list[Draft]:
    """The items that have a wording in use, by code (three queries, and one for their pictures)."""
    by_pk = {item.pk: item for item in items}
    versions = {version.pk: version for version in ItemVersion.objects.current().filter(item__in=by_pk)}
    keys = AnswerKey.objects.filter(item_version__in=versions).order_by("revision")
    newest = {key.item_version_id: key for key in keys}
    found = []
    for key in newest.values():
        key.item_version = versions[key.item_version_id]
        found.append((as_draft(by_pk[key.item_version.item_id], key), key.item_version))
    return sorted(illustrating.illustrated(found), key=lambda draft: draft.code)


def note(items: Any, format: str, *, by: User) -> None:
    """Keep who took questions with their keys out of the house."""
    first = items.first()
    if first is not None:
        record("items.exported", first, by=by, format=format, number=items.count())
