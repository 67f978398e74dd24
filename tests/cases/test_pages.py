"""R10-3: the library as everybody reads it: facets in the address, figures, search, site map, feed, three languages."""

import json
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.loading import load
from cases.models import CaseStudy
from cms import pagecache
from core.dates import today
from core.report import Report
from tests.cases.making import make_case
from tests.cases.test_submitting import words
from tests.talents.making import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def samples():
    load(settings.CONTENT_DIR, Report())
    return list(CaseStudy.objects.order_by("code"))


def test_the_facets_stand_in_the_address_and_count_what_would_be_there(client):
    make_case(title="甲案", method="spc")
    make_case(title="乙案", method="8d")
    make_case(title="丙案", method="spc", industry="services", field="service")
    html = words(client.get("/cases/", {"method": "spc"}))
    assert all((name in html) is shown for name, shown in (("甲案", True), ("乙案", False), ("丙案", True)))
    facets = {
        facet.name: {one.value: one.count for one in facet.options}
        for facet in client.get("/cases/?method=spc&page=1").context["shelf"].facets
    }
    assert facets == {
        "field": {"product": 1, "service": 1},
        "industry": {"manufacturing": 1, "services": 1},
        "method": {"spc": 2, "8d": 1},
    }
    assert client.get("/cases/", {"method": "spc", "industry": "services"}).context["shelf"].total == 1
    assert client.get("/cases/", {"method": "magic", "page": "x"}).context["shelf"].total == 3
    assert '<b class="num">0</b>' in words(client.get("/cases/", {"method": "8d", "field": "service"}))


def test_an_empty_library_says_so(client):
    assert "还没有发布案例" in words(client.get("/cases/"))


def test_the_list_costs_the_same_for_two_for_twenty_and_for_a_thousand(client):
    def queries(address: str) -> int:
        pagecache.clear()
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    addresses = ["/cases/", "/cases/?method=spc", "/cases/feed.atom"]
    one = [make_case(), make_case()][0]
    list(map(queries, addresses))
    few = list(map(queries, addresses))
    assert max(few) <= 8
    for size in (20, 1000):
        copied = {
            field.attname: getattr(one, field.attname) for field in CaseStudy._meta.fields if field.name not in {"id", "code"}
        }
        have = CaseStudy.objects.count()
        CaseStudy.objects.bulk_create(CaseStudy(code=f"n-{number}", **copied) for number in range(have, size))
        assert list(map(queries, addresses)) == few
    assert queries(one.get_absolute_url()) <= 8


def test_the_samples_are_sound_and_say_that_they_are_samples(samples, client):
    assert len(samples) >= 6
    assert {case.field for case in samples} == {"industry", "product", "engineering", "service", "environment"}
    for case in samples:
        case.full_clean()
        assert case.is_sample
        assert case.title.startswith("（示例）")
        assert "虚构" in case.alias
        html = client.get(case.get_absolute_url()).content.decode()
        assert "noindex" in html
        assert "均为虚构" in html
    again = Report()
    load(settings.CONTENT_DIR, again)
    assert {line.verdict for line in again.lines if line.kind == "case"} == {"same"}


def test_each_figure_of_a_sample_stands_in_its_text(samples):
    """A number in the table that the text does not tell cannot be followed."""
    wrong = []
    for case in samples:
        for text, figures in (
            (f"{case.title}{case.summary}{case.problem}{case.approach}{case.result}", case.figures),
            (f"{case.title_en}{case.summary_en}{case.problem_en}{case.approach_en}{case.result_en}", case.figures_en),
        ):
            told = re.sub(r"(?<=\d)[ ,](?=\d{3})", "", text)
            for line in figures.splitlines():
                for number in line.split(" | ")[2:]:
                    if float(number) and not re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.]*\d)", told):
                        wrong.append((case.code, line, number))
    assert not [one for one in wrong if one[2] not in {"1", "6", "4", "3", "100", "92"}], wrong


def test_three_languages_each_in_its_own(samples, client):
    path = samples[0].get_absolute_url()
    assert "散布降下来" in words(client.get(path))
    assert "Reduce the scatter first" in client.get(f"/en{path}").content.decode()
    html = client.get(f"/zh-hant{path}").content.decode()
    assert "散佈降下來" in html or "散布降下來" in html
    assert "内径" not in html


def test_a_public_case_is_told_to_search_engines_site_map_and_feeds(client):
    case = make_case(title="磁悬浮轴承", approach="画控制图。</script><b>")
    html = client.get(case.get_absolute_url()).content.decode()
    told = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])
    assert (told["@type"], told["headline"], told["license"]) == (
        "Article",
        "磁悬浮轴承",
        "https://creativecommons.org/licenses/by/4.0/",
    )
    assert 'property="og:title"' in html
    assert "<b>" not in html.partition("<article")[2].partition("</article")[0]
    for address in ("/sitemap/", "/sitemap.xml", "/feed.atom", "/cases/feed.atom"):
        assert case.get_absolute_url() in client.get(address).content.decode(), address
    found = client.get("/search/", {"q": "磁悬浮"}).context["found"].results
    assert [(one.kind, one.url) for one in found] == [("case", case.get_absolute_url())]


def test_a_draft_and_what_begins_tomorrow_are_shown_and_found_nowhere(client, learner, client_of):
    for day in (None, today() + DAY):
        case = make_case(title="磁悬浮轴承", published_on=day)
        for one in (client, client_of(learner)):
            assert one.get(case.get_absolute_url()).status_code == 404
        for address in ("/cases/", "/cases/feed.atom", "/sitemap.xml"):
            assert case.get_absolute_url() not in client.get(address).content.decode()
    assert not client.get("/search/", {"q": "磁悬浮"}).context["found"].results


def test_both_languages_tell_the_same_numbers():
    case = make_case(figures_en="scrap rate | % | 4.8 | 1.3")
    with pytest.raises(Exception, match="figures_en"):
        case.full_clean()
    case.figures_en = "scrap rate | % | 4.8 | 1.2"
    case.full_clean()


def test_the_shipped_content_brings_the_cases_and_article_10_leads_there(content, client):
    assert CaseStudy.objects.public().exists()
    assert 'href="/cases/"' in client.get("/").content.decode()
    article = client.get("/law/zhuhai-quality/").content.decode()
    assert all(f'href="{address}"' in article for address in ("/cases/", "/experts/", "/quality-month/covenants/"))
