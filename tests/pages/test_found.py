"""Being found and shared: what search engines, feed readers, phones and share sheets are told."""

import json
import re
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client
from django.utils.html import escape
from PIL import Image
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from cms import cards, listed
from cms.listed import Listed
from pages.models import NotePage

LAW = "/law/zhuhai-quality/"
PUBLIC = ["/", LAW, "/courses/", "/pages/about/", "/sitemap/", "/exams/", "/verify/"]
_S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_X = "{http://www.w3.org/1999/xhtml}"
_A = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def html(content, client):
    return lambda path: client.get(path).content.decode()


def attribute(html, pattern):
    found = re.search(pattern, html)
    return found[1] if found else None


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("prefix", ["", "/en", "/zh-hant"])
def test_a_page_names_its_one_address_and_its_sisters(html, path, prefix):
    page = html(prefix + path)
    assert attribute(page, r'rel="canonical" href="([^"]*)"') == settings.SITE_URL + prefix + path
    sisters = dict(re.findall(r'hreflang="([\w-]+)" href="(http[^"]*)"', page))
    assert sisters == {
        "zh-Hans": settings.SITE_URL + path,
        "zh-Hant": f"{settings.SITE_URL}/zh-hant{path}",
        "en": f"{settings.SITE_URL}/en{path}",
        "x-default": settings.SITE_URL + path,
    }


@pytest.mark.parametrize("path", PUBLIC)
def test_a_page_has_one_title_a_description_and_a_picture(html, client, path):
    page = html(path)
    title = attribute(page, r"<title>(.*?)</title>")
    assert title
    assert attribute(page, r'property="og:title" content="([^"]*)"') == title
    assert attribute(page, r'<meta name="description" content="([^"]+)"')
    image = attribute(page, r'property="og:image" content="([^"]*)"')
    answer = client.get(image.removeprefix(settings.SITE_URL))
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert Image.open(BytesIO(answer.content)).size == (1200, 630)


def test_no_two_pages_share_a_title(html):
    titles = [attribute(html(path), r"<title>(.*?)</title>") for path in PUBLIC]
    assert len(set(titles)) == len(titles)


def test_search_results_and_errors_are_not_offered_to_search_engines(html):
    for path in ("/search/?q=质量", "/no/such/page/"):
        assert "og:image" not in html(path)
        assert 'rel="canonical"' not in html(path)


def test_a_picture_says_only_what_this_site_wrote(content, client):
    good = cards.key("首席质量官", "海准")
    assert client.get(f"/cards/{good}.png").status_code == 200
    assert client.get(f"/cards/{good[:-2]}xx.png").status_code == 404
    assert client.get("/cards/anything.png").status_code == 404
    assert client.get(f"/share/{good[:-2]}xx/").status_code == 404


@pytest.mark.parametrize(
    "title",
    ["", "甲" * 400, "x" * 400, "🎓 \u0000", "<script>", "a b " * 80],
    ids=["empty", "long", "word", "signs", "markup", "words"],
)
def test_any_title_can_be_drawn(db, title):
    assert Image.open(BytesIO(cards.banner(title, "海准"))).size == (1200, 630)
    assert Image.open(BytesIO(cards.card(title, "海准", "https://example.org/" + "a" * 300))).size == (900, 1200)


def test_the_site_map_lists_every_page_in_three_languages_and_each_is_there(content, client):
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    addresses = [place.text.removeprefix(settings.SITE_URL) for place in tree.iter(f"{_S}loc")]
    assert {LAW, f"/en{LAW}", f"/zh-hant{LAW}", "/pages/privacy/"} <= set(addresses)
    assert len(set(addresses)) == len(addresses) > 100
    assert all(len(url.findall(f"{_X}link")) == 3 for url in tree)
    for address in addresses[::23]:
        assert client.get(address, follow=True).status_code == 200, address


def test_the_site_map_costs_the_same_whatever_there_is(content, django_assert_max_num_queries):
    Client().get("/sitemap.xml?warm")
    listed._kept.forget()
    with django_assert_max_num_queries(12):
        Client().get("/sitemap.xml?once")
    with django_assert_max_num_queries(1):
        Client().get("/sitemap.xml?again")


