"""Counting for oversight (监管统计): firms, posts, certificates, hours and vetoes by district, industry or size, and quarter.

What is told has passed `suppression`: fewer than five people or firms are withheld, and so is what would give them away.
Hours are withheld wherever the number of people who learned them is. Docs: docs/algorithms/oversight.md.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appointments.counting import quarter_ends
from appointments.models import Appointment, Veto
from appointments.oversight.bars import ROW, Bar, bars
from certificates.models import Certificate
from certificates.suppression import TOTAL, Cell, Table, publish
from core.dates import start_of, today
from organisations.models import District, Industry, Membership, Organisation

Key = int | str
Counts = Counter[tuple[Key, str]]
# Of a body that has not said where, what or how large it is.
NOT_SAID = "-"
# By what the figures are split, and where a firm has it.
SPLITS = {"district": "district_id", "industry": "industry_id", "size": "size"}
SPLIT_NAMES = {
    "district": gettext_lazy("By district"),
    "industry": gettext_lazy("By industry"),
    "size": gettext_lazy("By size of enterprise"),
}


@dataclass(frozen=True)
class Quarter:
    """A quarter and its days; the running one ends today."""

    name: str
    since: dt.date
    until: dt.date

    def moments(self, name: str) -> Q:
        """That a moment falls into it, by local days."""
        return Q(**{f"{name}__gte": start_of(self.since), f"{name}__lt": start_of(self.until + dt.timedelta(days=1))})


@dataclass(frozen=True)
class Measure:
    """One thing that is counted: what it is called, what its numbers mean, and the numbers that may be told."""

    code: str
    name: str
    note: str
    keys: Mapping[Key, str]
    quarters: Sequence[str]
    told: Mapping[Cell, int | None]

    def rows(self) -> Iterator[tuple[str, list[tuple[str, int | None]]]]:
        """(name, (quarter, number or None where it is withheld) for each quarter), the sums last."""
        for key, name in [*self.keys.items(), (TOTAL, _("Together"))]:
            yield name, [(quarter, self.told.get((key, quarter), 0)) for quarter in self.quarters]

    @property
    def height(self) -> int:
        """Of the picture."""
        return ROW * len(self.keys)

    def bars(self) -> list[Bar]:
        """The last quarter as a picture."""
        last = self.quarters[-1]
        return bars([(name, self.told.get((key, last), 0)) for key, name in self.keys.items()])


def measures(split: str, day: dt.date | None = None) -> list[Measure]:
    """Everything, by one split (a fixed number of queries, however many firms and people)."""
    quarters = [_quarter(name, end) for name, end in quarter_ends(day or today())]
    keys, names = _keys(split), [one.name for one in quarters]
    path = SPLITS[split]

    def told(code: str, name: str, note: str, count: Callable[[Quarter, str], Mapping[Key, int]]) -> Measure:
        table = publish(_table(quarters, path, count), list(keys), names)
        return Measure(code, name, note, keys, names, table.told)

    found = [told(*one) for one in _counted()]
    return [*found[:-1], _hours(quarters, path, keys), found[-1]]


def _counted() -> list[tuple[str, str, str, Callable[[Quarter, str], Mapping[Key, int]]]]:
    end = _("On the last day of the quarter.")
    return [
        ("firms", _("Verified enterprises"), end, _firms),
        ("posts", _("People in posts of quality"), end, _posts),
        ("certificates", _("Members with a valid certificate"), end, _certificates),
        ("raised", _("Vetoes raised"), _("During the quarter."), _raised),
        ("upheld", _("Vetoes upheld"), _("During the quarter."), _upheld),
    ]


def _table(quarters: Sequence[Quarter], path: str, count: Callable[[Quarter, str], Mapping[Key, int]]) -> Counts:
    found: Counts = Counter()
    for quarter in quarters:
        for key, number in count(quarter, path).items():
            found[key, quarter.name] += number
    return found


def _firm(prefix: str = "") -> Q:
    return Q(**{f"{prefix}kind": Organisation.Kind.ENTERPRISE, f"{prefix}state": Organisation.State.VERIFIED})


def _split(rows: "QuerySet[Any]", path: str, number: Any) -> dict[Key, int]:
    """{key: number} of one grouped query; those that have not said are one group."""
    found: Counter[Key] = Counter()
    for key, count in rows.order_by().values_list(path).annotate(number=number):
        found[NOT_SAID if key in (None, "") else key] += int(count)
    return dict(found)


def _firms(quarter: Quarter, path: str) -> dict[Key, int]:
    rows = Organisation.objects.filter(_firm(), registered_at__lt=start_of(quarter.until + dt.timedelta(days=1)))
    return _split(rows, path, Count("pk"))


def _posts(quarter: Quarter, path: str) -> dict[Key, int]:
    rows = Appointment.objects.filter(_firm("organisation__")).in_force(quarter.until)
    return _split(rows, f"organisation__{path}", Count("pk"))


def _members(quarter: Quarter) -> "QuerySet[Membership]":
    """People who belonged to a firm on the quarter's last day."""
    stays = Q(until=None) | Q(until__gt=quarter.until)
    return Membership.objects.filter(_firm("organisation__"), stays, since__lte=quarter.until).exclude(person=None)


