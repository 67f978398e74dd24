"""Search by OpenSearch or Elasticsearch: what it is told is on record; a stand-in with its analyzer answers like a database."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from modelsearch.backends import get_search_backend
from wagtail.models import Page

from cms.search import ladder
from cms.search.engine import Mapping, SearchBackend
from cms.search.wire import Away, Engine, Refused
from events.models import EventEntry
from pages.models import NotePage
from statutes.models import Article
from tests.cms import standing_in
from tests.cms.judged import HOSTILE, QUERIES, TRADITIONAL

RECORDED = Path(__file__).with_name("engine_mapping.json")
MODELS = (NotePage, Article, EventEntry)


@pytest.fixture
def engine():
    with standing_in.running() as (address, behind):
        yield SearchBackend({"URLS": [address], "INDEX_PREFIX": "haizhun_"}), behind


@pytest.fixture
def filled(engine, forty):
    """The engine with the forty documents in it, as `manage.py update_index` would put them there."""
    backend, behind = engine
    index = backend.get_index_for_model(NotePage)
    building = backend.rebuilder_class(index)
    made = building.start()
    made.add_model(NotePage)
    made.add_items(NotePage, NotePage.objects.filter(pk__in=forty))
    building.finish()
    return backend, behind


def names(backend: Any, query: Any, forty: dict[int, str]) -> list[str]:
    return [forty[page.pk] for page in backend.search(query, NotePage)]


def test_what_the_engine_is_told_is_what_is_on_record():
    """Whoever changes it rebuilds every index: `manage.py update_index`, and record it anew by the two lines below."""
    told = {"settings": SearchBackend.settings, **{model.__name__: Mapping(model).get_mapping() for model in MODELS}}
    assert json.loads(json.dumps(told)) == json.loads(RECORDED.read_text(encoding="utf-8"))


def test_the_cjk_analyzer_cuts_into_pairs_and_finds_single_characters():
    analysis = SearchBackend.settings["settings"]["analysis"]
    known = analysis["filter"]

    def cut(analyzer: str, text: str) -> list[str]:
        return [term for _at, term in standing_in.analysed(text, analysis["analyzer"][analyzer]["filter"], known)]

    assert cut("default_search", "首席质量官 ISO") == ["首席", "席质", "质量", "量官", "iso"]
    assert set(cut("default", "质量官")) == {"质量", "质", "量官", "量", "官"}
    assert cut("beginnings", "cqo") == ["c", "cq", "cqo"]


def test_what_readers_want_stands_among_the_first_as_in_the_databases(filled, forty):
    backend, _behind = filled
    recall = sum(len(set(names(backend, query, forty)[:5]) & right) / len(right) for query, right in QUERIES.items())
    first = sum(
        names(backend, query, forty)[:1] != [] and names(backend, query, forty)[0] in right for query, right in QUERIES.items()
    )
    assert recall / len(QUERIES) > 0.95
    assert first / len(QUERIES) >= 0.9


def test_traditional_finds_what_simplified_finds_and_no_question_breaks_it(filled, forty):
    backend, _behind = filled
    for traditional, simplified in TRADITIONAL.items():
        assert names(backend, traditional, forty) == names(backend, simplified, forty) != []
    for query in HOSTILE:
        assert len(names(backend, query, forty)) <= len(forty)
        assert len(list(backend.autocomplete(query, NotePage))) <= len(forty)
    assert "P9" in names(backend, "奖", forty)


def test_the_ladder_is_climbed_as_in_the_databases(filled, forty):
    backend, _behind = filled
    for rung in ladder.Rung:
        results = backend.on_rung(rung, "首席质量官 市长质量奖", NotePage.objects.all())
        assert (results.count() > 0) is (rung is not ladder.Rung.STRICT)


def test_the_queryset_says_what_may_be_shown_whatever_it_asks(filled, forty):
    """No field of it need be known to the engine: the database filters."""
    backend, _behind = filled
    every = names(backend, "质量", forty)
    NotePage.objects.filter(title__startswith="市长").update(live=False)
    shown = backend.search("质量", NotePage.objects.live().filter(title__regex="."))
    assert {forty[page.pk] for page in shown} == set(every) - {"P9"}
    assert shown.count() == len(every) - 1
    assert len(shown[:2]) == 2
    assert shown[:2].count() == 2


def test_scores_come_with_the_finds_for_the_search_over_all_kinds(filled):
    backend, _behind = filled
    found = list(backend.on_rung(ladder.Rung.STRICT, "一票否决", NotePage.objects.all())[:5].annotate_score("_score"))
    assert [page._score for page in found] == sorted((page._score for page in found), reverse=True)
    assert found[0]._score > 0


def test_a_page_that_is_saved_or_deleted_is_told(filled, forty):
    backend, behind = filled
    page = NotePage.objects.get(pk=next(key for key, name in forty.items() if name == "P9"))
    page.title = "改过的标题"
    backend.add(page)
    assert names(backend, "改过的标题", forty) == ["P9"]
    backend.delete(page)
    backend.delete(page)  # gone already: no error
    assert names(backend, "改过的标题", forty) == []
    assert ("POST", "/haizhun_wagtailcore_page/_search") in behind.asked


def test_rebuilding_puts_a_new_index_in_the_place_of_the_old_one(filled, forty):
    backend, behind = filled
    before = behind.aliases["haizhun_wagtailcore_page"]
    building = backend.rebuilder_class(backend.get_index_for_model(Page))
    building.start()
    building.finish()
    assert behind.aliases["haizhun_wagtailcore_page"] != before
    assert before not in behind.indexes
    assert names(backend, "质量", forty) == []


def test_an_engine_that_is_away_is_a_database_that_is_away(settings, client, db):
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.search.engine", "URLS": ["http://127.0.0.1:1"]}}
    assert isinstance(get_search_backend(), SearchBackend)
    client.raise_request_exception = False
    answer = client.get("/search/?q=质量")
    assert answer.status_code == 503
    assert "稍" in answer.content.decode()


def test_saving_goes_on_while_the_engine_is_away(settings, forty):
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.search.engine", "URLS": ["http://127.0.0.1:1"]}}
    page = NotePage.objects.get(pk=next(iter(forty)))
    page.title = "照常保存"
    page.save()
    assert NotePage.objects.filter(title="照常保存").exists()


def test_what_the_engine_refuses_is_told_in_its_own_words(engine):
    backend, behind = engine
    behind.answer = lambda method, path, body: (400, {"error": "mapper_parsing_exception"})
    with pytest.raises(Refused, match="mapper_parsing_exception"):
        backend.es.ask("PUT", "/x", {})
    behind.answer = lambda method, path, body: (503, {})
    with pytest.raises(Away):
        backend.es.ask("GET", "/x")
    assert issubclass(Away, OperationalError)
    behind.answer = lambda method, path, body: (200, {"errors": True, "items": [{"index": {"error": "version_conflict"}}]})
    with pytest.raises(Refused, match="version_conflict"):
        backend.es.bulk("x", [{"_id": "1", "pk": "1"}])


def test_a_password_goes_along_and_the_address_is_read_as_it_stands():
    backend = SearchBackend({"URLS": ["https://user:secret@search.example.org/prefix"]})
    assert isinstance(backend.es, Engine)
    assert backend.es.root == "https://search.example.org:443/prefix"
    assert backend.es.headers["Authorization"].startswith("Basic ")
