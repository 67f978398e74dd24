"""The learning pages in a real browser: axe has nothing to object to, nothing is wider than a phone."""

import pytest

from tests.browser import until
from tests.courses.learning import answer_all, complete, enrol

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]
PAGES = [
    "/courses/",
    "/courses/qso/",
    "/courses/qso/off-05/",
    "/courses/qso/off-06/",
    "/courses/qso/off-09/",
    "/learn/",
    "/learn/hours/",
]


@pytest.fixture
def mine(content, learner, client_of, site, open_browser):
    """A phone and a desk of the same learner, who is half way."""
    enrolment = enrol(learner)
    complete(enrolment, "OFF-05")
    answer_all(learner, "OFF-06")
    session = client_of(learner).cookies["sessionid"].value

    def opened(**options):
        page = open_browser(**options)
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
        return page

    return opened


def test_axe_finds_nothing_on_the_pages_of_a_learner(mine, accessible):
    page = mine()
    for address in PAGES:
        page.goto(address)
        accessible(page)


def test_axe_finds_nothing_on_the_public_pages_in_each_language(content, open_browser, accessible):
    page = open_browser()
    for address in ["/courses/", "/en/courses/qso/", "/en/courses/qso/off-05/", "/zh-hant/courses/qso/off-05/"]:
        page.goto(address)
        accessible(page)


def test_no_page_is_wider_than_a_small_phone(mine):
    page = mine(viewport={"width": 320, "height": 640})
    for address in [*PAGES, *(f"/en{address}" for address in PAGES)]:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address


@pytest.mark.parametrize("enrolled", [True, False], ids=["a learner", "anyone"])
def test_the_contents_show_where_one_is(mine, open_browser, enrolled):
    page = (mine if enrolled else open_browser)(viewport={"width": 1280, "height": 700})
    page.goto("/courses/cqo/sup-04/")
    here, rail = page.locator("[data-rail] [aria-current]"), page.locator("[data-rail]")

    def is_seen():
        box, frame = here.bounding_box(), rail.bounding_box()
        return frame["y"] <= box["y"] <= frame["y"] + frame["height"]

    until(page, is_seen)
