"""One search over several kinds of things (pages, articles), their results in one order.

The rungs are climbed together: as long as any kind holds an exact match, no other kind adds guesses. Costs one
query per kind and rung, so at most three times the number of kinds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from modelsearch.backends import get_search_backend

from cms.search.ladder import GUESSES, Rung

MOST = 200  # of each kind; nobody turns to the eleventh page


@dataclass(frozen=True)
class Hit:
    """`source` is the key the caller gave its kind; `thing` holds whatever fields the caller's queryset loads."""

    source: str
    thing: Any
    score: float


@dataclass(frozen=True)
class Answer:
    hits: list[Hit]
    rung: Rung


def search(query: str, sources: Mapping[str, "QuerySet[Any]"]) -> Answer:
    """What `query` finds in all `sources`, best first."""
    for rung in Rung:
        hits = [hit for name, queryset in sources.items() for hit in _hits(rung, query, name, queryset)]
        if hits:
            hits.sort(key=lambda hit: -hit.score)
            return Answer(hits[:GUESSES] if rung is Rung.ANY_PAIR else hits, rung)
    return Answer([], Rung.STRICT)


def _hits(rung: Rung, query: str, name: str, queryset: "QuerySet[Any]") -> list[Hit]:
    backend = get_search_backend()
    sign = -1.0 if backend.lower_is_better else 1.0
    results = backend.on_rung(rung, query, queryset)[:MOST].annotate_score("_score")
    return [Hit(name, thing, sign * thing._score) for thing in results]
