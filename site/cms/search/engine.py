"""Chinese search on OpenSearch or Elasticsearch, for a site that outgrows its database's index. SEARCH_URL switches to it.

The engine cuts text into pairs of characters itself (its CJK analyzer); the ladder, the synonyms and the one form of a text are
the database backends' own. It says what fits and how well; what of it may be shown, the queryset says, in the database.
"""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django.db import models
from modelsearch.backends import elasticsearchbase as stock

from cms.search import ladder
from cms.search.ladder import Rung
from cms.search.text import normalise
from cms.search.wire import Engine, NotFound

MOST = 1000  # best hits asked for; what a reader may not see is taken from these
_PAIRS = ["cjk_width", "lowercase"]
ANALYSIS = {
    # A name of its own for every role, so that a plugin (smartcn, say) can take one's place by INDEX_SETTINGS.
    "filter": {
        "pairs": {"type": "cjk_bigram"},
        "pairs_and_ones": {"type": "cjk_bigram", "output_unigrams": True},
        "beginnings": {"type": "edge_ngram", "min_gram": 1, "max_gram": 15},
    },
    "analyzer": {
        # In the index a lone character is found too; a question of two or more asks for its pairs alone.
        "default": {"type": "custom", "tokenizer": "standard", "filter": [*_PAIRS, "pairs_and_ones"]},
        "default_search": {"type": "custom", "tokenizer": "standard", "filter": [*_PAIRS, "pairs"]},
        "beginnings": {"type": "custom", "tokenizer": "standard", "filter": [*_PAIRS, "pairs", "beginnings"]},
    },
}


class Mapping(stock.ElasticsearchBaseMapping):
    """Which field is cut how; the words in the form the questions have."""

    edgengram_analyzer_config: ClassVar[dict[str, str]] = {"analyzer": "beginnings", "search_analyzer": "default_search"}

    def _clean_value(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [self._clean_value(part) for part in value]
        return normalise(value) if isinstance(value, str) else super()._clean_value(value)


class _Compiler(ladder.Compiler):
    mapping_class = Mapping
    DEFAULT_OPERATOR = "and"

    def _get_order_by(self) -> list[Any]:
        return []


class Search(_Compiler, stock.ElasticsearchBaseSearchQueryCompiler):
    pass


class SearchAnyTerm(Search):
    rung = Rung.ANY_TERM


class SearchAnyPair(Search):
    rung = Rung.ANY_PAIR


class Autocomplete(_Compiler, stock.ElasticsearchBaseAutocompleteQueryCompiler):
    def get_inner_query(self) -> dict[str, Any]:
        """As typed: the field holds the beginnings of words, so nothing is cut into a phrase."""
        columns = self.remapped_fields or ["_edgengrams"]
        query = {"query": normalise(self.words), "operator": "and"}
        return {"multi_match": {**query, "fields": columns}} if len(columns) > 1 else {"match": {columns[0]: query}}

    def __init__(self, queryset: Any, query: Any, *args: Any, **kwargs: Any) -> None:
        self.words = getattr(query, "query_string", None) or str(query)
        super().__init__(queryset, query, *args, **kwargs)


class Results(stock.ElasticsearchBaseSearchResults):
    """The best hits, less those the queryset leaves out. Two questions: one to the engine, one to the database."""

    def ranked(self) -> dict[str, float]:
        """The keys of the best hits with their scores, whoever may see them."""
        index = self.backend.get_index_for_model(self.query_compiler.queryset.model).name
        body = {"query": self.query_compiler.get_query(), "_source": False, "stored_fields": ["pk"], "size": MOST}
        hits = self.backend.es.search(index, body)["hits"]["hits"]
        return {str(hit["fields"]["pk"][0]): float(hit["_score"] or 0) for hit in hits}

    def _do_search(self) -> Iterator[Any]:
        ranked = self.ranked()
        found = list(self.query_compiler.queryset.filter(pk__in=list(ranked)))
        if self.query_compiler.order_by_relevance:
            found.sort(key=lambda thing: -ranked[str(thing.pk)])
        for thing in found[self.start : self.stop]:
            if self._score_field:
                setattr(thing, self._score_field, ranked[str(thing.pk)])
            yield thing

    def _do_count(self) -> int:
        all_of_them = self.query_compiler.queryset.filter(pk__in=list(self.ranked())).count()
        return len(range(all_of_them)[self.start : self.stop])


class SearchBackend(ladder.Ladder, stock.ElasticsearchBaseSearchBackend):
    mapping_class = Mapping
    query_compiler_class: ClassVar[type[Any]] = Search
    autocomplete_query_compiler_class: ClassVar[type[Any]] = Autocomplete
    results_class = Results
    rungs = (Search, SearchAnyTerm, SearchAnyPair)
    lower_is_better = False
    NotFoundError = NotFound
    client_class = Engine
    settings: ClassVar[dict[str, Any]] = {"settings": {"analysis": ANALYSIS}}

    def keys(self, rung: Rung, query: str, queryset: "models.QuerySet[Any]") -> list[int]:
        """Of the best hits."""
        return list(queryset.filter(pk__in=list(self._alone(rung, query, queryset).ranked())).values_list("pk", flat=True))

    def together(self, rung: Rung, query: str, querysets: "Iterable[models.QuerySet[Any]]", most: int) -> list[ladder.Row]:
        """The best of each queryset: an index has one kind of root. One question to each, and to the database."""
        rows = []
        for queryset in querysets:
            ranked = self._alone(rung, query, queryset).ranked()
            for kind, key, heading in queryset.filter(pk__in=list(ranked)).values_list("found_as", "pk", "heading"):
                rows.append((kind, key, heading, ranked[str(key)]))
        return sorted(rows, key=lambda row: -row[3])[:most]

    def bulk(self, engine: Engine, documents: list[dict[str, Any]], index: str) -> None:
        engine.bulk(index, documents)
