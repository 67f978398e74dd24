"""The attendance list (签到表): who is registered, who waits, who came; and as a workbook whose texts are texts."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.db.models import Case, Q, QuerySet, Sum, When
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook

from courses.rosters import text_cell
from events.models import CheckIn, Event, Registration


@dataclass(frozen=True)
class Count:
    """People, not registrations."""

    seated: int
    waiting: int
    came: int


def rows(event: Event) -> "QuerySet[Registration]":
    """Those with a seat by name, then those who wait in their order (2 queries)."""
    live = Registration.objects.live().filter(event=event).told()
    waits = Case(When(seated_at=None, then=1), default=0)
    return live.order_by(waits, "name", "asked_at", "pk")


def count(event: Event) -> Count:
    """2 queries."""
    sums = (
        Registration.objects.live()
        .filter(event=event)
        .aggregate(seated=Sum("persons", filter=Q(seated_at__isnull=False)), waiting=Sum("persons", filter=Q(seated_at=None)))
    )
    came = CheckIn.objects.standing().filter(registration__event=event).aggregate(sum=Sum("persons"))["sum"]
    return Count(sums["seated"] or 0, sums["waiting"] or 0, came or 0)


def workbook(event: Event) -> bytes:
    """Name, address, group, people, state, code, came."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Attendance"))
    heads = (
        pgettext("of a person", "name"),
        _("E-mail"),
        _("Organisation or group"),
        _("People"),
        _("State"),
        _("Check-in code"),
        _("Came"),
        _("People who came"),
    )
    sheet.append([text_cell(sheet, head) for head in heads])
    for row in rows(event):
        sheet.append(list(_cells(sheet, row)))
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _cells(sheet: Any, row: Registration) -> Iterable[Any]:
    for words in (row.name, row.email, row.group):
        yield text_cell(sheet, words)
    yield row.persons
    yield text_cell(sheet, _("has a seat") if row.is_seated else _("on the waiting list"))
    yield text_cell(sheet, row.code_shown)
    came = row.came
    yield localtime(came.at).replace(tzinfo=None) if came else None
    yield came.persons if came else None
