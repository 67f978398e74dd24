"""Pages for programs: rows in the order of their keys, so that nothing is told twice or left out while rows are added."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.core import signing
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from core.interface.problems import Problem

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows, and where to go on; None: these are the last."""

    rows: list[Row]
    next: str | None


def page(rows: "QuerySet[Row]", *, what: str, cursor: str | None, limit: int) -> Page[Row]:
    """One page (one query). A cursor is signed, so that it tells no running number and fits its own list alone."""
    ordered = rows.order_by("pk")
    if cursor:
        ordered = ordered.filter(pk__gt=_read(cursor, what))
    found = list(ordered[: limit + 1])
    more = len(found) > limit
    return Page(found[:limit], _write(found[limit - 1].pk, what) if more else None)


def _salt(what: str) -> str:
    return f"core.interface.paging:{what}"


def _write(key: object, what: str) -> str:
    return signing.dumps(str(key), salt=_salt(what))


def _read(cursor: str, what: str) -> str:
    try:
        return str(signing.loads(cursor, salt=_salt(what)))
    except (signing.BadSignature, ValueError):
        detail = _("This cursor is of another list, or cut off. Begin again without a cursor.")
        raise Problem(404, "unknown_cursor", _("There is no such page"), detail) from None
