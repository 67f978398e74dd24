"""Who reads differently: axe on what an attempt leaves behind, 200 % zoom, forced colours, a picture with its words."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from exams import delivery, picturing
from tests.exams.browsing import begin, slot_of
from tests.exams.making import KINDS, answer, sitting, version

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def signed_in(open_browser, client_of, site):
    def page(person):
        opened = open_browser()
        cookie = client_of(person).cookies["sessionid"].value
        opened.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
        return opened

    return page


def test_what_an_attempt_leaves_behind_is_accessible(signed_in, accessible, learner, examiner, site):
    attempt = delivery.start(candidate=learner, sitting=sitting(version(["single"])))
    answer(attempt)
    delivery.submit(attempt=attempt)
    page = signed_in(learner)
    for address in (f"{attempt.get_absolute_url()}record/", "/exams/receipts/"):
        page.goto(address)
        accessible(page)
    office = signed_in(examiner)
    for address in (f"{attempt.get_absolute_url()}timeline/", "/exams/desk/answer-files/"):
        office.goto(address)
        accessible(office)


def test_at_200_per_cent_nothing_is_cut_off_for_any_kind(signed_in, learner, site):
    """A window of 1280 by 800 at 200 % is one of 640 by 400."""
    page = signed_in(learner)
    page.set_viewport_size({"width": 640, "height": 400})
    begin(page, sitting(version(list(KINDS), items=1)))
    for slot in range(1, len(KINDS) + 1):
        page.goto(f"{page.url.partition('?')[0]}?slot={slot}")
        expect(page.locator("h1")).to_contain_text(f"第{slot}题")
        assert page.evaluate("document.documentElement.scrollWidth") <= 640
    expect(page.locator("[data-timer]")).to_be_visible()
    expect(page.locator("[data-save]")).to_be_visible()


def test_with_forced_colours_what_is_chosen_and_owed_can_still_be_told(signed_in, learner, site):
    page = signed_in(learner)
    page.emulate_media(forced_colors="active")
    begin(page, sitting(version(["single", "fillin"])))
    page.keyboard.press("b")
    expect(page.get_by_role("button", name="第1题，已答", exact=True)).to_be_visible()
    expect(page.get_by_role("radio", checked=True)).to_have_count(1)


def test_a_question_shows_its_picture_with_words_and_opens_it_large(device, accessible, learner, examiner, site, monkeypatch):
    drawn = io.BytesIO()
    Image.new("RGB", (600, 400), "#224466").save(drawn, "PNG")
    picture = picturing.take(io.BytesIO(drawn.getvalue()), size=len(drawn.getvalue()), by=examiner)
    words, *rest = KINDS["single"]
    monkeypatch.setitem(KINDS, "single", ({**words, "picture": picture.shown_as("控制图，第7点越过上限")}, *rest))
    page = device()
    with page.expect_response(lambda reply: "/exams/pictures/" in reply.url):  # it comes with the paper
        begin(page, sitting(version(["fillin", "single"], items=1)))
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.locator(f"[data-cell='{slot_of('single')}']").click()
    shown = page.locator(".question__picture img")
    expect(shown).to_have_attribute("alt", "控制图，第7点越过上限")
    page.wait_for_function("document.querySelector('.question__picture img').naturalWidth === 600")
    page.context.set_offline(False)
    page.get_by_role("link", name="放大图片").click()
    expect(page.get_by_role("dialog").get_by_role("img")).to_have_attribute("alt", "控制图，第7点越过上限")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    accessible(page)