def _certificates(quarter: Quarter, path: str) -> dict[Key, int]:
    lasts = Q(valid_until=None) | Q(valid_until__gte=quarter.until)
    valid = Certificate.objects.filter(lasts, state=Certificate.State.VALID, valid_from__lte=quarter.until)
    rows = _members(quarter).filter(person__in=valid.order_by().values("holder"))
    return _split(rows, f"organisation__{path}", Count("person", distinct=True))


def _raised(quarter: Quarter, path: str) -> dict[Key, int]:
    there = "authorisation__appointment__organisation__"
    return _split(Veto.objects.filter(_firm(there), quarter.moments("raised_at")), f"{there}{path}", Count("pk"))


def _upheld(quarter: Quarter, path: str) -> dict[Key, int]:
    there = "authorisation__appointment__organisation__"
    rows = Veto.objects.filter(_firm(there), quarter.moments("ruling__ruled_at"), ruling__outcome="upheld")
    return _split(rows, f"{there}{path}", Count("pk"))


def _hours(quarters: Sequence[Quarter], path: str, keys: Mapping[Key, str]) -> Measure:
    """Hours that members were credited while they belonged; whole hours, told where at least five people learned them."""
    people: Counts = Counter()
    hours: Counts = Counter()
    for quarter in quarters:
        rows = _learning(quarter)
        for key, number in _split(rows, f"organisation__{path}", Count("person", distinct=True)).items():
            people[key, quarter.name] += number
        seconds = rows.order_by().values_list(f"organisation__{path}", "person__credit_entries__course__minutes_per_hour")
        shares: dict[Key, float] = {}
        for key, minutes, number in seconds.annotate(number=Sum("person__credit_entries__seconds")):
            group = NOT_SAID if key in (None, "") else key
            shares[group] = shares.get(group, 0.0) + number / (60 * minutes)
        for group, share in shares.items():
            hours[group, quarter.name] = int(share)
    names = [one.name for one in quarters]
    table = publish(people, list(keys), names)
    told = {cell: _told(table, cell, hours, keys, names) for cell in table.told}
    note = _("During the quarter, in whole hours. Withheld where fewer than five people learned.")
    return Measure("hours", _("Training hours"), note, keys, names, told)


def _learning(quarter: Quarter) -> "QuerySet[Membership]":
    """Members with what they were credited in the quarter while they belonged."""
    entries = Q(person__credit_entries__day__gte=quarter.since, person__credit_entries__day__lte=quarter.until)
    belonging = Q(person__credit_entries__day__gte=F("since")) & (Q(until=None) | Q(person__credit_entries__day__lte=F("until")))
    return Membership.objects.filter(_firm("organisation__"), entries & belonging)


def _told(table: Table[Key, str], cell: Cell, hours: Counts, keys: Mapping[Key, str], quarters: Sequence[str]) -> int | None:
    if table.told[cell] is None:
        return None
    row, column = cell
    rows = list(keys) if row == TOTAL else [row]
    columns = list(quarters) if column == TOTAL else [column]
    return sum(hours[one, other] for one in rows for other in columns)  # type: ignore[index,misc]  # a key and a quarter


def _keys(split: str) -> dict[Key, str]:
    """Every value of a split in its order, those that have not said last."""
    listed: dict[Key, str] = {}
    if split == "size":
        listed = {size.value: str(size.label) for size in Organisation.Size}
    else:
        of_list: Any = District if split == "district" else Industry
        listed = {one.pk: str(one) for one in of_list.objects.all()}
    return {**listed, NOT_SAID: _("Not stated")}


def _quarter(name: str, end: dt.date) -> Quarter:
    first = end.replace(month=(end.month - 1) // 3 * 3 + 1, day=1)
    return Quarter(name, first, end)
