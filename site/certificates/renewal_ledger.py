"""The ledger of a cycle as its holder reads it (续期学时): year by year, what was learned and what of it counts."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certificates import renewal_words
from certificates.models import ActivityClaim, EducationCredit
from certificates.renewal import BACK, Row, Year
from certificates.renewal_rules import Kind, Rules
from certificates.renewing import Position


@dataclass(frozen=True)
class Line:
    """One activity, or the lessons of a year that are about one thing."""

    day: dt.date
    title: str
    area: str
    kind: str
    seconds: int
    counted_seconds: int
    why: str = ""
    hours: str = ""
    counted: str = ""


@dataclass(frozen=True)
class YearPart:
    """A year of the cycle with its lines."""

    title: str
    span: str
    hours: str
    least: str
    made_up: str
    missing: str
    state: str
    tone: str
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class AreaPart:
    name: str
    hours: str
    least: str
    value: int
    most: int
    is_met: bool


@dataclass(frozen=True)
class Ledger:
    """Everything the page says in tables."""

    total: str
    whole: str
    years: list[YearPart]
    areas: list[AreaPart]
    outside: list[Line]
    pending: list[ActivityClaim]
    refused: list[ActivityClaim]


def of(position: Position) -> Ledger:
    """The ledger of this position (two queries more)."""
    rules, standing = position.rules, position.standing
    holder = position.certificate.holder_id
    credits = {row.source_ref: row for row in EducationCredit.objects.filter(holder_id=holder)}
    claims = list(ActivityClaim.objects.filter(holder_id=holder).exclude(verdict__in=["verified", "withdrawn"]))
    by_year = _by_year(standing.rows)
    lines = _told({year: _lines(by_year[year], position, credits) for year in sorted(by_year)}, position.rules)
    return Ledger(
        total=renewal_words.amount(standing.counted, rules),
        whole=renewal_words.amount(rules.total, rules),
        years=[
            _year(year, position, lines.get(year.number, []))
            for year in standing.years
            if not year.is_grace or year.number in lines
        ],
        areas=_areas(position),
        outside=lines.get(0, []),
        pending=[claim for claim in claims if claim.is_pending],
        refused=[claim for claim in claims if not claim.is_pending],
    )


def _told(lines: dict[int, list[Line]], rules: Rules) -> dict[int, list[Line]]:
    """The lines with their figures. Each is what it adds to the rounded sum before it, so that the figures shown add up."""
    told: dict[int, list[Line]] = {}
    for year, some in lines.items():
        told[year], learned, counted = [], 0, 0
        for line in some:
            hours = _figure(learned, line.seconds, rules)
            told[year].append(replace(line, hours=hours, counted=_figure(counted, line.counted_seconds, rules)))
            learned, counted = learned + line.seconds, counted + line.counted_seconds
    return told


def _figure(before: int, more: int, rules: Rules) -> str:
    sums = [Decimal(renewal_words.amount(seconds, rules)) for seconds in (before, before + more)]
    return f"{(sums[1] - sums[0]).normalize():f}"


def _by_year(rows: tuple[Row, ...]) -> dict[int, list[Row]]:
    told: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        told[row.year].append(row)
    return told


def _lines(rows: list[Row], position: Position, credits: dict[str, EducationCredit]) -> list[Line]:
    """Activities one by one; lessons learned here together, for each area, for the hours page tells each of them."""
    lines = [_activity(row, position, credits) for row in rows if row.credit.kind != Kind.LESSON]
    lessons: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        # What was learned here before the certificate was its training: the hours page tells it, and it is no news here.
        if row.credit.kind == Kind.LESSON and row.year:
            lessons[row.credit.area].append(row)
    lines += [_lessons(some) for some in lessons.values()]
    return sorted(lines, key=lambda line: (line.day, line.title))


def _activity(row: Row, position: Position, credits: dict[str, EducationCredit]) -> Line:
    credit = credits.get(row.credit.ref.removesuffix(BACK))
    title = credit.title if credit else ""
    if row.credit.ref.endswith(BACK):
        title = _("Taken back: %(activity)s") % {"activity": title}
    return Line(
        day=row.credit.done_on,
        title=title,
        area=renewal_words.area(row.credit.area),
        kind=renewal_words.kind(row.credit.kind),
        seconds=row.credit.seconds,
        counted_seconds=row.counted,
        why=renewal_words.why(row.why, position.rules, row.credit.kind),
    )


def _lessons(rows: list[Row]) -> Line:
    first = rows[-1].credit
    return Line(
        day=max(row.credit.done_on for row in rows),
        title=ngettext("%(n)s entry of lessons learned here", "%(n)s entries of lessons learned here", len(rows))
        % {"n": len(rows)},
        area=renewal_words.area(first.area),
        kind="",
        seconds=sum(row.credit.seconds for row in rows),
        counted_seconds=sum(row.counted for row in rows),
    )


def _year(year: Year, position: Position, lines: list[Line]) -> YearPart:
    rules = position.rules
    words, tone = _state(year, position.on)
    title = _("Time of grace") if year.is_grace else _("Year %(n)s") % {"n": year.number}
    days = {"first": date_format(year.begins, "DATE_FORMAT"), "last": date_format(year.ends, "DATE_FORMAT")}
    return YearPart(
        title=title,
        span=_("%(first)s to %(last)s") % days,
        hours=renewal_words.amount(year.seconds, rules),
        least=renewal_words.amount(year.least, rules, up=True) if year.least else "",
        made_up=renewal_words.amount(year.made_up, rules) if year.made_up else "",
        missing=renewal_words.amount(year.missing, rules, up=True) if year.missing else "",
        state=words,
        tone=tone,
        lines=lines,
    )


def _state(year: Year, on: dt.date) -> tuple[str, str]:
    if year.is_grace:
        return "", ""
    if on < year.begins:
        return _("Year not begun"), ""
    if not year.missing:
        return (_("Made up later"), "is-ok") if year.made_up else (_("Hours reached"), "is-ok")
    return (_("Year fell short"), "is-warn") if year.is_over else (_("Year under way"), "is-sea")


def _areas(position: Position) -> list[AreaPart]:
    """Every area something was learned in, or something is asked of; those that are asked of first."""
    rules, sums = position.rules, position.standing.areas
    told = []
    for name in sorted(
        {*rules.areas, *(area for area, seconds in sums.items() if seconds)}, key=lambda one: (one not in rules.areas, one)
    ):
        have, least = sums.get(name, 0), rules.areas.get(name, 0)
        told.append(
            AreaPart(
                name=renewal_words.area(name),
                hours=renewal_words.amount(have, rules),
                least=renewal_words.amount(least, rules) if least else "",
                value=min(have, least),
                most=least,
                is_met=have >= least,
            )
        )
    return told