def test_what_stands_behind_a_sign_in_stands_in_no_list_until_it_is_open_again(content, client):
    page = NotePage.objects.get(slug="public-remedy", locale__language_code="zh-hans")
    lists = ["/sitemap.xml", "/sitemap/", "/search/?q=买到问题产品", "/fields/product/", "/pages/no-public-remedy/"]

    def shown():
        return [path for path in lists if "/pages/public-remedy/" in client.get(path).content.decode()]

    assert shown() == lists
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert shown() == []
    restriction.delete()
    assert shown() == lists


def test_a_room_adds_to_the_site_map_by_telling(content, client, monkeypatch):
    monkeypatch.setattr(listed, "sources", [*listed.sources, lambda: [Listed("/events/one/", "检验开放日", "活动")]])
    listed._kept.forget()
    assert "检验开放日" in client.get("/sitemap/").content.decode()
    assert "/events/one/</loc>" in client.get("/sitemap.xml").content.decode()


def test_the_feed_tells_what_was_published_last_first(content, client):
    note = NotePage.objects.get(slug="privacy", locale__language_code="zh-hans")
    note.title = "隐私政策（新）"
    note.save_revision().publish()
    tree = ElementTree.fromstring(client.get("/feed.atom").content)
    assert tree.find(f"{_A}entry/{_A}title").text == "隐私政策（新）"
    assert tree.find(f"{_A}entry/{_A}id").text == f"{settings.SITE_URL}/pages/privacy/"
    assert client.get("/en/feed.atom").content.decode().count("<entry>") > 5


def test_the_law_a_course_and_a_lesson_are_described_for_machines(content, client):
    def described(path):
        return json.loads(attribute(client.get(path).content.decode(), r'<script type="application/ld\+json">(.*?)</script>'))

    law = described(LAW)
    assert law["@type"] == "Legislation"
    assert law["legislationDateOfApplicability"] == "2025-01-01"
    assert [part["url"].rpartition("#")[2] for part in law["hasPart"]] == [f"a{number}" for number in range(1, 31)]
    course = attribute(client.get("/courses/").content.decode(), r'href="(/courses/[\w-]+/)"')
    assert described(course)["@type"] == "Course"
    lesson = attribute(client.get(course).content.decode(), rf'href="({course}[\w-]+/)"')
    assert described(lesson)["isPartOf"]["url"] == settings.SITE_URL + course


def test_what_is_described_never_leaves_its_script(rf):
    from cms.templatetags.found import linked_data

    assert "</script><script>" not in linked_data({"name": "</script><script>alert(1)</script>"})


def test_a_renamed_page_is_still_found_at_its_old_address(content, client, django_capture_on_commit_callbacks):
    note = NotePage.objects.get(slug="privacy", locale__language_code="zh-hans")
    note.slug = "privacy-policy"
    with django_capture_on_commit_callbacks(execute=True):
        note.save_revision().publish()
    assert Redirect.objects.filter(old_path="/pages/privacy").exists()
    answer = client.get("/pages/privacy/")
    assert (answer.status_code, answer.url.removeprefix("http://localhost")) == (301, "/pages/privacy-policy/")


def test_a_wrong_address_names_the_nearest_pages_and_offers_the_search(content, client):
    answer = client.get("/pages/privcy/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert '<a href="/pages/privacy/">' in page
    assert 'role="search"' in page
    assert client.get("/" + "x" * 5000 + "/").status_code == 404


def test_a_phone_can_install_the_site(content, client):
    told = json.loads(client.get("/en/manifest.webmanifest").content)
    assert told["start_url"] == "/en/"
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}
    assert "/en/manifest.webmanifest" in client.get("/en/").content.decode()


def test_what_is_somebodys_own_is_closed_to_robots_and_has_no_card(content, client, client_of, learner):
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /learn/" in robots
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in robots
    assert "/share/" not in client_of(learner).get("/learn/").content.decode()


def test_a_page_is_sent_on_by_code_card_and_address_without_anyone_else(content, client):
    address = attribute(client.get(LAW).content.decode(), r'href="(/share/[^"]+)"')
    page = client.get(address).content.decode()
    assert escape(settings.SITE_URL + LAW) in page
    card = attribute(page, r'<img class="share__card" src="([^"]+)"')
    assert Image.open(BytesIO(client.get(card).content)).size == (900, 1200)
    # Only our own hosts are named anywhere.
    assert not re.findall(r'(?:src|href)="(?:https?:)?//(?!127\.0\.0\.1)', page)
