"""Renewal by continuing education (继续教育与续期): what counts, what does not and why, and what is still missing.

The rules are data of a scheme version; this module reads them. All amounts are whole seconds, so that sums are exact.
Pure rules: docs/algorithms/renewal.md.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from certificates.renewal_cycle import DAY, Cycle
from certificates.renewal_rules import OUTSIDE, Area, Kind, Rules

BACK = ":back"
Key = TypeVar("Key")


@dataclass(frozen=True)
class Credit:
    """Something learned, from wherever it is known. What takes another back has its ref with BACK, and negative seconds."""

    ref: str
    kind: Kind
    area: Area
    done_on: dt.date
    seconds: int


class Why(StrEnum):
    """Why something does not count, or not all of it."""

    COUNTS = ""
    BEFORE = "before"
    USED = "used"
    KIND_FULL = "kind_full"
    OUTSIDE_FULL = "outside_full"


@dataclass(frozen=True)
class Row:
    """One credit as it was judged. `counted` goes into the total; in its year and area all of it is looked at."""

    credit: Credit
    counted: int
    year: int
    why: Why = Why.COUNTS


@dataclass(frozen=True)
class Year:
    """A year of the cycle; the time of grace is one more, which asks for nothing."""

    number: int
    begins: dt.date
    ends: dt.date
    seconds: int
    least: int
    made_up: int
    profile: str
    is_over: bool
    is_grace: bool = False

    @property
    def missing(self) -> int:
        return max(0, self.least - self.seconds - self.made_up)


class Need(StrEnum):
    """The rules that may stand between a holder and the renewal, by name."""

    TOTAL = "total"
    YEAR = "year"
    YEAR_CLOSED = "year_closed"
    AREA = "area"
    KIND = "kind"
    EXAM = "exam"


@dataclass(frozen=True)
class Missing:
    """What one rule still asks for: `of` names the year, area or kind."""

    need: Need
    of: str = ""
    seconds: int = 0


@dataclass(frozen=True)
class Standing:
    """Where a holder stands in the cycle."""

    rows: tuple[Row, ...]
    years: tuple[Year, ...]
    areas: dict[Area, int]
    missing: tuple[Missing, ...]

    @property
    def counted(self) -> int:
        """What counts to the total: by definition the sum of the rows."""
        return sum(row.counted for row in self.rows)

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def short(self) -> int:
        """At least so much is still to be done; one activity may serve several rules at once."""
        needed = {need: sum(one.seconds for one in self.missing if one.need == need) for need in Need}
        return max(needed.values(), default=0)


def assess(rules: Rules, cycle: Cycle, credits: Iterable[Credit], on: dt.date, *, exam_passed: bool = False) -> Standing:
    """Judge everything learned by the day `on`. The order in which it is given does not matter.

    >>> rules = Rules.of({"hours": 24, "yearly": 6, "areas": {"law": 6}})
    >>> cycle = Cycle(dt.date(2026, 11, 24), dt.date(2029, 11, 23), 36, 180)
    >>> law = Credit("a", Kind.LESSON, Area.LAW, dt.date(2027, 3, 1), rules.seconds(18))
    >>> standing = assess(rules, cycle, [law], dt.date(2029, 6, 1))
    >>> [(one.need.value, one.of, one.seconds // 2700) for one in standing.missing]
    [('total', '', 6), ('year', '2', 6), ('year', '3', 6)]
    >>> more = Credit("b", Kind.COURSE, Area.METHODS, dt.date(2029, 1, 8), rules.seconds(12))
    >>> assess(rules, cycle, [more, law], dt.date(2029, 6, 1)).is_complete
    True
    """
    rows = _count(rules, _placed(cycle, credits, on))
    inside = [row for row in rows if row.year]
    years = _years(rules, cycle, inside, on)
    areas = _sums((row.credit.area, row.credit.seconds) for row in inside)
    kinds = _sums((row.credit.kind, row.credit.seconds) for row in inside)
    missing = [Missing(Need.TOTAL, "", rules.total - sum(row.counted for row in rows))]
    for year in years:
        closed = year.is_over and not rules.make_up
        missing.append(Missing(Need.YEAR_CLOSED if closed else Need.YEAR, str(year.number), year.missing))
    missing += [Missing(Need.AREA, area, least - areas.get(area, 0)) for area, least in rules.areas.items()]
    missing += [Missing(Need.KIND, kind, least - kinds.get(kind, 0)) for kind, least in rules.least.items()]
    missing = [one for one in missing if one.seconds > 0]
    if rules.exam and not exam_passed:
        missing.append(Missing(Need.EXAM))
    return Standing(tuple(rows), tuple(years), areas, tuple(missing))


def _placed(cycle: Cycle, credits: Iterable[Credit], on: dt.date) -> list[tuple[Credit, int, Why]]:
    """Each credit with its year (0: outside the cycle), in one order whatever order they came in."""
    years = cycle.years()
    placed = []
    for credit in sorted(credits, key=lambda credit: (credit.done_on, credit.ref)):
        if credit.done_on > on:
            continue
        if credit.done_on < cycle.begins:
            placed.append((credit, 0, Why.BEFORE))
        elif credit.ref.removesuffix(BACK) in cycle.used:
            placed.append((credit, 0, Why.USED))
        else:
            year = next((number for number, (_first, last) in enumerate(years, 1) if credit.done_on <= last), len(years) + 1)
            placed.append((credit, year, Why.COUNTS))
    return placed


def _count(rules: Rules, placed: list[tuple[Credit, int, Why]]) -> list[Row]:
    """What each row adds to the total. The caps are nested (a kind within all outside kinds), so that the total is the
    same whichever row comes first, and a further row never lowers it."""
    sums: dict[Kind, int] = defaultdict(int)
    counted, rows = 0, []
    for credit, year, why in placed:
        if not year:
            rows.append(Row(credit, 0, 0, why))
            continue
        sums[credit.kind] += credit.seconds
        by_kind = {kind: min(max(0, of), rules.most.get(kind, of)) for kind, of in sums.items()}
        outside = sum(of for kind, of in by_kind.items() if kind in OUTSIDE)
        most = outside if rules.outside_most is None else rules.outside_most
        total = by_kind.get(Kind.LESSON, 0) + min(outside, most)
        full = Why.OUTSIDE_FULL if outside > most and credit.kind in OUTSIDE else Why.KIND_FULL
        rows.append(Row(credit, total - counted, year, why if total - counted >= credit.seconds else full))
        counted = total
    return rows


def _years(rules: Rules, cycle: Cycle, rows: list[Row], on: dt.date) -> list[Year]:
    """The years with what each asks for. What a later one has to spare makes up an earlier one, if the rules allow it."""
    spans = cycle.years()
    if on > cycle.valid_until:
        spans.append((cycle.valid_until + DAY, cycle.grace_ends))
    sums = _sums((row.year, row.credit.seconds) for row in rows)
    told, spare = [], 0
    for number, (first, last) in reversed(list(enumerate(spans, 1))):
        grace = first > cycle.valid_until
        profile = cycle.profile_on(min(last, on))
        own, least = sums.get(number, 0), 0 if grace else rules.yearly_under(profile)
        made_up = min(spare, max(0, least - own)) if rules.make_up else 0
        spare += max(0, own - least) - made_up
        told.append(Year(number, first, last, own, least, made_up, profile, on > last, grace))
    return told[::-1]


def _sums(pairs: Iterable[tuple[Key, int]]) -> dict[Key, int]:
    sums: dict[Key, int] = defaultdict(int)
    for key, seconds in pairs:
        sums[key] += seconds
    return {key: max(0, seconds) for key, seconds in sums.items()}
