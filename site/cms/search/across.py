"""One search over several kinds of things (pages, articles), their results in one order.

The rungs are climbed together: as long as any kind holds an exact match, no other kind adds guesses. All kinds are asked in one
statement, so a search costs at most one for each rung, however many kinds there are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Expression, F, QuerySet, Value
from modelsearch.backends import get_search_backend

from cms.search.ladder import GUESSES, Rung
from cms.search.text import query_terms

MOST = 1000  # finds in all; nobody turns to the fiftieth page


@dataclass(frozen=True)
class Hit:
    """`kind` and `heading` are what the caller's queryset calls them (`asked`), `key` is the thing's own."""

    kind: str
    key: int
    heading: str
    score: float


@dataclass(frozen=True)
class Answer:
    hits: list[Hit]
    rung: Rung


def asked(queryset: "QuerySet[Any]", kind: str | Expression, heading: Expression | F) -> "QuerySet[Any]":
    """The things of `queryset` to be searched: of which kind each is, and how it is headed."""
    named = Value(kind, output_field=CharField()) if isinstance(kind, str) else kind
    return queryset.annotate(found_as=named, heading=heading)


def search(query: str, sources: Iterable["QuerySet[Any]"], most: int = MOST) -> Answer:
    """What `query` finds in all `sources` (each made by `asked`), best first."""
    sources = list(sources)
    for rung in Rung if query_terms(query) else ():
        hits = [Hit(*row) for row in get_search_backend().together(rung, query, sources, most)]
        if hits:
            hits.sort(key=lambda hit: (-hit.score, -hit.key))
            return Answer(hits[:GUESSES] if rung is Rung.ANY_PAIR else hits, rung)
    return Answer([], Rung.STRICT)
