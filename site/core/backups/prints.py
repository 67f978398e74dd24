"""Rows, counted and fingerprinted alike on both databases: whether two databases hold the same is seen without laying them
side by side.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connections, models
from django.db.migrations.recorder import MigrationRecorder

# Made anew from the rest (`manage.py update_index`), and not alike on the two databases.
DERIVED = frozenset({"modelsearch", "wagtailsearch"})
BATCH = 1000
_ALL = 1 << 256


@dataclass(frozen=True, slots=True)
class Print:
    """A table's fingerprint: how many rows, and the sum of their digests, whatever order they come in."""

    rows: int
    sha256: str


def kept() -> "list[type[models.Model]]":
    """Every model with a table of its own, among them the record of migrations; the search index is made anew."""
    found = apps.get_models(include_auto_created=True)
    own = [model for model in found if model._meta.managed and not model._meta.proxy]
    return [MigrationRecorder.Migration, *(m for m in own if m._meta.app_label not in DERIVED)]


def rows(model: type[models.Model], using: str) -> Iterator[models.Model]:
    """The rows of its own table alone, the columns of a parent left where they are."""
    columns = [field.attname for field in model._meta.local_concrete_fields]
    return model._base_manager.using(using).order_by("pk").only(*columns).iterator(chunk_size=BATCH)


def counted(using: str = "default") -> dict[str, int]:
    """Table by table, how many rows."""
    with connections[using].cursor() as cursor:
        return {model._meta.db_table: _count(cursor, model._meta.db_table, using) for model in kept()}


def _count(cursor: Any, table: str, using: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {connections[using].ops.quote_name(table)}")  # noqa: S608 - a model's own table
    return int(cursor.fetchone()[0])


def fingerprint(model: type[models.Model], using: str = "default") -> Print:
    """Reads the whole table: seconds for a hundred thousand rows."""
    total = number = 0
    fields = model._meta.local_concrete_fields
    for row in rows(model, using):
        told = json.dumps([_told(field, row) for field in fields], ensure_ascii=False, sort_keys=True, default=str)
        total += int.from_bytes(hashlib.sha256(told.encode()).digest())
        number += 1
    return Print(number, f"{total % _ALL:064x}")


def fingerprints(using: str = "default") -> dict[str, Print]:
    return {model._meta.db_table: fingerprint(model, using) for model in kept()}


def _told(field: "models.Field[Any, Any]", row: models.Model) -> Any:
    """As text that does not know which database it was in: a moment in UTC, JSON by its keys."""
    value = field.value_from_object(row)
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if value is None or isinstance(field, models.JSONField):
        return value
    text = field.value_to_string(row)
    # A page's body: its blocks are not looked up, and PostgreSQL keeps its keys in another order.
    return json.loads(text) if field.get_internal_type() == "JSONField" and text else text
