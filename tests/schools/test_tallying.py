"""What stands beside facets is what one finds by counting, whatever there is and whatever is chosen; and at once."""

from itertools import islice

import pytest
from django.core.cache import caches
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page, PageViewRestriction

from cms import pagecache
from schools import keeping, shelving, tallying
from schools.models import LessonPackPage
from schools.models.pack import SHELVES
from schools.traits import length_of
from tests.load.library import stock
from tests.schools.making import approvers, make_school, published

FACETS = {"stage": "abc", "role": "xyz", "licence": "p"}
SIGNS = st.fixed_dictionaries({name: st.sets(st.sampled_from(values)) for name, values in FACETS.items()})
CHOSEN = st.dictionaries(st.sampled_from(sorted(FACETS)), st.sampled_from("abcxyzp?"))


@given(st.lists(SIGNS, max_size=80), CHOSEN, st.sets(st.integers(0, 79)), st.integers(0, 90), st.integers(0, 12))
def test_whatever_there_is_is_counted_as_one_counts_it(rows, chosen, asked, first, most):
    keyed = {1000 - place: signs for place, signs in enumerate(rows)}
    wanted = [1000 - place for place in asked]
    told = tallying.tally(FACETS, keyed.items())
    places = told.places(wanted)
    among = tallying.marked(places) if asked else told.everything

    def fits(signs, but=""):
        return all(value in signs[name] for name, value in chosen.items() if name != but)

    there = {key: signs for key, signs in keyed.items() if not asked or key in wanted}
    found = told.having(chosen, among)
    fitting = [key for key, signs in there.items() if fits(signs)]
    assert told.sheet(found, first, most) == fitting[first : first + most]
    for name, values in FACETS.items():
        naive = {value: sum(value in signs[name] for signs in there.values() if fits(signs, name)) for value in values}
        assert told.counts(chosen, among)[name] == {value: n for value, n in naive.items() if n}


@pytest.fixture
def library(db):
    """Resources of every kind in two languages, two of three public."""
    stock(90, schools=2, english=2)
    drafts = list(LessonPackPage.objects.order_by("pk").values_list("pk", flat=True))[::3]
    Page.objects.filter(pk__in=drafts).update(live=False)
    keeping.changed()


def naively(language):
    """Each public resource with its signs, by its own fields."""
    rows = list(LessonPackPage.objects.live().select_related("locale", "industry").order_by("-approved_on", "-pk"))
    for page in rows:
        if page.locale.language_code == language:
            twins = [one for one in rows if one.translation_key == page.translation_key]
            yield page, {
                "stage": [page.stage], "subject": [page.subject], "length": [length_of(page.minutes)], "kind": [page.kind],
                "role": page.roles, "industry": [page.industry_code], "licence": [page.licence],
                "language": [code for one in twins for code in one.languages or [one.locale.language_code]],
            }  # fmt: skip


ASKED = [
    {},
    {"stage": "primary"},
    {"role": "qso"},
    {"language": "en"},
    {"industry": "manufacturing", "length": "two"},
    {"stage": "vocational", "role": "teacher", "language": "zh-hans"},
    {"kind": "plan", "licence": "cc-by-4.0", "subject": "maths", "stage": "higher"},
    {"role": "nobody", "language": "fr"},
]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_each_number_and_each_row_is_what_the_database_holds(language, library):
    there = list(naively(language))
    assert len(there) > 15, "else the test proves little"
    for asked in ASKED:
        told = shelving.shelf(asked, language)
        chosen = {facet.name: one.value for facet in told.facets for one in facet.options if one.is_chosen}
        assert chosen == {name: value for name, value in asked.items() if value not in ("nobody", "fr")}

        def fitting(but="", chosen=chosen):
            wanted = [(name, value) for name, value in chosen.items() if name != but]
            return [(page, signs) for page, signs in there if all(value in signs[name] for name, value in wanted)]

        assert [one.pk for one in told.page] == [page.pk for page, _signs in islice(fitting(), 30)]
        assert told.total == len(fitting())
        assert [one.pk for one in shelving.newest(asked, language, 10)] == [one.pk for one in list(told.page)[:10]]
        for facet in told.facets:
            for one in facet.options:
                assert one.count == sum(one.value in signs[facet.name] for _page, signs in fitting(facet.name))
            shown = {one.value for one in facet.options if one.count}
            assert shown >= {value for _page, signs in fitting(facet.name) for value in signs[facet.name] if value}


def test_what_is_published_or_taken_down_is_counted_at_once(db):
    home, by = make_school(), approvers()

    def total():
        return shelving.shelf({}, "zh-hans").total

    assert total() == 0
    page = published(home, by=by)
    assert total() == 1
    page.unpublish()
    assert total() == 0
    second = published(home, by=by)
    assert total() == 1
    bar = PageViewRestriction.objects.create(page=Page.objects.get(pk=home.pk), restriction_type="login")
    assert total() == 0
    bar.delete()
    assert total() == 1
    second.delete()
    assert total() == 0


def test_it_is_kept_until_somebody_says_that_it_changed_in_whichever_process(library):
    def total():
        return shelving.shelf({}, "zh-hans").total

    before = total()
    gone = next(naively("zh-hans"))[0]
    Page.objects.filter(pk=gone.pk).update(live=False)
    assert total() == before, "the control: it is not counted anew for each reader"
    assert gone.pk not in [one.pk for one in shelving.shelf({}, "zh-hans").page], "and yet nobody is shown what is not public"
    pagecache.purge(SHELVES)  # as another process does
    assert total() == before - 1


def test_while_the_cache_is_away_or_empty_it_is_counted_each_time(library, monkeypatch):
    def total():
        return shelving.shelf({}, "zh-hans").total

    before = total()
    caches["stamps"].clear()
    first, second, *_rest = (page.pk for page, _signs in naively("zh-hans"))
    Page.objects.filter(pk=first).update(live=False)
    assert total() == before - 1
    monkeypatch.setattr(pagecache, "generation", lambda *tags: "")
    Page.objects.filter(pk=second).update(live=False)
    assert total() == before - 2
