"""A person's own data in one file (复制个人信息): JSON for programs, a PDF to read (PIPL art. 45).

Made while the person waits and kept nowhere. What is about others, such as an answer key, is never in it.
"""

import io
import json
import zipfile
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.text import capfirst

from accounts.models import User
from accounts.privacy import purposes
from accounts.privacy.registry import About, Column, columns
from cms.models import Identity
from core.audit import record
from core.dates import now, today

_PAPER = "pdf/personal_data.html"
_SECRET = frozenset({"password"})
_ROWS_ON_PAPER = 40


def archive(user: User) -> bytes:
    """The ZIP file. Noted in the audit log: a copy of everything left the site."""
    told, file = collected(user), io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("data.json", json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
        packed.writestr("data.pdf", _on_paper(user, told))
    record("account.exported", user, by=user)
    return file.getvalue()


def collected(user: User) -> dict[str, Any]:
    """Everything about the person, by purpose and table (two queries a table at most)."""
    tables: dict[str, list[dict[str, Any]]] = {}
    dealt: dict[str, int] = {}
    for column in columns():
        if isinstance(column.holding, About):
            if rows := _rows(column, user):
                tables[column.label] = rows
        elif number := column.rows(user).count():
            dealt[column.label] = number
    return {
        "made_at": now(),
        "person": _told(user, hidden=("is_staff", "is_superuser")),
        "purposes": [{"key": one.key, "title": str(one.title), "kept": str(one.kept)} for one in purposes.PURPOSES.values()],
        "tables": tables,
        "dealt_with_in_office": dealt,
    }


def _rows(column: Column, user: User) -> list[dict[str, Any]]:
    holding = column.holding
    assert isinstance(holding, About)  # noqa: S101 - tells the type checker what the caller has looked at
    found = []
    for row in column.rows(user).order_by("pk"):
        told = _told(row, hidden=holding.hidden)
        for part in holding.parts:
            told[part] = [_told(one, hidden=holding.hidden) for one in getattr(row, part).all()]
        found.append(told)
    return found


def _told(row: models.Model, *, hidden: tuple[str, ...]) -> dict[str, Any]:
    """The row's own columns, those aside that are nobody's to read."""
    fields = [field for field in row._meta.concrete_fields if field.name not in _SECRET and field.name not in hidden]
    return {field.name: _plain(field.value_from_object(row)) for field in fields}


def _plain(value: Any) -> Any:
    if isinstance(value, models.fields.files.FieldFile):
        return value.name
    return str(value) if isinstance(value, bytes | memoryview) else value


def _on_paper(user: User, told: dict[str, Any]) -> bytes:
    from core.pdf.papers import paper

    lines = {column.label: column for column in columns()}
    parts = []
    for purpose in purposes.PURPOSES.values():
        tables = [
            {
                "title": capfirst(str(lines[label].model._meta.verbose_name_plural)),
                "number": len(rows),
                "rows": _lines(label, rows),
            }
            for label, rows in told["tables"].items()
            if lines[label].holding.purpose == purpose.key
        ]
        parts.append({"purpose": purpose, "tables": tables})
    identity = Identity.objects.first() or Identity()
    context = {"person": user, "parts": parts, "identity": identity, "day": today()}
    return paper(_PAPER, context, title=str(user), author=str(identity.name), day=today())


def _lines(label: str, rows: list[dict[str, Any]]) -> list[str]:
    """A row on paper is its first dates and short texts; the JSON beside it has everything."""
    return [
        "　".join(str(value)[:40] for value in list(row.values())[:6] if value not in (None, "", [], {}))
        for row in rows[:_ROWS_ON_PAPER]
    ]
