"""Chinese search on whichever database the suite runs on."""

from django.db import connection
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.query import And, Or, Phrase, PlainText

from pages.models import NotePage
from tests.cms.judged import HOSTILE, QUERIES, TRADITIONAL


def names(query, forty, model=NotePage):
    return [forty[page.pk] for page in get_search_backend().search(query, model)]


def figures(forty):
    """Recall and precision among the first five, and how far down the first right one stands, over all queries."""
    recall = precision = rank = 0.0
    for query, relevant in QUERIES.items():
        found = names(query, forty)
        first = [name for name in found[:5] if name in relevant]
        recall += len(first) / len(relevant)
        precision += len(first) / len(found[:5]) if found else 0
        rank += next((1 / place for place, name in enumerate(found, 1) if name in relevant), 0)
    return tuple(round(figure / len(QUERIES), 2) for figure in (recall, precision, rank))


def test_what_readers_want_stands_among_the_first_five(forty):
    recall, precision, rank = figures(forty)
    assert recall == 1.00
    assert precision >= 0.85
    assert rank == 1.00


def test_a_traditional_query_finds_what_the_simplified_one_finds(forty):
    for traditional, simplified in TRADITIONAL.items():
        assert names(traditional, forty) == names(simplified, forty) != []


def test_no_query_breaks_the_search(forty):
    backend = get_search_backend()
    for query in HOSTILE:
        assert len(list(backend.search(query, NotePage))) <= len(forty)
        assert len(list(backend.search(query, NotePage, operator="or"))) <= len(forty)
        assert len(list(backend.autocomplete(query, Page))) <= len(forty) + 3


def test_a_query_without_a_word_finds_nothing(forty):
    search = get_search_backend().search
    for query in ("", "   ", "。，！", "🎓", "\x00"):
        assert names(query, forty) == []
        assert list(search(PlainText(query), NotePage)) == []
        assert list(search(And([PlainText(query), Phrase(query)]), NotePage)) == []


def test_one_character_finds_words_that_hold_it(forty):
    assert "P9" in names("奖", forty)
    assert "A29" in names("琴", forty)


def test_words_may_be_joined_by_hand(forty):
    backend = get_search_backend()
    assert {forty[p.pk] for p in backend.search(Or([PlainText("横琴"), PlainText("碳足迹")]), NotePage)} == {"A15", "A29"}
    assert {forty[p.pk] for p in backend.search(And([PlainText("小微企业"), PlainText("问答")]), NotePage)} == {"P5"}


def test_a_guess_brings_ten_pages_at_most(forty):
    assert 0 < len(names("量子质量纠缠企业", forty)) <= 10


def test_a_phrase_in_the_title_comes_before_one_in_the_text(forty):
    assert names("科普基地", forty)[0] == "P4"


def test_the_admin_finds_pages_by_a_part_of_their_title(forty):
    found = get_search_backend().autocomplete
    assert forty[found("质量官制", Page)[0].pk] == "P2"
    assert forty[found("首席質", Page)[0].pk] == "P2"
    assert {forty[page.pk] for page in found("名录", Page)} == {"P4"}
    assert {forty[page.pk] for page in found("IS", Page)} == {"P10"}


def test_english_plurals_find_the_singular(write):
    note = write("en", "Officers and policies", "Every process needs an owner; two processes need two.")
    for query in ("officer", "policy", "Policies", "the process of owners"):
        assert list(get_search_backend().search(query, NotePage)) == [note]


def test_a_list_of_texts_keeps_its_pairs_together():
    from cms.search.ladder import Indexer

    class Stock:
        def prepare_value(self, value):
            return ", ".join(self.prepare_value(item) for item in value) if isinstance(value, list) else str(value)

    class Both(Indexer, Stock):
        pass

    assert " ".join(Both().prepare_value(["质量官", "九月"]).split()) == "质量 量官 官 , 九月 月"


def test_the_library_indexes_through_our_indexer():
    """The hook is a name inside the library's module; if an update drops it, Chinese search is gone without an error."""
    backend = get_search_backend()
    stock = type(backend).__mro__[2].__module__
    assert stock.startswith("modelsearch.backends.database")
    index = backend.get_index_for_model(NotePage)
    assert index.add_items.__globals__["ObjectIndexer"].__module__ == type(backend).__module__
    assert type(backend).__module__ == {"sqlite": "cms.search.sqlite", "postgresql": "cms.search.postgres"}[connection.vendor]


def test_publishing_puts_a_page_into_the_index_and_deleting_takes_it_out(write):
    note = write("new", "计量器具检定", "初稿")
    search = get_search_backend().search
    note.text = "两块直尺为什么不一样长"
    note.save_revision().publish()
    assert list(search("直尺", NotePage)) == [note]
    assert list(search("初稿", NotePage)) == []
    note.delete()
    assert list(search("直尺", NotePage)) == []
