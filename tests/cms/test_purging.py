"""Publishing forgets exactly the kept pages that show what was published, and at once; every other page stays."""

import time
from copy import deepcopy

import pytest
from django.core.cache import caches
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from wagtail.models import PageViewRestriction

from cms import pagecache
from cms.models import Identity
from core.dates import now
from courses.models import LessonPage
from courses.publishing import courses_with
from events import arranging
from pages.models import NotePage
from statutes.models import Article
from tests.campaigns.making import contest_of
from tests.core.plant import Plant
from tests.events.making import book, make_event

LAW, ABOUT, PRIVACY = "/law/zhuhai-quality/", "/pages/about/", "/pages/privacy/"
GATHERED = ["/", "/en/", "/sitemap/", "/sitemap.xml", "/feed.atom", "/search/?q=质量"]
OTHERS = [LAW, PRIVACY, "/courses/", "/events/", "/quality-month/2026/", "/en/quality-month/2026/", "/robots.txt"]


@pytest.fixture(params=["files", pytest.param("redis", marks=pytest.mark.redis)])
def kept_in(request, settings, tmp_path):
    """Pages and stamps in this process's memory and in files, or all in a Redis of the test's own."""
    if request.param == "files":
        yield
        return
    plant = Plant(tmp_path, "redis")
    plant.start_broker()
    places = deepcopy(settings.CACHES)
    for name in places:
        address = f"redis://127.0.0.1:{plant.port}/0"
        places[name] = {"BACKEND": "core.redis_cache.RedisCache", "LOCATION": address, "KEY_PREFIX": name}
    settings.CACHES = places
    try:
        yield
    finally:
        plant.close()


def is_kept(address):
    """Whether the next reader is given the page as it was kept."""
    _body, _headers, stamps = caches["pages"].get(pagecache._key(RequestFactory().get(address))) or ("", {}, {"": ""})
    return caches["stamps"].get_many(stamps) == stamps


def gone(addresses, deed):
    """Which of them are no longer kept after the deed."""
    addresses = list(dict.fromkeys(addresses))
    for address in addresses:
        assert Client().get(address).status_code == 200
    assert [address for address in addresses if not is_kept(address)] == []  # else the test proves nothing
    deed()
    return [address for address in addresses if not is_kept(address)]


def note(slug="about", language="zh-hans"):
    return NotePage.objects.get(slug=slug, locale__language_code=language)


def test_a_note_takes_its_page_its_shelf_and_what_gathers_all_in_each_language_and_no_other(content, kept_in):
    right = [ABOUT, "/en" + ABOUT, "/zh-hant" + ABOUT, "/pages/", "/zh-hant/pages/", *GATHERED]
    assert gone(right + OTHERS, lambda: note().save_revision().publish()) == right


def test_the_new_words_are_there_within_a_second(content, kept_in):
    for _reading in range(2):
        Client().get(ABOUT)
    changed = note()
    changed.title = "关于这个站"
    changed.save_revision().publish()
    began = time.process_time()
    assert "关于这个站" in Client().get(ABOUT).content.decode()
    assert time.process_time() - began < 1


def test_a_lesson_takes_the_courses_that_show_it_and_the_margin_of_the_law(content, client):
    lesson = LessonPage.objects.get(code="LAW-01", locale__language_code="zh-hans")
    mine = [f"/courses/{course.pages.first().slug}/" for course in courses_with("LAW-01")]
    right = [*mine, f"{mine[0]}{lesson.slug}/", "/courses/", LAW, *GATHERED]
    assert gone([*right, ABOUT, "/events/", "/robots.txt"], lambda: lesson.save_revision().publish()) == right


def test_an_articles_note_takes_what_quotes_articles(content, client_of, administrator):
    article = Article.objects.get(number=9)

    def edit():
        article.note_zh += "。"
        article.save()
        pagecache.purge("law", "articles", "search")

    assert gone([LAW, "/", ABOUT, "/events/"], edit) == [LAW, "/"]


def test_a_booking_takes_one_events_page_and_the_lists_of_events(content, learner):
    event, other = make_event(10), make_event(10)
    right = [event.get_absolute_url(), f"/events/{event.slug}.ics", "/events/", "/events/feed.atom", "/quality-month/2026/"]
    assert gone([*right, other.get_absolute_url(), "/", ABOUT, LAW, "/sitemap/"], lambda: book(learner, event)) == right


