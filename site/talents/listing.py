"""What this room has to show: addresses for the site map, the feed and wrong turnings."""

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import CharField, DateField, F, QuerySet, Value
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.timezone import make_aware
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.listed import Listed
from cms.templatetags.ui import chinese
from talents.models import Award, Bulletin, ExpertListing, Policy, Programme, ScienceBase, WinnerStory

MOST = 5000  # of all kinds together
_PLACE = 60


class Told(NamedTuple):
    """A row of the one statement: `name` and `more` each with its English twin."""

    kind: str  # what its address is called
    code: str
    name: str
    name_en: str
    more: str
    more_en: str
    day: dt.date | None


def talents() -> Iterator[Listed]:
    """The room's pages, policies, notices, awards, stories, bases, programmes and experts. One query."""
    group = _("Talents")
    things = {kind: list(rows) for kind, rows in groupby(_told(), key=lambda row: row.kind)}
    shelves = (
        ("index", group, ()),
        ("policies", _("Policies of support"), ("policy",)),
        ("bulletins", _("Notices of authorities"), ("bulletin",)),
        ("awards", _("Awards"), ("award", "story")),
        ("bases", _("Science bases"), ("base",)),
        ("programmes", _("Colleges"), ("programme",)),
        ("experts", _("Experts"), ("expert",)),
        ("class_entrance", _("Class code"), ()),
    )
    for name, title, kinds in shelves:
        yield Listed(reverse(f"talents:{name}"), title, group, place=_PLACE)
        for row in (row for kind in kinds for row in things.get(kind, [])):
            yield _listed(row, group)


def _listed(row: Told, group: str) -> Listed:
    name, more = _in_language(row.name, row.name_en), _in_language(row.more, row.more_en)
    if row.kind == "programme":
        name, more = _("%(major)s, %(college)s") % {"major": name, "college": more}, ""
    # Who is listed as an expert is no news: nobody is written to about a person.
    return Listed(
        reverse(f"talents:{row.kind}", args=[row.code]), name, group, _moment(row.day), more, row.kind != "expert", _PLACE
    )


def _told() -> Iterator[Told]:
    """What is public, kind by kind, the newest first."""
    nothing, day = Value("", output_field=CharField()), F("published_on")
    asked: list[QuerySet[Any, Any]] = [
        _columns(Policy.objects.public(), "policy", F("title"), F("title_en"), nothing, nothing, day),
        _columns(Bulletin.objects.public(), "bulletin", F("title"), F("title_en"), nothing, nothing, day),
        _columns(Award.objects.public(), "award", F("name"), F("name_en"), nothing, nothing, day),
        _columns(WinnerStory.objects.public(), "story", F("title"), F("title_en"), nothing, nothing, day),
        _columns(ScienceBase.objects.public(), "base", F("name"), F("name_en"), F("theme"), F("theme_en"), day),
        _columns(Programme.objects.public(), "programme", F("major"), F("major_en"), F("college"), F("college_en"), day),
        _columns(
            ExpertListing.objects.public(),
            "expert",
            F("person__full_name"),
            nothing,
            F("headline"),
            nothing,
            TruncDate("admitted_at", output_field=DateField()),
        ),
    ]
    rows = asked[0].union(*asked[1:], all=True).order_by("told_kind", "-told_5", "code")[:MOST]
    return (Told(*row) for row in rows)


def _columns(rows: "QuerySet[Any]", kind: str, *told: Any) -> "QuerySet[Any, Any]":
    named = {f"told_{number}": one for number, one in enumerate(told, 1)}
    kinds = Value(kind, output_field=CharField())
    return rows.order_by().annotate(told_kind=kinds, **named).values_list("told_kind", "code", *named)


def _in_language(chinese_text: str, english: str) -> str:
    """As `languages.told` reads a thing's own columns."""
    return english if english and get_language() == "en" else chinese(chinese_text)


def _moment(day: dt.date | None) -> dt.datetime | None:
    """The day's beginning here; eight hours later, by Greenwich, it would still lie ahead in the morning."""
    return make_aware(dt.datetime.combine(day, dt.time.min)) if day else None
