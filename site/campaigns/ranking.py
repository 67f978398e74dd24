"""The ranking (排名): by person and by body, the best try of each; more right first, then less time; equals share a place."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Avg, Count

from campaigns.models import Contest, Entry
from core.masking import masked

SHOWN = 100
# A body's figure from fewer people would tell one person's result.
LEAST = 3


@dataclass(frozen=True)
class Row:
    place: int
    name: str
    right: float
    seconds: float
    people: int = 1


def places(results: Iterable[tuple[float, float]]) -> list[int]:
    """The place of each result, best first: (right, time). Equals share one, and the next place counts them all.

    >>> places([(20, 300), (20, 300), (20, 301), (19, 100)])
    [1, 1, 3, 4]
    """
    found: list[int] = []
    last: tuple[float, float] | None = None
    for number, result in enumerate(results, 1):
        found.append(found[-1] if result == last else number)
        last = result
    return found


def by_person(contest: Contest, most: int = SHOWN) -> list[Row]:
    """Masked names (one query)."""
    entries = list(Entry.objects.filter(contest=contest).ranked().select_related("person")[:most])
    results = [(entry.best_right or 0, entry.best_ms or 0) for entry in entries]
    return [
        Row(place, masked(entry.person.full_name), right, ms / 1000)
        for place, entry, (right, ms) in zip(places(results), entries, results, strict=True)
    ]


def by_body(contest: Contest, most: int = SHOWN) -> list[Row]:
    """The mean of the best tries of a body's people, of at least three (one query)."""
    ranked = Entry.objects.filter(contest=contest, organisation__isnull=False).ranked().order_by()
    sums = ranked.values("organisation__name").annotate(right=Avg("best_right"), ms=Avg("best_ms"), people=Count("pk"))
    rows = list(sums.filter(people__gte=LEAST).order_by("-right", "ms", "organisation__name")[:most])
    found = places((round(row["right"], 2), row["ms"]) for row in rows)
    return [
        Row(place, row["organisation__name"], round(row["right"], 2), row["ms"] / 1000, row["people"])
        for place, row in zip(found, rows, strict=True)
    ]


def place_of(entry: Entry) -> int | None:
    """Where somebody stands; None before the first finished try (one query)."""
    if entry.best_right is None or entry.best_ms is None:
        return None
    others = Entry.objects.filter(contest=entry.contest_id)
    better = others.filter(best_right__gt=entry.best_right) | others.filter(
        best_right=entry.best_right, best_ms__lt=entry.best_ms
    )
    return better.count() + 1