def test_a_new_event_is_gathered_everywhere(content, administrator):
    event = make_event(published_at=None)
    right = ["/events/", "/sitemap/", "/feed.atom", "/"]
    assert gone([*right, ABOUT, LAW, "/courses/"], lambda: arranging.publish(event, by=administrator)) == right
    assert event.title in Client().get("/feed.atom").content.decode()


def test_the_sites_name_takes_all(content):
    every = [ABOUT, LAW, "/courses/", "/events/", "/robots.txt", "/verify/"]
    identity = Identity.objects.get_or_create(site_id=1)[0]
    assert gone(every, identity.save) == every


def test_a_page_that_is_no_longer_for_everybody_takes_all(content):
    restriction = PageViewRestriction(page=note(), restriction_type=PageViewRestriction.LOGIN)
    assert gone([PRIVACY, LAW], restriction.save) == [PRIVACY, LAW]
    assert Client().get(ABOUT).status_code == 302


def test_a_contest_takes_the_pages_of_quality_month(content):
    contest = contest_of(2031, opens_at=now(), closes_at=now().replace(year=2032, day=1))
    address = contest.get_absolute_url()

    def draw_another_line():
        pagecache.purge("campaigns", "home", "map")

    assert gone([address, "/quality-month/2026/", LAW, "/events/"], draw_another_line) == [address, "/quality-month/2026/"]


# --- the races ---------------------------------------------------------------------------------------------


class Site:
    """The middleware around a page that counts how often it is made; `meanwhile` happens while it is."""

    def __init__(self, rf, meanwhile=lambda: None, tags=("thing",)):
        self.rf, self.meanwhile, self.tags, self.made = rf, meanwhile, tags, 0
        self.ask = pagecache.PageCacheMiddleware(self.answer)

    def answer(self, request):
        self.made += 1
        self.meanwhile()
        return pagecache.mark(request, HttpResponse(f"{self.made}"), *self.tags)

    def read(self):
        return self.ask(self.rf.get("/thing/")).content.decode()


def test_control_a_page_made_in_peace_is_kept(rf, kept_in):
    site = Site(rf)
    assert [site.read(), site.read()] == ["1", "1"]


def test_a_page_made_while_something_is_published_is_not_kept(rf, db, kept_in):
    site = Site(rf, lambda: pagecache.purge("thing"))
    assert [site.read(), site.read()] == ["1", "2"]


def test_nor_is_one_made_while_a_publication_is_half_told(rf, kept_in):
    """The newest is named first: a page that sees the old tags and the new newest is not kept."""
    site = Site(rf, lambda: pagecache._renew())
    assert [site.read(), site.read()] == ["1", "2"]


def test_a_page_without_tags_is_forgotten_at_each_publication(rf, db, kept_in):
    site = Site(rf, tags=())
    assert [site.read(), site.read()] == ["1", "1"]
    pagecache.purge("something-else")
    assert site.read() == "2"


def test_what_is_read_before_the_publication_is_kept_is_forgotten_with_it(rf, db, django_capture_on_commit_callbacks):
    site = Site(rf)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        pagecache.purge("thing")
        assert [site.read(), site.read()] == ["1", "1"]  # another process still reads what was, and keeps it
    assert site.read() == "2"


def test_so_is_what_is_read_before_a_clearing_is_kept(rf, db, django_capture_on_commit_callbacks):
    site = Site(rf)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        pagecache.clear()
        assert [site.read(), site.read()] == ["1", "1"]
    assert site.read() == "2"


def test_lost_stamps_are_made_anew_and_nothing_older_is_shown(rf, kept_in):
    site = Site(rf)
    assert site.read() == "1"
    caches["stamps"].clear()
    assert [site.read(), site.read()] == ["2", "2"]


def test_a_load_of_content_forgets_all_in_one_go(rf, db):
    site = Site(rf)
    assert site.read() == "1"
    pagecache.purge(*(f"page-{number}" for number in range(500)))
    assert site.read() == "2"
